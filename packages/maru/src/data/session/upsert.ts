import { DataError } from "../errors.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import type { Column, Table } from "../model/table/table.ts"
import type { AnyModel, ColumnName } from "../model/types.ts"
import type { Compiler } from "../query/compile/compiler.ts"
import type { UnitOfWork } from "../work/unit-of-work.ts"
import { newRows } from "./insert-many.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

/** Which rows are the same, and what of them changes. */
export interface UpsertOptions<M extends AnyModel> {
  /** Properties that are unique together; MySQL takes any key of the table that is hit. */
  readonly on: readonly ColumnName<M>[]
  /** What is changed of a row that is there; nothing where the list is empty. */
  readonly update: readonly ColumnName<M>[]
}

/** Parameters of one statement: below the limit of every engine. */
const parametersAtOnce = 5000

interface Upsert {
  readonly mapper: Mapper
  /** Columns that are written: all but a key that the database counts up. */
  readonly columns: readonly Column[]
  readonly on: readonly Column[]
  readonly update: readonly Column[]
}

/** @throws DataError `query-invalid`, ValidationFailed */
export async function upsert(
  table: Table,
  rows: Iterable<object>,
  options: { readonly on: readonly unknown[]; readonly update: readonly unknown[] },
  compiler: Compiler,
  holder: TransactionHolder,
  work: UnitOfWork,
): Promise<void> {
  holder.check()
  const made = readUpsert(table, compiler.mapper(table), options)
  const entities = lastOfEach(newRows(table, rows), made)
  if (entities.length === 0) return
  await holder.write(async (transaction) => {
    for (const part of parts(entities, made.columns.length)) {
      const key = `upsert|${table.name}|${made.on.map(nameOf).join()}|${made.update.map(nameOf).join()}|${part.length}`
      const statement = compiler.statement(key, () => upsertSql(made, part.length, compiler))
      const positions = made.columns.map(({ position }) => position)
      await transaction.execute(
        statement,
        part.flatMap((entity) => made.mapper.write(entity, positions)),
        table,
      )
    }
  })
  work.changed(new Set([table]), false)
}

function readUpsert(
  table: Table,
  mapper: Mapper,
  { on, update }: { readonly on: readonly unknown[]; readonly update: readonly unknown[] },
): Upsert {
  const find = (name: unknown): Column => {
    const column = table.byProperty.get(String(name))
    if (column) return column
    throw new DataError("query-invalid", `An upsert of ${table.label} names "${String(name)}", which is no column.`)
  }
  if (on.length === 0) throw new DataError("query-invalid", `An upsert of ${table.label} has to say on which columns.`)
  const touched = update.length > 0 ? table.columns.filter(({ generated }) => generated === "updated") : []
  const columns = table.columns.filter((column) => column.generated !== "key" || on.map(find).includes(column))
  return { mapper, columns, on: on.map(find), update: [...new Set([...update.map(find), ...touched])] }
}

/** One statement changes a row once: of rows that are the same the last one counts. */
function lastOfEach(entities: readonly EntityObject[], { mapper, on }: Upsert): EntityObject[] {
  const positions = on.map(({ position }) => position)
  const byKey = new Map<string, EntityObject>()
  for (const entity of entities) byKey.set(mapper.write(entity, positions).map(String).join("\u0000"), entity)
  return [...byKey.values()]
}

/** Parts whose sizes are powers of two, so that few statements serve any number of rows. */
function* parts(entities: readonly EntityObject[], columns: number): Iterable<readonly EntityObject[]> {
  let size = 1
  while (size * 2 * columns <= parametersAtOnce) size *= 2
  for (let start = 0; start < entities.length; start += size) {
    while (size > entities.length - start) size /= 2
    yield entities.slice(start, start + size)
  }
}

function upsertSql(
  { mapper, columns, on, update }: Upsert,
  rows: number,
  { dialect }: Compiler,
): { sql: string; hidden: boolean[] } {
  const { table } = mapper
  const quoted = (list: readonly Column[]): string[] => list.map(({ name }) => dialect.quote(name))
  const row = `(${columns.map(() => "?").join(", ")})`
  const values = Array.from({ length: rows }, () => row).join(", ")
  const start = `INSERT INTO ${dialect.quote(table.name)} (${quoted(columns).join(", ")}) VALUES ${values}`
  const hidden = Array.from({ length: rows }, () => columns.map((column) => column.hidden)).flat()
  return {
    sql: start + dialect.text.onConflict(quoted(on), quoted(update)) + nextVersion(table, update, dialect.quote),
    hidden,
  }
}

/** The version of a row that is there grows; the clause before ends with a list of assignments. */
function nextVersion({ name, version }: Table, update: readonly Column[], quote: (name: string) => string): string {
  if (!version || update.length === 0) return ""
  const column = quote(version.name)
  return `, ${column} = ${quote(name)}.${column} + 1`
}

const nameOf = ({ property }: Column): string => property
