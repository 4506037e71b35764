import { belongsTo, hasMany, hidden, index, manyToMany, model, primaryKey, timestamp, unique } from "maru/data"
import { z } from "zod"

// #region author
export class Author extends model("authors", {
  id: primaryKey(),
  name: unique(z.string().trim().min(1).max(100)),
  contract: hidden(z.string().default("none")),
  get books() {
    return hasMany(Book, "author", { cascade: "delete-orphan" })
  },
}) {}
// #endregion author

// #region book
export class Book extends model("books", {
  id: primaryKey(),
  title: z.string().trim().min(1).max(200),
  copies: z.int().min(0).default(1),
  subjects: z.array(z.string()).default([]),
  createdAt: index(timestamp()),
  updatedAt: timestamp({ onUpdate: true }),
  get author() {
    return belongsTo(Author)
  },
  get readers() {
    return manyToMany(Reader, { through: "book_readers", inverse: "books" })
  },
}) {
  get lent(): boolean {
    return this.copies === 0
  }
}
// #endregion book

// #region reader
export class Reader extends model("readers", {
  id: primaryKey(),
  name: z.string().min(1).max(100),
  get books() {
    return manyToMany(Book, { through: "book_readers", inverse: "readers" })
  },
}) {}
// #endregion reader
