-- Destructive: drops the column users.role with what it holds.
-- Destructive: drops the column posts.hidden with what it holds.

CREATE TABLE "_new_users" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "email" TEXT NOT NULL UNIQUE,
  "password_hash" TEXT NOT NULL,
  "nickname" TEXT NOT NULL UNIQUE,
  "created_at" TEXT NOT NULL
) STRICT;

INSERT INTO "_new_users" ("id", "email", "password_hash", "nickname", "created_at")
  SELECT "id", "email", "password_hash", "nickname", "created_at" FROM "users";

DELETE FROM "sqlite_sequence" WHERE "name" = '_new_users';

INSERT INTO "sqlite_sequence" ("name", "seq")
  SELECT '_new_users', "seq" FROM "sqlite_sequence" WHERE "name" = 'users';

DROP TABLE "users";

ALTER TABLE "_new_users" RENAME TO "users";

CREATE TABLE "_new_posts" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "tags" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "author_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
) STRICT;

INSERT INTO "_new_posts" ("id", "title", "body", "tags", "created_at", "updated_at", "author_id")
  SELECT "id", "title", "body", "tags", "created_at", "updated_at", "author_id" FROM "posts";

DELETE FROM "sqlite_sequence" WHERE "name" = '_new_posts';

INSERT INTO "sqlite_sequence" ("name", "seq")
  SELECT '_new_posts', "seq" FROM "sqlite_sequence" WHERE "name" = 'posts';

DROP TABLE "posts";

ALTER TABLE "_new_posts" RENAME TO "posts";

CREATE INDEX "posts_created_at" ON "posts" ("created_at");

CREATE INDEX "posts_author_id" ON "posts" ("author_id");
