import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { belongsTo, hidden, index, model, primaryKey, schemaSql, timestamp, unique } from "../../src/data.ts"
import { StartError } from "../../src/errors/start-error.ts"
import { hiddenSchemas } from "../../src/schema/hidden.ts"
import { Book, Writer, writer } from "./library.ts"

describe("schemas derived from a model", () => {
  it("name the columns, without relations", () => {
    expect(Object.keys(Writer.row.shape)).toEqual(["id", "name", "email", "secret"])
    expect(Object.keys(Writer.insert.shape)).toEqual(["name", "email", "secret"])
    expect(Object.keys(Writer.public.shape)).toEqual(["id", "name", "email"])
    expect(Object.keys(Book.insert.shape)).toEqual(["title", "pages", "tags", "kind"])
  })

  it("are made once", () => {
    expect(Writer.row).toBe(Writer.row)
  })

  it("can be picked from and extended", () => {
    const Out = Writer.public.pick({ name: true }).extend({ books: z.int() })
    expect(Out.parse({ name: " Ada ", books: 3, email: "x" })).toEqual({ name: "Ada", books: 3 })
  })

  it("apply defaults to an insert and never to a patch", () => {
    expect(Book.insert.parse({ title: "T" })).toEqual({ title: "T", pages: 100, tags: [], kind: "novel" })
    expect(Book.patch.parse({})).toEqual({})
    expect(Book.patch.parse({ pages: 7 })).toEqual({ pages: 7 })
    expect(Book.patch.safeParse({ pages: 0 }).success).toBe(false)
  })

  it("mark hidden columns for whoever encodes responses, but no schema that was passed in", () => {
    const shared = z.string()
    const Account = model("accounts", { id: primaryKey(), name: shared, password: hidden(shared) })
    expect(hiddenSchemas.has(Account.row.shape.password)).toBe(true)
    expect(hiddenSchemas.has(Account.row.shape.name)).toBe(false)
    expect(hiddenSchemas.has(shared)).toBe(false)
  })
})

describe("traits of columns", () => {
  it("survive further checks and wrappers in any order", () => {
    class Account extends model("accounts", {
      id: primaryKey(),
      login: unique(z.string()).min(3),
      nick: unique(z.string()).nullable(),
      password: unique(hidden(z.string()).min(8)).optional(),
      seen: index(timestamp()),
    }) {}
    const sql = schemaSql([Account])
    expect(sql).toContain(`"login" TEXT NOT NULL UNIQUE`)
    expect(sql).toContain(`"nick" TEXT UNIQUE`)
    expect(sql).toContain(`"password" TEXT UNIQUE`)
    expect(sql).toContain(`CREATE INDEX "accounts_seen"`)
    expect(Object.keys(Account.public.shape)).toEqual(["id", "login", "nick", "seen"])
    expect(hiddenSchemas.has(Account.row.shape.password)).toBe(true)
    expect(Object.keys(Account.insert.shape)).not.toContain("seen")
  })
})

describe("a new entity", () => {
  it("is an instance of the user's class, with defaults", () => {
    const ada = writer("Ada")
    const book = new Book({ title: "Notes", writer: ada })
    expect(book).toBeInstanceOf(Book)
    expect(book.tags).toEqual([])
    expect(book.pages).toBe(100)
    expect(ada.greet()).toBe("I am Ada")
    book.tags.push("x")
    expect(new Book({ title: "Other", writer: ada }).tags).toEqual([])
  })

  it("ignores what is no column", () => {
    const values = { name: "Ada", email: "a@b.co", admin: true, id: 7, __proto__: { evil: 1 } }
    const ada = new Writer(values)
    expect(Object.keys(ada).sort()).toEqual(["email", "mentorId", "name", "secret"])
  })

  it("refuses an owner of another class", () => {
    expect(() => new Book({ title: "T", writer: {} as never })).toThrow("Book.writer has to be a Writer.")
    expect(() => new Book({ title: "T", writer: new Book({ title: "U", writer: writer("Ada") }) as never })).toThrow(
      "Book.writer has to be a Writer.",
    )
  })

  it("keeps hidden columns out of JSON and out of logs", () => {
    const ada = new Writer({ name: "Ada", email: "a@b.co", secret: "s3cret" })
    expect(JSON.stringify({ ada })).toBe(`{"ada":{"name":"Ada","email":"a@b.co","mentorId":null}}`)
    expect(inspect(ada)).not.toContain("s3cret")
    expect(inspect(ada)).toContain("Writer")
    expect(ada.secret).toBe("s3cret")
  })

  it("has a state that no comparison, spread or loop sees", () => {
    const ada = writer("Ada")
    expect(Reflect.ownKeys(ada).sort()).toEqual(["email", "mentorId", "name", "secret"])
    expect({ ...ada }).toEqual({ name: "Ada", email: "ada@library.example", secret: "none", mentorId: null })
  })
})

describe("a declaration that cannot work is refused", () => {
  const refused = (declare: () => unknown): StartError => {
    try {
      declare()
    } catch (error) {
      if (error instanceof StartError) return error
      throw error
    }
    throw new Error("It was accepted.")
  }

  it("at once, with its source line", () => {
    const error = refused(() => model("things", { id: primaryKey(), size: 3 }))
    expect(error.code).toBe("model-invalid")
    expect(error.message).toContain(`"size" of the model "things" is no Zod schema.`)
    expect(error.message).toContain("model.test.ts")
  })

  it.each(["constructor", "toJSON", "not", "a-b", "1st"])("for a column named %s", (name) => {
    expect(refused(() => model("things", { id: primaryKey(), [name]: z.string() })).message).toContain(`"${name}"`)
  })

  it.each([
    ["a transform", z.string().transform(Number), "a pipe schema cannot be stored"],
    ["a map", z.map(z.string(), z.string()), "a map schema cannot be stored"],
    ["dates inside JSON", z.object({ at: z.array(z.date()) }), "JSON, which has no date"],
    ["a mixed enum", z.literal(["a", 1]), "strings only, or integers only"],
  ])("for %s", (_name, schema, reason) => {
    class Thing extends model("things", { id: primaryKey(), value: schema as z.ZodType }) {}
    expect(refused(() => schemaSql([Thing])).message).toContain(reason)
  })

  it("for no key, or two", () => {
    class None extends model("none", { name: z.string() }) {}
    class Two extends model("two", { a: primaryKey(), b: primaryKey() }) {}
    expect(refused(() => schemaSql([None])).message).toContain(`The model "none" has no primary key.`)
    expect(refused(() => schemaSql([Two])).message).toContain("more than one primary key")
  })

  it("for a foreign key and a column of one name", () => {
    class Thing extends model("things", {
      id: primaryKey(),
      writerId: z.int(),
      get writer() {
        return belongsTo(Writer)
      },
    }) {}
    expect(refused(() => schemaSql([Thing])).message).toContain(`two columns named "writerId"`)
  })

  it("for a getter that is no relation", () => {
    class Thing extends model("things", {
      id: primaryKey(),
      get other() {
        return z.string()
      },
    }) {}
    expect(refused(() => schemaSql([Thing])).message).toContain(`The getter "other" of the model "things"`)
  })
})
