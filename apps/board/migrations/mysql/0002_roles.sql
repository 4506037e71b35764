ALTER TABLE `users`
  ADD COLUMN `role` varchar(255) NOT NULL DEFAULT 'member',
  ADD CONSTRAINT `users_role_check` CHECK (`role` IN ('member', 'admin'));

ALTER TABLE `users` ALTER COLUMN `role` DROP DEFAULT;

ALTER TABLE `posts`
  ADD COLUMN `hidden` tinyint(1) NOT NULL DEFAULT 0;

ALTER TABLE `posts` ALTER COLUMN `hidden` DROP DEFAULT;
