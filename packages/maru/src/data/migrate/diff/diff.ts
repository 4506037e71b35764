import { tokensOf } from "../schema/expression.ts"
import type { Schema, SchemaColumn, SchemaTable, SchemaView } from "../schema/schema.ts"
import { type Answers, noAnswers, splitPlace } from "./answers.ts"
import { type Spelling, renamedTable } from "./comparison.ts"
import type { Operation } from "./operation.ts"
import { inOrder, lateForeignKeys } from "./order.ts"
import { type TableSteps, tableSteps } from "./table-diff.ts"

/**
 * The operations that make one schema of another, in an order in which an engine takes them: what refers to
 * something goes before it, and comes after it.
 *
 * @param spelling "loose" where one of the schemas was read from an engine that rewrites expressions
 */
export function diff(
  from: Schema,
  to: Schema,
  answers: Answers = noAnswers,
  spelling: Spelling = "exact",
): readonly Operation[] {
  const pairs = pairTables(from, to, answers)
  const kept = new Set(pairs.map(({ was }) => was))
  const made = new Set(pairs.map(({ to }) => to))
  const gone = from.tables.filter((table) => !kept.has(table))
  const created = inOrder(to.tables.filter((table) => !made.has(table)))
  const steps = pairs.map((pair) =>
    tableSteps(pair.from, pair.to, (column) => fillOf(pair.to, column, answers), spelling),
  )
  const tables = [
    ...renames(pairs, answers),
    ...each(steps, "dropForeignKeys"),
    ...dropTables(gone),
    ...each(steps, "dropParts"),
    ...each(steps, "columns"),
    ...each(steps, "addParts"),
    ...createTables(created),
    ...each(steps, "addForeignKeys"),
  ]
  const views = viewSteps(from, to, touchedBy(tables), spelling)
  return [...views.dropped, ...tables, ...views.created]
}

interface TablePair {
  /** As it was. */
  readonly was: SchemaTable
  /** As it was, with the names of today. */
  readonly from: SchemaTable
  readonly to: SchemaTable
}

function pairTables(from: Schema, to: Schema, answers: Answers): TablePair[] {
  const after = new Map(to.tables.map((table) => [table.name, table]))
  return from.tables.flatMap((was) => {
    const table = after.get(answers.tables.get(was.name) ?? was.name)
    if (!table) return []
    return { was, from: renamedTable(was, answers.tables, (name) => columnRenames(answers, name)), to: table }
  })
}

/** Old and new names of the columns of one table, which is named as it was. */
export function columnRenames({ columns }: Answers, table: string): Map<string, string> {
  return new Map(
    [...columns].flatMap(([place, to]): [string, string][] => {
      const [owner, column] = splitPlace(place)
      return owner === table ? [[column, to]] : []
    }),
  )
}

function fillOf(table: SchemaTable, column: SchemaColumn, { fills }: Answers): string | undefined {
  return column.generated ? undefined : fills.get(`${table.name}.${column.name}`)
}

function each<K extends keyof TableSteps>(steps: readonly TableSteps[], key: K): TableSteps[K][number][] {
  return steps.flatMap((step) => step[key] as TableSteps[K][number][])
}

function renames(pairs: readonly TablePair[], answers: Answers): Operation[] {
  const tables = pairs.filter(({ was, to }) => was.name !== to.name)
  return [
    ...tables.map(({ was, to }): Operation => ({ kind: "rename table", from: was.name, to: to.name })),
    ...pairs.flatMap(({ was, to }) =>
      [...columnRenames(answers, was.name)].map(([from, name]): Operation => ({
        kind: "rename column",
        table: to.name,
        from,
        to: name,
      })),
    ),
  ]
}

function createTables(tables: readonly SchemaTable[]): Operation[] {
  const late = lateForeignKeys(tables)
  const creates = tables.map((table): Operation => {
    const parts = table.parts.filter((part) => part.kind !== "foreign key" || !late.get(table)!.includes(part))
    return { kind: "create table", table: { ...table, parts } }
  })
  const adds = tables.flatMap((table) =>
    late.get(table)!.map((part): Operation => ({ kind: "add part", table: table.name, part })),
  )
  return [...creates, ...adds]
}

function dropTables(tables: readonly SchemaTable[]): Operation[] {
  const ordered = inOrder(tables)
  const late = lateForeignKeys(ordered)
  const cuts = ordered.flatMap((table) =>
    late.get(table)!.map((part): Operation => ({ kind: "drop part", table: table.name, part })),
  )
  return [...cuts, ...ordered.toReversed().map((table): Operation => ({ kind: "drop table", table }))]
}

/** Names of the tables that views may no longer fit when the operations have run. */
function touchedBy(operations: readonly Operation[]): Set<string> {
  const touched = new Set<string>()
  for (const operation of operations) {
    if (operation.kind === "rename table") touched.add(operation.from).add(operation.to)
    else if (operation.kind === "drop table") touched.add(operation.table.name)
    else if ("table" in operation && typeof operation.table === "string") touched.add(operation.table)
  }
  return touched
}

/**
 * Views that change, and those over tables that change: engines refuse to alter what a view shows. Where an engine
 * has rewritten its query beyond recognition, only the name of a view tells.
 */
function viewSteps(
  from: Schema,
  to: Schema,
  touched: ReadonlySet<string>,
  spelling: Spelling,
): { readonly dropped: readonly Operation[]; readonly created: readonly Operation[] } {
  const concerned = (view: SchemaView): boolean => tokensOf(view.query).some((each) => touched.has(bare(each)))
  const same = (view: SchemaView, others: readonly SchemaView[]): boolean =>
    others.some(({ name, query }) => name === view.name && (spelling === "loose" || query === view.query))
  const dropped = from.views.filter((view) => concerned(view) || !same(view, to.views))
  const names = new Set(dropped.map(({ name }) => name))
  const created = to.views.filter((view) => names.has(view.name) || !same(view, from.views))
  return {
    dropped: dropped.toReversed().map((view): Operation => ({ kind: "drop view", view })),
    created: created.map((view): Operation => ({ kind: "create view", view })),
  }
}

function bare(word: string): string {
  return /^["`]/.test(word) ? word.slice(1, -1) : word
}
