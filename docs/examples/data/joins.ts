import { linkRows } from "maru/data"
import { database } from "./database.ts"
import { Author, Book, Reader } from "./models.ts"

await using db = database.session()
const han = db.add(new Author({ name: "Han Kang" }))
const acts = db.add(new Book({ title: "Human Acts", copies: 3, author: han }))
db.add(new Book({ title: "The White Book", copies: 5, author: han }))
db.link<Book, "readers">(acts, "readers", db.add(new Reader({ name: "Mina" })))
await db.flush()

// #region kysely
const kysely = db.kysely({
  books: Book,
  authors: Author,
  readings: linkRows(Book, "readers", ["bookId", "readerId"]),
})
const rows = await kysely
  .with("read", (q) =>
    q
      .selectFrom("readings")
      .select((eb) => ["bookId", eb.fn.countAll<number>().as("readers")])
      .groupBy("bookId"),
  )
  .selectFrom("books")
  .innerJoin("authors", "authors.id", "books.authorId")
  .leftJoin("read", "read.bookId", "books.id")
  .select((eb) => [
    "books.title",
    "authors.name",
    "read.readers",
    eb.fn
      .agg<number>("rank")
      .over((over) => over.partitionBy("books.authorId").orderBy("books.copies", "desc"))
      .as("place"),
  ])
  .where("books.createdAt", "<=", new Date())
  .orderBy("books.title")
  .execute()
console.log(rows)
await kysely
  .updateTable("books")
  .set({ subjects: ["history"] })
  .where("title", "=", "Human Acts")
  .execute()
// #endregion kysely
console.log((await db.query(Book).where({ id: acts.id }).one()).subjects)
await database.close()
