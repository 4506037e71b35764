import { z } from "zod"
import {
  type AnyModel,
  type Database,
  type DatabaseOptions,
  type ObservedStatement,
  belongsTo,
  connect,
  hasMany,
  hasOne,
  hidden,
  index,
  manyToMany,
  migration,
  model,
  primaryKey,
  schemaSql,
  timestamp,
  unique,
} from "../../src/data.ts"
import { type TestEngine, engines } from "./engines.ts"

// A library of books: the models that these tests are about.

export class Writer extends model("writers", {
  id: primaryKey(),
  name: z.string().trim().min(1).max(50),
  email: unique(z.email()),
  secret: hidden(z.string().default("none")),
  get books() {
    return hasMany(Book, "writer", { cascade: "delete-orphan" })
  },
  get profile() {
    return hasOne(Profile, "writer")
  },
  get mentor() {
    return belongsTo(Writer, { nullable: true, onDelete: "set null" })
  },
  get pupils() {
    return hasMany(Writer, "mentor")
  },
}) {
  greet(): string {
    return `I am ${this.name}`
  }
}

export class Profile extends model("profiles", {
  id: primaryKey(),
  about: z.string(),
  get writer() {
    return belongsTo(Writer, { unique: true, onDelete: "cascade" })
  },
}) {}

export class Book extends model("books", {
  id: primaryKey(),
  title: z.string().min(1).max(100),
  pages: z.int().min(1).default(100),
  tags: z.array(z.string()).default([]),
  kind: z.enum(["novel", "poems", "essay"]).default("novel"),
  createdAt: index(timestamp()),
  updatedAt: timestamp({ onUpdate: true }),
  get writer() {
    return belongsTo(Writer)
  },
  get reviews() {
    return hasMany(Review, "book")
  },
  get shelves() {
    return manyToMany(Shelf, { through: "book_shelves", inverse: "books" })
  },
}) {
  rename(title: string): void {
    this.title = title
  }
}

export class Review extends model("reviews", {
  id: primaryKey(),
  text: z.string(),
  stars: z.int(),
  get book() {
    return belongsTo(Book, { onDelete: "cascade" })
  },
  get by() {
    return belongsTo(Writer)
  },
}) {}

export class Shelf extends model("shelves", {
  name: primaryKey(z.string().min(1)),
  get books() {
    return manyToMany(Book, { through: "book_shelves", inverse: "shelves" })
  },
}) {}

export const models = [Writer, Profile, Book, Review, Shelf]

export const start = migration("0001_start.sql", schemaSql(models))

/** A database in memory with the library's tables; closed when disposed of. */
export function library(options: DatabaseOptions = {}): Promise<OpenDatabase> {
  return libraryOn(engines[0]!, options)
}

/** The same in a file of its own, with a reading and a writing connection. */
export async function libraryFile(options: DatabaseOptions = {}): Promise<OpenDatabase & { file: string }> {
  const database = await libraryOn(engines[1]!, options)
  return Object.assign(database, { file: database.url.replace("sqlite:", "") })
}

/** An open database of its own that is closed and removed when disposed of. */
export type OpenDatabase = Database & AsyncDisposable & { readonly url: string }

/** The library's tables in a database of one's own. */
export function libraryOn(engine: TestEngine, options: DatabaseOptions = {}): Promise<OpenDatabase> {
  return openOn(engine, models, options)
}

/** The tables of some models in a database of one's own. */
export async function openOn(
  engine: TestEngine,
  tables: readonly AnyModel[],
  options: DatabaseOptions = {},
): Promise<OpenDatabase> {
  const { url, drop } = await engine.create()
  const database = connect(url, {
    migrations: [migration("0001_start.sql", schemaSql(tables, engine.dialect))],
    ...options,
  })
  const end = database.close.bind(database)
  const close = async (): Promise<void> => {
    await end()
    await drop()
  }
  await database.start()
  return Object.assign(database, { url, close, [Symbol.asyncDispose]: close })
}

/** The statements that run while something is done. */
export async function statementsOf(database: Database, work: () => Promise<unknown>): Promise<ObservedStatement[]> {
  const seen: ObservedStatement[] = []
  const stop = database.observe((statement) => seen.push(statement))
  try {
    await work()
  } finally {
    stop()
  }
  return seen
}

export function writer(name: string): Writer {
  return new Writer({ name, email: `${name.toLowerCase()}@library.example` })
}
