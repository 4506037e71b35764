import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Answers, noAnswers, reversed } from "../../../src/data/migrate/diff/answers.ts"
import { diff } from "../../../src/data/migrate/diff/diff.ts"
import { placeholder } from "../../../src/data/migrate/diff/placeholder.ts"
import { type Schema, emptySchema } from "../../../src/data/migrate/schema/schema.ts"
import type { SchemaConnection } from "../../../src/data/schema-connection.ts"
import { randomSchema, renamed } from "./random-schema.ts"
import { type Server, servers } from "./servers.ts"

/** Values for rows that have none; the tables are empty, so that any will do. */
function filled(from: Schema, to: Schema, { schema }: Server): Answers["fills"] {
  const known = new Set(from.tables.map(({ name }) => name))
  const tables = to.tables.filter(({ name }) => known.has(name))
  return new Map(
    tables.flatMap((table) =>
      table.columns.map((column): [string, string] => {
        const value = schema.literal(placeholder(table, column), column.type)
        return [`${table.name}.${column.name}`, value]
      }),
    ),
  )
}

describe.each(servers)("random schemas on $name", (server) => {
  const { schema } = server
  const runs = { numRuns: server.name === "sqlite" ? 60 : 12 }

  /** Takes a database from one schema to another, and looks whether it arrives. */
  async function step(
    connection: SchemaConnection,
    from: Schema,
    to: Schema,
    answers: Answers = noAnswers,
  ): Promise<void> {
    const fills = filled(from, to, server)
    const steps = diff(from, to, { ...answers, fills })
    for (const sql of schema.statements(steps, from, to)) await connection.script(sql)
    const live = await schema.read(connection)
    expect(diff(live, to, noAnswers, "loose")).toEqual([])
    expect(diff(to, live, noAnswers, "loose")).toEqual([])
  }

  it.skipIf(server.missing)("become each other, and go back", async () => {
    await using database = await server.create()
    await database.schema((connection) =>
      fc.assert(
        fc.asyncProperty(randomSchema(schema), randomSchema(schema), async (a, b) => {
          await database.clear(connection)
          await step(connection, emptySchema, a)
          await step(connection, a, b)
          await step(connection, b, a)
          await step(connection, a, emptySchema)
        }),
        runs,
      ),
    )
  })

  it.skipIf(server.missing)("get other names, and their old ones again", async () => {
    await using database = await server.create()
    await database.schema((connection) =>
      fc.assert(
        fc.asyncProperty(randomSchema(schema), randomSchema(schema), async (a, b) => {
          await database.clear(connection)
          await step(connection, emptySchema, a)
          const { schema: other, answers } = renamed(a, schema)
          await step(connection, a, other, answers)
          await step(connection, other, a, reversed(answers))
          // Renamed and changed in one migration.
          const target = renamed(b, schema)
          const common = commonAnswers(target.answers, a)
          await step(connection, a, target.schema, common)
          await step(connection, target.schema, a, reversed(common))
        }),
        runs,
      ),
    )
  })
})

/** The renames of what there is. */
function commonAnswers(answers: Answers, from: Schema): Answers {
  const places = new Set(
    from.tables.flatMap(({ name, columns }) => [name, ...columns.map((each) => `${name}.${each.name}`)]),
  )
  return {
    ...answers,
    tables: new Map([...answers.tables].filter(([name]) => places.has(name))),
    columns: new Map([...answers.columns].filter(([place]) => places.has(place))),
  }
}
