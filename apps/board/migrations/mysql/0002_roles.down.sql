-- Destructive: drops the column users.role with what it holds.
-- Destructive: drops the column posts.hidden with what it holds.

ALTER TABLE `users` DROP CONSTRAINT `users_role_check`;

ALTER TABLE `users`
  DROP COLUMN `role`;

ALTER TABLE `posts`
  DROP COLUMN `hidden`;
