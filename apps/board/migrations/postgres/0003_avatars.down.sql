-- Destructive: drops the table avatars with all its rows.
-- Destructive: drops the column users.avatar with what it holds.

DROP TABLE "avatars";

ALTER TABLE "users" DROP COLUMN "avatar";
