import { describe, expect, it } from "vitest"
import { z } from "zod"
import { type AnyModel, belongsTo, index, model, primaryKey, unique } from "../../../src/data.ts"
import { type Answers, noAnswers } from "../../../src/data/migrate/diff/answers.ts"
import { diff } from "../../../src/data/migrate/diff/diff.ts"
import { draftMigration } from "../../../src/data/migrate/draft.ts"
import { migration } from "../../../src/data/migrate/folder.ts"
import { applyMigrations, revertMigrations } from "../../../src/data/migrate/run/run.ts"
import { schemaOfModels } from "../../../src/data/migrate/schema/from-models.ts"
import { type Schema, emptySchema } from "../../../src/data/migrate/schema/schema.ts"
import { models as library } from "../library.ts"
import { type Server, type TestDatabase, servers } from "./servers.ts"

class Before extends model("posts", {
  id: primaryKey(),
  title: z.string().max(50),
  body: z.string(),
  rank: z.int(),
  old: z.boolean().nullable(),
}) {}
class Comment extends model("comments", {
  id: primaryKey(),
  text: z.string(),
  get post() {
    return belongsTo(Before, { onDelete: "cascade" })
  },
}) {}

class After extends model("articles", {
  id: primaryKey(),
  title: index(z.string().max(80)),
  content: z.string(),
  rank: z.number(),
  state: z.enum(["draft", "it's out"]),
  slug: unique(z.string().max(50)).nullable(),
}) {}
class Remark extends model("comments", {
  id: primaryKey(),
  text: z.string().nullable(),
  get post() {
    return belongsTo(After, { onDelete: "cascade" })
  },
}) {}

const answers: Answers = {
  ...noAnswers,
  tables: new Map([["posts", "articles"]]),
  columns: new Map([["posts.body", "content"]]),
}

