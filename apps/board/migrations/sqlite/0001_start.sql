-- Users, posts with likes, comments, logins.

CREATE TABLE "users" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "email" TEXT NOT NULL UNIQUE,
  "password_hash" TEXT NOT NULL,
  "nickname" TEXT NOT NULL UNIQUE,
  "created_at" TEXT NOT NULL
) STRICT;

CREATE TABLE "posts" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "tags" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "author_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
) STRICT;

CREATE INDEX "posts_created_at" ON "posts" ("created_at");

CREATE INDEX "posts_author_id" ON "posts" ("author_id");

CREATE TABLE "comments" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "text" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id") ON DELETE CASCADE,
  "author_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
) STRICT;

CREATE INDEX "comments_post_id" ON "comments" ("post_id");

CREATE INDEX "comments_author_id" ON "comments" ("author_id");

CREATE TABLE "login_sessions" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "token_hash" TEXT NOT NULL UNIQUE,
  "created_at" TEXT NOT NULL,
  "expires_at" TEXT NOT NULL,
  "user_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
) STRICT;

CREATE INDEX "login_sessions_expires_at" ON "login_sessions" ("expires_at");

CREATE INDEX "login_sessions_user_id" ON "login_sessions" ("user_id");

CREATE TABLE "post_likes" (
  "user_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id") ON DELETE CASCADE,
  PRIMARY KEY ("user_id", "post_id")
) STRICT, WITHOUT ROWID;

CREATE INDEX "post_likes_post_id" ON "post_likes" ("post_id");
