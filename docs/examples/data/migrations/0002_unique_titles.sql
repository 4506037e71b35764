CREATE UNIQUE INDEX "books_author_id_title" ON "books" ("author_id", "title");
