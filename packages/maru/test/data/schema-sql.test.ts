import { describe, expect, it } from "vitest"
import { schemaSql } from "../../src/data.ts"
import { models } from "./library.ts"

describe("schemaSql", () => {
  it("prints tables in the order in which they refer to each other", () => {
    expect(schemaSql(models)).toMatchInlineSnapshot(`
      "CREATE TABLE "writers" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT,
        "name" TEXT NOT NULL,
        "email" TEXT NOT NULL UNIQUE,
        "secret" TEXT NOT NULL,
        "mentor_id" INTEGER REFERENCES "writers" ("id") ON DELETE SET NULL
      ) STRICT;

      CREATE INDEX "writers_mentor_id" ON "writers" ("mentor_id");

      CREATE TABLE "profiles" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT,
        "about" TEXT NOT NULL,
        "writer_id" INTEGER NOT NULL UNIQUE REFERENCES "writers" ("id") ON DELETE CASCADE
      ) STRICT;

      CREATE TABLE "books" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT,
        "title" TEXT NOT NULL,
        "pages" INTEGER NOT NULL,
        "tags" TEXT NOT NULL,
        "kind" TEXT NOT NULL CHECK ("kind" IN ('novel', 'poems', 'essay')),
        "created_at" TEXT NOT NULL,
        "updated_at" TEXT NOT NULL,
        "writer_id" INTEGER NOT NULL REFERENCES "writers" ("id") ON DELETE CASCADE
      ) STRICT;

      CREATE INDEX "books_created_at" ON "books" ("created_at");

      CREATE INDEX "books_writer_id" ON "books" ("writer_id");

      CREATE TABLE "reviews" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT,
        "text" TEXT NOT NULL,
        "stars" INTEGER NOT NULL,
        "book_id" INTEGER NOT NULL REFERENCES "books" ("id") ON DELETE CASCADE,
        "by_id" INTEGER NOT NULL REFERENCES "writers" ("id") ON DELETE RESTRICT
      ) STRICT;

      CREATE INDEX "reviews_book_id" ON "reviews" ("book_id");

      CREATE INDEX "reviews_by_id" ON "reviews" ("by_id");

      CREATE TABLE "shelves" (
        "name" TEXT PRIMARY KEY NOT NULL
      ) STRICT;

      CREATE TABLE "book_shelves" (
        "book_id" INTEGER NOT NULL REFERENCES "books" ("id") ON DELETE CASCADE,
        "shelf_id" TEXT NOT NULL REFERENCES "shelves" ("name") ON DELETE CASCADE,
        PRIMARY KEY ("book_id", "shelf_id")
      ) STRICT, WITHOUT ROWID;

      CREATE INDEX "book_shelves_shelf_id" ON "book_shelves" ("shelf_id");
      "
    `)
    const reversed = schemaSql(models.toReversed())
    expect(reversed.indexOf(`TABLE "writers"`)).toBeLessThan(reversed.indexOf(`TABLE "books"`))
  })
})
