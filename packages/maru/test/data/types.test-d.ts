import type { z } from "zod"
import { type DbSession, type Insert, type Loaded, type PageResult, column, increment } from "../../src/data.ts"
import type { KeyOf } from "../../src/data/model/types.ts"
import { Book, type Profile, Review, Shelf, Writer } from "./library.ts"
import { Line, Parcel } from "./shop.ts"

// Read by the type check alone: what has to be inferred, exactly.

declare const db: DbSession
declare const ada: Writer
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function exact<_T extends true>(): void {}

// Entities.
declare const book: Book
exact<Equal<Book["title"], string>>()
exact<Equal<Book["tags"], string[]>>()
exact<Equal<Book["kind"], "novel" | "poems" | "essay">>()
exact<Equal<Book["createdAt"], Date>>()
exact<Equal<Book["writerId"], number>>()
exact<Equal<Writer["mentorId"], number | null>>()
exact<Equal<KeyOf<(typeof Shelf)["fields"]>, string>>()
book.rename("x")
ada.greet() satisfies string
// @ts-expect-error No relation has a name before it is loaded.
void book.writer
// @ts-expect-error A foreign key follows from its relation.
book.writerId = 1
// @ts-expect-error Entities of different models are different types.
book satisfies Writer

exact<Equal<KeyOf<(typeof Line)["fields"]>, { readonly number: number; readonly orderId: number }>>()
exact<Equal<Parcel["lineId"], { readonly number: number; readonly orderId: number } | null>>()
await db.get(Line, { orderId: 1, number: 2 })
// @ts-expect-error A key of several columns has all of them.
await db.get(Line, { number: 2 })
db.query(Parcel).where({ lineId: { orderId: 1 }, line: null })
exact<Equal<Awaited<ReturnType<typeof db.merge<Book>>>, Book>>()
;(await db.nested(async () => 3)) satisfies number

// Inserts.
void new Book({ title: "x", writer: ada })
void new Writer({ name: "x", email: "x", mentor: null })
void new Writer({ name: "x", email: "x", mentor: ada })
exact<Equal<keyof Insert<(typeof Review)["fields"]>, "text" | "stars" | "book" | "by">>()
// @ts-expect-error A book has a writer.
void new Book({ title: "x" })
// @ts-expect-error Nobody gives a generated column.
void new Book({ title: "x", writer: ada, id: 3 })
// @ts-expect-error A column has a type.
void new Book({ title: 3, writer: ada })

// Derived schemas.
exact<Equal<z.output<typeof Writer.public>, { id: number; name: string; email: string }>>()
exact<Equal<keyof z.input<typeof Book.insert>, "title" | "pages" | "tags" | "kind">>()
exact<Equal<z.output<typeof Book.patch>["tags"], string[] | undefined>>()
exact<Equal<keyof typeof Book.row.shape, "id" | "title" | "pages" | "tags" | "kind" | "createdAt" | "updatedAt">>()
// @ts-expect-error A hidden column is not there to be picked.
Writer.public.pick({ secret: true })

// Loading.
const plain = await db.get(Book, 1)
exact<Equal<typeof plain, Book | undefined>>()
const deep = (await db.get(Book, 1, {
  with: { writer: { with: { profile: true, mentor: true } }, reviews: { with: { by: true } } },
}))!
deep.rename("x")
deep.writer.greet() satisfies string
exact<Equal<(typeof deep)["writer"]["profile"], Profile | null>>()
exact<Equal<(typeof deep)["writer"]["mentor"], Writer | null>>()
deep.reviews[0]!.by.greet() satisfies string
deep satisfies Book
// @ts-expect-error Only the first writer's books could have been loaded, and were not.
void deep.writer.books
// @ts-expect-error A list is read, not changed.
deep.reviews.push(deep.reviews[0]!)
// @ts-expect-error There is no such relation.
await db.get(Book, 1, { with: { riter: true } })
// @ts-expect-error There is no such relation below.
await db.get(Book, 1, { with: { reviews: { with: { bye: true } } } })
// @ts-expect-error A key has a type.
await db.get(Shelf, 1)
exact<Equal<Loaded<typeof Book, {}>, Book>>()
;(await db.load(book, { writer: true })).writer.greet()
;(await db.refresh(book, { with: { shelves: { with: { books: true } } } })).shelves[0]!.books[0]!.rename("x")
// @ts-expect-error There is no such relation.
await db.load(book, { riter: true })

// Queries.
const query = db
  .query(Book)
  .where({
    title: { like: "%x" },
    writer: ada,
    reviews: { stars: { gt: 3 }, by: { name: "x" } },
    or: [{ writerId: 1 }],
  })
  .orderBy("writerId", "desc")
  .with({ writer: true })
  .withCount({ reviewCount: "reviews", good: { relation: "reviews", where: { stars: 5 } } })
  .withExists({ onShelf: "shelves" })
