ALTER TABLE "users" ADD COLUMN "avatar" TEXT;

CREATE TABLE "avatars" (
  "user_id" INTEGER PRIMARY KEY NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "type" TEXT NOT NULL CHECK ("type" IN ('image/png', 'image/jpeg', 'image/webp')),
  "content" BLOB NOT NULL
) STRICT;
