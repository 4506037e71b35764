CREATE TABLE "authors" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL UNIQUE,
  "contract" TEXT NOT NULL
) STRICT;

CREATE TABLE "books" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "copies" INTEGER NOT NULL,
  "subjects" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "author_id" INTEGER NOT NULL REFERENCES "authors" ("id") ON DELETE CASCADE
) STRICT;

CREATE INDEX "books_created_at" ON "books" ("created_at");

CREATE INDEX "books_author_id" ON "books" ("author_id");

CREATE TABLE "readers" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL
) STRICT;

CREATE TABLE "book_readers" (
  "book_id" INTEGER NOT NULL REFERENCES "books" ("id") ON DELETE CASCADE,
  "reader_id" INTEGER NOT NULL REFERENCES "readers" ("id") ON DELETE CASCADE,
  PRIMARY KEY ("book_id", "reader_id")
) STRICT, WITHOUT ROWID;

CREATE INDEX "book_readers_reader_id" ON "book_readers" ("reader_id");