describe.each(servers)("rows on $name", (server) => {
  it.skipIf(server.missing)("survive what changes around them, and the way back", async () => {
    await using database = await server.create()
    const fills = new Map([["articles.state", server.schema.literal("it's out", "text")]])
    const steps = migrations(server, [Before, Comment], [After, Remark], { ...answers, fills })
    await applyMigrations(database.engine, steps.slice(0, 1))
    await run(
      database,
      `INSERT INTO posts (id, title, body, ${q(server, "rank")}, old) VALUES (1, 'One', 'first', 3, NULL), (7, 'Seven', 'it''s', 4, NULL)`,
    )
    await run(database, "INSERT INTO comments (text, post_id) VALUES ('well', 7)")
    await run(database, "DELETE FROM comments; INSERT INTO comments (text, post_id) VALUES ('said', 7)")
    await applyMigrations(database.engine, steps)
    await agrees(database, server, [After, Remark])
    const columns = `id, title, content, ${q(server, "rank")}, state, slug`
    expect(await rows(database, `SELECT ${columns} FROM articles ORDER BY id`)).toEqual([
      [1, "One", "first", 3, "it's out", null],
      [7, "Seven", "it's", 4, "it's out", null],
    ])
    expect(await rows(database, "SELECT id, text, post_id FROM comments")).toEqual([[2, "said", 7]])
    await run(database, "INSERT INTO comments (text, post_id) VALUES (NULL, 1)")
    await run(database, "DELETE FROM articles WHERE id = 1")
    // Its comment went with it, and no key is given out twice.
    await run(database, "INSERT INTO comments (text, post_id) VALUES ('new', 7)")
    expect(await rows(database, "SELECT id FROM comments ORDER BY id")).toEqual([[2], [4]])
    await revertMigrations(database.engine, steps)
    await agrees(database, server, [Before, Comment])
    expect(await rows(database, `SELECT id, title, body, ${q(server, "rank")}, old FROM posts`)).toEqual([
      [7, "Seven", "it's", 4, null],
    ])
    expect(await rows(database, "SELECT id, text FROM comments ORDER BY id")).toEqual([
      [2, "said"],
      [4, "new"],
    ])
  })

  it.skipIf(server.missing)("are not made up: null where a value is required stops the way back", async () => {
    await using database = await server.create()
    const fills = new Map([["articles.state", server.schema.literal("draft", "text")]])
    const steps = migrations(server, [Before, Comment], [After, Remark], { ...answers, fills })
    await applyMigrations(database.engine, steps)
    const columns = `title, content, ${q(server, "rank")}, state`
    await run(database, `INSERT INTO articles (${columns}) VALUES ('One', 'first', 1, 'draft')`)
    await run(database, "INSERT INTO comments (text, post_id) VALUES (NULL, 1)")
    await expect(revertMigrations(database.engine, steps)).rejects.toThrow("0002_change.sql could not be taken back")
  })

  it.skipIf(server.missing)("have tables as all models of the library say", async () => {
    await using database = await server.create()
    const wanted = schemaOfModels(library, server.schema)
    const [first] = migrations(server, library, library, noAnswers)
    await applyMigrations(database.engine, [first!])
    await agrees(database, server, library)
    expect(wanted.tables).toHaveLength(library.length + 1)
    await revertMigrations(database.engine, [first!])
    expect(await database.schema((connection) => server.schema.read(connection))).toEqual(emptySchema)
  })

  it.skipIf(server.missing)("are seen through views, which are made anew where their tables change", async () => {
    await using database = await server.create()
    const { schema, name } = server
    const a: Schema = {
      ...schemaOfModels([Before], schema),
      views: [{ name: "titles", query: "SELECT id, title FROM posts" }],
    }
    const b: Schema = {
      ...schemaOfModels([After], schema),
      views: [{ name: "titles", query: "SELECT id, title FROM articles" }],
    }
    const fills = new Map([["articles.state", schema.literal("draft", "text")]])
    const up = draftMigration(emptySchema, a, name, noAnswers, "exact")!
    const change = draftMigration(a, b, name, { ...answers, fills }, "exact")!
    const steps = [migration("0001_start.sql", up.up, up.down), migration("0002_change.sql", change.up, change.down)]
    await applyMigrations(database.engine, steps)
    const live = await database.schema((connection) => schema.read(connection))
    expect(diff(live, b, noAnswers, "loose")).toEqual([])
    expect(await rows(database, "SELECT * FROM titles")).toEqual([])
    await revertMigrations(database.engine, steps, { count: 2 })
    expect(await database.schema((connection) => schema.read(connection))).toEqual(emptySchema)
  })
})

/** A migration that makes the tables of some models, and one that makes those of others of them. */
function migrations(server: Server, before: readonly AnyModel[], after: readonly AnyModel[], said: Answers) {
  const [a, b] = [schemaOfModels(before, server.schema), schemaOfModels(after, server.schema)]
  const first = draftMigration(emptySchema, a, server.name, noAnswers, "exact")!
  const second = draftMigration(a, b, server.name, said, "exact")
  return [
    migration("0001_start.sql", first.up, first.down),
    ...(second ? [migration("0002_change.sql", second.up, second.down)] : []),
  ]
}

async function agrees(database: TestDatabase, { schema }: Server, models: readonly AnyModel[]): Promise<void> {
  const live = await database.schema((connection) => schema.read(connection))
  expect(diff(live, schemaOfModels(models, schema), noAnswers, "loose")).toEqual([])
}

async function run(database: TestDatabase, sql: string): Promise<void> {
  // Rows are written as an application does it: with foreign keys.
  const transaction = await database.engine.begin({ session: 0, signal: undefined, readOnly: false }, "read committed")
  for (const statement of sql.split("; ")) await transaction.execute({ sql: statement, hidden: undefined }, [])
  await transaction.commit()
}

function rows(database: TestDatabase, sql: string): Promise<unknown[][]> {
  return database.schema((connection) => connection.rows(sql))
}

const q = ({ name }: Server, word: string): string => (name === "mysql" ? `\`${word}\`` : `"${word}"`)
