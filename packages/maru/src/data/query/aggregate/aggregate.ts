import type { Codec, Dialect } from "../../dialects/dialect.ts"
import { DataError } from "../../errors.ts"
import { columnCodec } from "../../mapping/column-codec.ts"
import type { Column, Table } from "../../model/table/table.ts"

type Operation = "count" | "countDistinct" | "sum" | "avg" | "min" | "max"

/** A number about many rows, under a name of its own. */
export interface Aggregate {
  readonly name: string
  readonly operation: Operation
  /** Undefined for the rows themselves. */
  readonly column: Column | undefined
}

const numbers = new Set(["integer", "real", "decimal", "bigint"])
const ordered = new Set([...numbers, "text", "date"])

const suitable: Readonly<Record<Operation, ReadonlySet<string> | undefined>> = {
  count: undefined,
  countDistinct: undefined,
  sum: numbers,
  avg: numbers,
  min: ordered,
  max: ordered,
}

/** @throws DataError `query-invalid` */
export function readAggregates(table: Table, raw: Readonly<Record<string, unknown>>): readonly Aggregate[] {
  return Object.entries(raw).map(([name, value]) => readAggregate(table, name, value))
}

function readAggregate(table: Table, name: string, value: unknown): Aggregate {
  if (value === "count") return { name, operation: "count", column: undefined }
  const [entry, ...more] = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)
  const [operation, property] = entry ?? []
  if (operation === undefined || more.length > 0 || !Object.hasOwn(suitable, operation)) {
    throw invalid(table, name, `is "count" or one of ${Object.keys(suitable).join(", ")} of a column`)
  }
  const column = table.byProperty.get(String(property))
  if (!column) throw invalid(table, name, `is about "${String(property)}", which is no column`)
  const kinds = suitable[operation as Operation]
  if (kinds && (!kinds.has(column.kind) || column.conversion)) {
    throw invalid(table, name, `needs another type of column than "${column.property}" has`)
  }
  return { name, operation: operation as Operation, column }
}

/** The expression of an aggregate. @param alias of the table */
export function aggregateSql({ operation, column }: Aggregate, alias: string, { quote }: Dialect): string {
  if (!column) return "COUNT(*)"
  const expression = `${alias}.${quote(column.name)}`
  if (operation === "countDistinct") return `COUNT(DISTINCT ${expression})`
  return `${operation.toUpperCase()}(${expression})`
}

/** Whether what comes back is a value of the column. */
export function keepsType({ operation, column }: Aggregate): boolean {
  if (operation === "min" || operation === "max") return true
  return operation === "sum" && (column!.kind === "decimal" || column!.kind === "bigint")
}

/** Turns what the driver reads into what the aggregate is. */
export function aggregateReader(aggregate: Aggregate, dialect: Dialect): (stored: unknown) => unknown {
  const { operation, column } = aggregate
  if (operation === "count" || operation === "countDistinct") return Number
  const codec = columnCodec(column!, dialect)
  if (operation === "avg") return averageReader(column!, codec)
  const none = operation === "sum" ? zeroOf(column!) : null
  const read = keepsType(aggregate) ? valueReader(codec) : Number
  return (stored) => (stored === null ? none : read(stored))
}

function valueReader(codec: Codec): (stored: unknown) => unknown {
  return codec.plain ? (stored) => stored : (stored) => codec.read(stored)
}

/** A decimal may be stored as an integer: by how much tells what is stored for one. */
function averageReader(column: Column, codec: Codec): (stored: unknown) => unknown {
  const unit = column.kind === "decimal" ? Number(codec.write("1")) : 1
  return (stored) => (stored === null ? null : Number(stored) / unit)
}

function zeroOf({ kind, scale }: Column): unknown {
  if (kind === "bigint") return 0n
  return kind === "decimal" ? (0).toFixed(scale) : 0
}

/** @param name of what does not work */
export function invalid(table: Table, name: string, reason: string): DataError {
  return new DataError("query-invalid", `In a query of ${table.label}, "${name}" ${reason}.`)
}
