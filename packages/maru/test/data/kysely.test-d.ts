import { type DbSession, linkRows } from "../../src/data.ts"
import { Book, Review, Shelf, Writer } from "./library.ts"

// Read by the type check alone: what Kysely knows of the models.

declare const db: DbSession
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function exact<_T extends true>(): void {}

const kysely = db.kysely({
  books: Book,
  writers: Writer,
  reviews: Review,
  Shelf,
  places: linkRows(Book, "shelves", ["bookId", "shelfName"]),
})

// Columns are properties, foreign keys too; values are what entities have.
const rows = await kysely
  .selectFrom("books")
  .innerJoin("writers as w", "w.id", "books.writerId")
  .select(["books.id", "createdAt", "tags", "w.mentorId"])
  .select((eb) => eb.fn.max("books.createdAt").as("latest"))
  .where("books.createdAt", "<", new Date())
  .where("books.kind", "in", ["novel", "poems"])
  .execute()
exact<
  Equal<(typeof rows)[number], { id: number; createdAt: Date; tags: string[]; mentorId: number | null; latest: Date }>
>()

// The table between two models.
const placed = await kysely
  .selectFrom("places")
  .innerJoin("Shelf", "Shelf.name", "places.shelfName")
  .selectAll("places")
  .execute()
exact<Equal<(typeof placed)[number], { bookId: number; shelfName: string }>>()

// What the database fills may be left out of an insert, and nothing else.
void kysely.insertInto("reviews").values({ text: "x", stars: 1, bookId: 1, byId: 1 })
void kysely.insertInto("writers").values({ name: "x", email: "x", secret: "x" })
void kysely
  .updateTable("books")
  .set({ title: "x" })
  .set("pages", (eb) => eb("pages", "+", 1))

// @ts-expect-error A review has a writer.
void kysely.insertInto("reviews").values({ text: "x", stars: 1, bookId: 1 })
// @ts-expect-error A column is named by its property.
void kysely.selectFrom("books").select("created_at")
// @ts-expect-error A value has the type of its column.
void kysely.selectFrom("books").where("createdAt", "<", "2026")
// @ts-expect-error There is no such table.
void kysely.selectFrom("profiles")
// @ts-expect-error A relation is no column.
void kysely.selectFrom("books").select("writer")
// @ts-expect-error No manyToMany is named like this.
linkRows(Book, "reviews", ["bookId", "reviewId"])
