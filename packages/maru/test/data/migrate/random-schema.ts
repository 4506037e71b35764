import * as fc from "fast-check"
import type { DialectSchema } from "../../../src/data/dialects/dialect-schema.ts"
import { type Answers, noAnswers } from "../../../src/data/migrate/diff/answers.ts"
import { renamedTable } from "../../../src/data/migrate/diff/comparison.ts"
import { columnRenames } from "../../../src/data/migrate/diff/diff.ts"
import { columnsIn } from "../../../src/data/migrate/schema/expression.ts"
import { partName } from "../../../src/data/migrate/schema/names.ts"
import type { Schema, SchemaColumn, SchemaPart, SchemaTable } from "../../../src/data/migrate/schema/schema.ts"
import type { ColumnKind } from "../../../src/data/model/columns/column-kind.ts"
import type { ModelColumn } from "../../../src/data/dialects/dialect-schema.ts"

interface Shape {
  readonly name: string
  readonly key: "counted" | "text" | "pair"
  readonly columns: readonly ColumnShape[]
  readonly references: readonly { readonly target: number; readonly nullable: boolean; readonly unique: boolean }[]
  readonly together: "unique" | "index" | undefined
}

interface ColumnShape {
  readonly name: string
  readonly kind: ColumnKind
  readonly nullable: boolean
  readonly use: "unique" | "index" | undefined
  readonly values: readonly string[] | undefined
  readonly value: string | undefined
}

const kinds: readonly ColumnKind[] = ["text", "integer", "real", "bigint", "boolean", "date", "json", "bytes"]

const column = fc.record<ColumnShape>({
  name: fc.constantFrom("a", "b", "c", "d e", "select"),
  kind: fc.constantFrom(...kinds),
  nullable: fc.boolean(),
  use: fc.option(fc.constantFrom("unique", "index"), { nil: undefined, freq: 3 }),
  values: fc.option(fc.constantFrom(["x"], ["x", "y"], ["it's", 'a "b"', "\\"]), { nil: undefined, freq: 3 }),
  value: fc.option(fc.constantFrom("0", "12"), { nil: undefined, freq: 4 }),
})

const shape = (name: string): fc.Arbitrary<Shape> =>
  fc.record<Shape>({
    name: fc.constant(name),
    key: fc.constantFrom("counted", "text", "pair"),
    columns: fc.uniqueArray(column, { maxLength: 4, selector: (each) => each.name }),
    references: fc.array(fc.record({ target: fc.nat(2), nullable: fc.boolean(), unique: fc.boolean() }), {
      maxLength: 2,
    }),
    together: fc.option(fc.constantFrom("unique", "index"), { nil: undefined }),
  })

/** Up to three tables that refer to each other, in circles too. */
export function randomSchema(dialect: DialectSchema): fc.Arbitrary<Schema> {
  const tables = fc.tuple(shape("one"), shape("two"), shape("three"))
  return fc.tuple(tables, fc.subarray([0, 1, 2])).map(([shapes, chosen]) =>
    schemaOf(
      chosen.map((place) => shapes[place]!),
      dialect,
    ),
  )
}

function schemaOf(shapes: readonly Shape[], dialect: DialectSchema): Schema {
  return { tables: shapes.map((each) => tableOf(each, shapes, dialect)), views: [] }
}

function keyColumns({ key }: Shape, prefix = ""): ColumnShape[] {
  const base = { nullable: false, use: undefined, values: undefined, value: undefined }
  if (key === "counted") return [{ ...base, name: `${prefix}id`, kind: "integer" }]
  if (key === "text") return [{ ...base, name: `${prefix}code`, kind: "text" }]
  return [
    { ...base, name: `${prefix}k1`, kind: "integer" },
    { ...base, name: `${prefix}k2`, kind: "text" },
  ]
}

function tableOf(shape: Shape, shapes: readonly Shape[], dialect: DialectSchema): SchemaTable {
  const { name, together } = shape
  const key = keyColumns(shape)
  const parts: SchemaPart[] = []
  const named = (kind: "unique" | "index", columns: readonly string[]): SchemaPart => ({
    kind,
    name: partName(kind, name, columns, dialect.nameLimit),
    columns,
  })
  const columns = key.map((each) => stored(each, true, dialect, shape.key === "counted", parts, name))
  for (const each of shape.columns) {
    const keyed = each.use !== undefined || together !== undefined
    columns.push(stored(each, keyed, dialect, false, parts, name))
    if (each.use && !(each.kind === "json")) parts.push(named(each.use, [each.name]))
  }
  for (const [place, reference] of shape.references.entries()) {
    const target = shapes[reference.target]
    if (!target) continue
    const own = keyColumns(target, `r${place}_`).map((each) => ({ ...each, nullable: reference.nullable }))
    for (const each of own) columns.push(stored(each, true, dialect, false, parts, name))
    const names = own.map((each) => each.name)
    parts.push(named(reference.unique ? "unique" : "index", names), {
      kind: "foreign key",
      name: partName("foreign key", name, names, dialect.nameLimit),
      columns: names,
      target: target.name,
      targetColumns: keyColumns(target).map((each) => each.name),
      onDelete: reference.nullable ? "set null" : "cascade",
    })
  }
  const plain = shape.columns.filter(({ kind }) => kind === "integer" || kind === "boolean").map((each) => each.name)
  if (together && plain.length > 1) parts.push(named(together, plain.slice(0, 2)))
  return { name, columns, key: key.map((each) => each.name), parts }
}

function stored(
  { name, kind, nullable, values, value }: ColumnShape,
  keyed: boolean,
  dialect: DialectSchema,
  generated: boolean,
  parts: SchemaPart[],
  table: string,
): SchemaColumn {
  const column = { name, kind, values: kind === "text" ? values : undefined } as ModelColumn
  const { type, checks } = dialect.column(column, keyed)
  for (const expression of checks) {
    parts.push({ kind: "check", name: partName("check", table, [name], dialect.nameLimit), expression })
  }
  const plain = kind === "integer" || kind === "real" || (kind === "text" && !values)
  const given = value !== undefined && plain ? { default: dialect.literal(value, type) } : {}
  return { name, type, nullable, ...(generated ? { generated: true } : given) }
}

/** The same schema with other names for a table and for columns, and what says so. */
export function renamed(
  schema: Schema,
  dialect: DialectSchema,
): { readonly schema: Schema; readonly answers: Answers } {
  const tables = new Map([["one", "first"]])
  const columns = new Map(
    schema.tables.flatMap(({ name, columns }) =>
      columns
        .filter((each) => ["a", "d e", "code"].includes(each.name))
        .map((each): [string, string] => [`${name}.${each.name}`, `new ${each.name}`]),
    ),
  )
  const answers: Answers = { ...noAnswers, tables, columns }
  const changed = schema.tables.map((table) => {
    const after = renamedTable(table, tables, (name) => columnRenames(answers, name))
    return { ...after, parts: after.parts.map((part) => renamedPart(part, after, dialect)) }
  })
  return { schema: { tables: changed, views: [] }, answers }
}

/** A part with the name that a model would give it. */
function renamedPart(part: SchemaPart, table: SchemaTable, { nameLimit }: DialectSchema): SchemaPart {
  const names = table.columns.map(({ name }) => name)
  const columns = part.kind === "check" ? columnsIn(part.expression, names) : part.columns
  return { ...part, name: partName(part.kind, table.name, columns, nameLimit) }
}
