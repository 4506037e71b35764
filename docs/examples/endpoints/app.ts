import {
  App,
  body,
  cookie,
  del,
  file,
  form,
  get,
  header,
  patch,
  path,
  post,
  put,
  query,
  request,
  returns,
  router,
} from "maru"
import { z } from "zod"

const Book = z.object({ id: z.int(), title: z.string(), year: z.int() })
const Books = z.array(Book)
const books = new Map([
  [1, { id: 1, title: "Pachinko", year: 2017 }],
  [2, { id: 2, title: "The Vegetarian", year: 2007 }],
])

// #region methods
const BookIn = z.object({ title: z.string().min(1).max(200), year: z.int().min(1450).max(2100) })
const id = path(z.int().min(1))

const list = get("/", {}, returns(200, Books), () => [...books.values()])

const create = post("/", { input: body(BookIn) }, returns(201, Book), ({ input }) => {
  const book = { id: books.size + 1, ...input }
  books.set(book.id, book)
  return book
})

const replace = put("/:id", { id, input: body(BookIn) }, returns(200, Book), ({ id, input }) => {
  const book = { id, ...input }
  books.set(id, book)
  return book
})

const change = patch("/:id", { id, input: body(BookIn.partial()) }, returns(200, Book), ({ id, input }) => {
  const book = Object.assign(books.get(id) ?? { id, title: "", year: 2000 }, input)
  books.set(id, book)
  return book
})

const remove = del("/:id", { id }, returns(204), ({ id }) => {
  books.delete(id)
})
// #endregion methods

// #region paths
const Where = z.object({ matched: z.string() })
const newest = get("/shelf/newest", {}, returns(200, Where), () => ({ matched: "the static path" }))
const shelf = get("/shelf/:name", { name: path(z.string()) }, returns(200, Where), ({ name }) => ({
  matched: `shelf ${name}`,
}))
const rest = get("/shelf/*rest", { rest: path(z.string()) }, returns(200, Where), ({ rest }) => ({
  matched: `the rest: ${rest}`,
}))
// #endregion paths

// #region query
const Page = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(100).default(20) })
const Found = z.object({ page: Page, word: z.string().nullable(), tags: z.array(z.string()), exact: z.boolean() })

const search = get(
  "/search",
  {
    page: query(Page),
    word: query("q", z.string().min(2).optional()),
    tags: query("tag", z.array(z.string()).default([])),
    exact: query(z.boolean().default(false)),
  },
  returns(200, Found),
  ({ page, word, tags, exact }) => ({ page, word: word ?? null, tags, exact }),
)
// #endregion query

// #region headers
const Client = z.object({ language: z.string(), theme: z.string(), agent: z.string(), path: z.string() })

const client = get(
  "/client",
  {
    acceptLanguage: header(z.string().default("en")),
    agent: header("user-agent", z.string().default("unknown")),
    theme: cookie(z.enum(["light", "dark"]).default("light")),
    request,
  },
  returns(200, Client),
  ({ acceptLanguage, agent, theme, request }) => ({ language: acceptLanguage, theme, agent, path: request.path }),
)
// #endregion headers

// #region form
const Upload = z.object({ title: z.string(), pages: z.int(), cover: z.string(), size: z.int() })

const upload = post(
  "/covers",
  { title: form(z.string().min(1)), pages: form(z.int()), cover: file({ maxSize: 100_000, types: ["image/*"] }) },
  returns(201, Upload),
  async ({ title, pages, cover }) => {
    const bytes = await cover.bytes()
    return { title, pages, cover: `${cover.name} (${cover.type})`, size: bytes.length }
  },
)
// #endregion form

// #region dates
const Loan = z.object({ book: z.bigint(), until: z.date(), note: z.string().optional() })
const LoanOut = z.object({ book: z.string(), days: z.int() })

const lend = post("/loans", { loan: body(Loan) }, returns(201, LoanOut), ({ loan }) => ({
  book: loan.book.toString(),
  days: Math.round((loan.until.getTime() - Date.UTC(2026, 0, 1)) / 86_400_000),
}))
// #endregion dates

// #region faults
const Stamp = z.strictObject({ color: z.enum(["red", "blue"]), size: z.int().max(10) })

const stamp = post("/:id/stamp", { id, copies: query(z.int().min(1)), stamp: body(Stamp) }, returns(204), () => {})
// #endregion faults

export const app = new App({ title: "Books", version: "1.0.0" }, [
  router("/books", { list, create, replace, change, remove, newest, shelf, rest, search, client, upload, lend, stamp }),
])
