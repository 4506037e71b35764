import { App, body, del, docs, get, lifespan, patch, path, post, put, query, raises, returns, router } from "maru"
import { type DbSession, UniqueViolation } from "maru/data"
import { z } from "zod"
import { database } from "./database.ts"
import { Author, Book, Reader } from "./models.ts"
import { db } from "./providers.ts"

class NoSuchRow extends Error {}
class AllLent extends Error {}

const id = path(z.int().min(1))
const Page = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(100).default(20) })

// #region schemas
const BookIn = Book.insert.pick({ title: true, copies: true, subjects: true }).extend({ authorId: z.int() })
const BookPatch = Book.patch.pick({ title: true, copies: true })
const BookOut = Book.public.omit({ createdAt: true, updatedAt: true })
// #endregion schemas

// #region author
const addAuthor = post(
  "/authors",
  { input: body(Author.insert), db },
  returns(201, Author.public),
  raises(409, UniqueViolation),
  ({ db, input }) => db.add(new Author(input)),
)
// #endregion author

// #region add
const addBook = post(
  "/books",
  { input: body(BookIn), db },
  returns(201, BookOut),
  raises(404, NoSuchRow),
  raises(409, UniqueViolation),
  async ({ db, input: { authorId, ...values } }) => {
    const author = await db.get(Author, authorId)
    if (!author) throw new NoSuchRow(`There is no author ${authorId}.`)
    return db.add(new Book({ ...values, author }))
  },
)
// #endregion add

// #region change
const changeBook = patch(
  "/books/:id",
  { id, input: body(BookPatch), db },
  returns(200, BookOut),
  raises(404, NoSuchRow),
  async ({ db, id, input }) => Object.assign(await bookOf(db, id), input),
)

const removeBook = del("/books/:id", { id, db }, returns(204), raises(404, NoSuchRow), async ({ db, id }) =>
  db.delete(await bookOf(db, id)),
)
// #endregion change

// #region get
async function bookOf(db: DbSession, id: number): Promise<Book> {
  const book = await db.get(Book, id)
  if (!book) throw new NoSuchRow(`There is no book ${id}.`)
  return book
}
// #endregion get

// #region list
const Listed = BookOut.extend({ author: Author.public, readerCount: z.int() })
const BookPage = z.object({ items: z.array(Listed), total: z.int() })

const listBooks = get(
  "/books",
  { page: query(Page), search: query(z.string().default("")), db },
  returns(200, BookPage),
  ({ db, page, search }) =>
    db
      .query(Book)
      .where({ title: { like: `%${search}%` }, copies: { gt: 0 } })
      .with({ author: true })
      .withCount({ readerCount: "readers" })
      .orderBy("createdAt", "desc")
      .page(page),
)
// #endregion list

// #region exists
const bookFor = get(
  "/books/:id",
  { id, reader: query(z.int().default(0)), db },
  returns(200, BookOut.extend({ read: z.boolean() })),
  raises(404, NoSuchRow),
  async ({ db, id, reader }) => {
    const read = { relation: "readers", where: { id: reader } } as const
    const book = await db.query(Book).where({ id }).withExists({ read }).first()
    if (!book) throw new NoSuchRow(`There is no book ${id}.`)
    return book
  },
)
// #endregion exists

// #region link
const both = { id, readerId: path(z.int().min(1)), db }

const markRead = put("/books/:id/readers/:readerId", both, returns(204), async ({ db, id, readerId }) => {
  const [book, reader] = [await bookOf(db, id), await db.query(Reader).where({ id: readerId }).one()]
  db.link<Book, "readers">(book, "readers", reader)
})

const unmarkRead = del("/books/:id/readers/:readerId", both, returns(204), async ({ db, id, readerId }) => {
  const [book, reader] = [await bookOf(db, id), await db.query(Reader).where({ id: readerId }).one()]
  db.unlink<Book, "readers">(book, "readers", reader)
})
// #endregion link

const addReader = post("/readers", { input: body(Reader.insert), db }, returns(201, Reader.public), ({ db, input }) =>
  db.add(new Reader(input)),
)

// #region lock
const lend = post(
  "/books/:id/loans",
  { id, db },
  returns(200, BookOut),
  raises(404, NoSuchRow),
  raises(409, AllLent),
  async ({ db, id }) => {
    const book = await db.get(Book, id, { lock: "update" })
    if (!book) throw new NoSuchRow(`There is no book ${id}.`)
    if (book.lent) throw new AllLent(`No copy of ${book.title} is left.`)
    book.copies -= 1
    return book
  },
)
// #endregion lock

// #region sql
const Subject = z.object({ subject: z.string(), books: z.int() })

const subjects = get(
  "/subjects",
  { least: query(z.int().default(1)), db },
  returns(200, z.array(Subject)),
  async ({ db, least }) => {
    const rows = await db.sql`
      SELECT value AS subject, count(*) AS books FROM books, json_each(books.subjects)
      GROUP BY value HAVING count(*) >= ${least} ORDER BY value`
    return rows.map(({ subject, books }) => ({ subject: String(subject), books: Number(books) }))
  },
)
// #endregion sql

// #region app
export const app = new App({ title: "Library", version: "1.0.0" }, [
  lifespan(database),
  docs(),
  router("", {
    addAuthor,
    addBook,
    listBooks,
    bookFor,
    changeBook,
    removeBook,
    addReader,
    markRead,
    unmarkRead,
    lend,
    subjects,
  }),
])
// #endregion app
