import { column } from "maru/data"
import { database } from "./database.ts"
import { Author, Book, Reader } from "./models.ts"

await using db = database.session()
const [han, chung] = [db.add(new Author({ name: "Han Kang" })), db.add(new Author({ name: "Bora Chung" }))]
const titles = ["Human Acts", "The Vegetarian", "The White Book", "Greek Lessons"]
for (const [place, title] of titles.entries()) db.add(new Book({ title, copies: place, author: han }))
const utopia = db.add(new Book({ title: "Your Utopia", copies: 100, author: chung }))
for (const name of ["Mina", "Jun", "Sora"]) db.link<Book, "readers">(utopia, "readers", db.add(new Reader({ name })))
await db.commit()

// #region where
const some = await db
  .query(Book)
  .where({ title: { contains: "e" }, copies: { between: [1, 99] }, createdAt: { lte: column("updatedAt") } })
  .where({ readers: { none: { name: "Mina" } } })
  .orderBy("author.name")
  .orderBy("copies", "desc")
  .all()
console.log(some.map(({ title }) => title).join(", "))
// #endregion where

// #region part
const authors = await db
  .query(Author)
  .with({ books: { where: { copies: { gt: 0 } }, orderBy: { copies: "desc" }, limit: 2 } })
  .orderBy("id")
  .all()
for (const { name, books } of authors) console.log(`${name}: ${books.map(({ title }) => title).join(", ")}`)
// #endregion part

// #region select
console.log(await db.query(Book).select("title", "copies").orderBy("copies", "desc").limit(2).all())
// #endregion select

// #region groups
console.log(await db.query(Book).aggregate({ books: "count", copies: { sum: "copies" }, most: { max: "copies" } }))
const groups = db
  .query(Book)
  .groupBy("authorId")
  .aggregate({ books: "count", mean: { avg: "copies" } })
console.log(
  await groups
    .having({ books: { gt: 1 } })
    .orderBy("mean", "desc")
    .all(),
)
// #endregion groups

// #region cursor
const newest = db.query(Book).select("title").orderBy("createdAt", "desc")
const first = await newest.cursor({ limit: 2 })
const second = await newest.cursor({ limit: 2, after: first.next })
console.log(second.items, second.next !== undefined)
// #endregion cursor

// #region stream
let copies = 0
for await (const book of db.query(Book).orderBy("id").stream({ size: 2 })) copies += book.copies
console.log(copies)
// #endregion stream
await database.close()