const page = await query.page({ offset: 0, limit: 20 })
page satisfies PageResult<Book & { readonly writer: Writer }>
const item = page.items[0]!
exact<Equal<(typeof item)["reviewCount"], number>>()
exact<Equal<(typeof item)["good"], number>>()
exact<Equal<(typeof item)["onShelf"], boolean>>()
item.writer.greet()
;(await query.first())?.writer.greet()
;(await query.one()).onShelf satisfies boolean
// @ts-expect-error What was not loaded has no name.
void item.reviews
// @ts-expect-error A column has a type.
db.query(Book).where({ pages: "3" })
// @ts-expect-error An owner that has to be there is never null.
db.query(Book).where({ writer: null })
db.query(Writer).where({ mentor: null, mentorId: { isNull: true } })
// @ts-expect-error JSON is not compared.
db.query(Book).where({ tags: ["x"] })
// @ts-expect-error The condition is about reviews.
db.query(Book).withCount({ n: { relation: "reviews", where: { pages: 3 } } })
// @ts-expect-error A relation is no column to order by.
db.query(Book).orderBy("writer")

// Links.
declare const shelf: Shelf
db.link(book, "shelves", shelf)
db.unlink(shelf, "books", book)
// @ts-expect-error Many to many only.
db.link(book, "reviews", new Review({ text: "x", stars: 1, book, by: ada }))
// @ts-expect-error A shelf is expected.
db.link(book, "shelves", book)

// Statements of one's own.
exact<Equal<Awaited<ReturnType<typeof db.sql<{ n: number }>>>, readonly { n: number }[]>>()

// Comparisons.
void db.query(Book).where({ title: { contains: "x", ilike: "y%" }, pages: { between: [1, 2], notIn: [3] } })
void db.query(Book).where({ updatedAt: { gt: column("createdAt") }, id: { eq: column("writerId") } })
void db.query(Book).where({ reviews: { every: { stars: { gt: 3 } }, none: { by: ada } } })
// @ts-expect-error A pattern needs a column of text.
void db.query(Book).where({ pages: { contains: "x" } })
// @ts-expect-error There is no such column to compare with.
void db.query(Book).where({ updatedAt: { gt: column("created") } })
// @ts-expect-error One row has no quantity.
void db.query(Book).where({ writer: { every: { name: "x" } } })

// Reading.
void db.query(Book).orderBy("writer.name", { direction: "desc", nulls: "last" })
// @ts-expect-error Only rows that it belongs to have one value to order by.
void db.query(Book).orderBy("reviews.stars")
const some = await db.query(Book).select("id", "tags", "writerId").first()
exact<Equal<typeof some, Pick<Book, "id" | "tags" | "writerId"> | undefined>>()
const parts = await db
  .query(Book)
  .with({ reviews: { where: { stars: 1 }, orderBy: { id: "desc" }, limit: 3 } })
  .one()
parts.reviews[0]!.text satisfies string
// @ts-expect-error One row has no part.
void db.query(Book).with({ writer: { limit: 1 } })
const numbers = await db.query(Book).aggregate({ n: "count", most: { max: "createdAt" }, mean: { avg: "pages" } })
exact<Equal<typeof numbers, { readonly n: number; readonly most: Date | null; readonly mean: number | null }>>()
const groups = await db
  .query(Book)
  .groupBy("kind")
  .aggregate({ n: "count" })
  .having({ n: { gt: 1 } })
  .orderBy("n")
  .all()
groups[0]!.kind satisfies "novel" | "poems" | "essay"
groups[0]!.n satisfies number
// @ts-expect-error There is no such column.
void db.query(Book).aggregate({ n: { sum: "page" } })
// @ts-expect-error Groups have no such name.
void db.query(Book).groupBy("kind").aggregate({ n: "count" }).orderBy("m")

// Writing many rows.
void db.query(Book).update({ title: "x", pages: increment(1), writer: ada, writerId: 3 })
void db.insertMany(Book, [
  { title: "x", writerId: 1 },
  { title: "x", writer: ada, pages: 3 },
])
void db.upsert(Writer, [{ name: "x", email: "x" }], { on: ["email"], update: ["name"] })
// @ts-expect-error A date does not grow by a number.
void db.query(Book).update({ createdAt: increment(1) })
// @ts-expect-error A book has a writer.
void db.insertMany(Book, [{ title: "x" }])
// @ts-expect-error There is no such column.
void db.upsert(Writer, [], { on: ["mail"], update: [] })
