import type { ColumnKind, ColumnType } from "../../model/columns/column-kind.ts"
import type { DialectList } from "../dialect.ts"
import { Decimal } from "./connection/parameters.ts"

/**
 * What an item of a list is read as, so that it is compared as the column is and finds its index. Each is
 * wide enough for every value: one that were cut off, or rounded, would equal another one.
 */
const types: Readonly<Record<Exclude<ColumnKind, "decimal">, string>> = {
  text: "LONGTEXT CHARACTER SET utf8mb4",
  integer: "BIGINT",
  real: "DOUBLE",
  bigint: "BIGINT",
  boolean: "BIGINT",
  date: "DATETIME(3)",
  json: "LONGTEXT CHARACTER SET utf8mb4",
  bytes: "LONGTEXT CHARACTER SET ascii",
  uuid: "LONGTEXT CHARACTER SET utf8mb4",
}

const largest = 2n ** 63n - 1n
const smallest = -(2n ** 63n)

/** A list as one JSON parameter: of values, or of lists of values for several columns together. */
export function listOf(columns: readonly ColumnType[]): DialectList {
  const single = columns.length === 1
  const names = columns.map(({ kind }, place) => (kind === "bytes" ? `UNHEX(c${place})` : `c${place}`))
  const read = columns.map((type, place) => `c${place} ${itemType(type)} PATH '${single ? "$" : `$[${place}]`}'`)
  return {
    sql: `IN (SELECT ${names.join(", ")} FROM JSON_TABLE(?, '$[*]' COLUMNS (${read.join(", ")})) AS list)`,
    write(items) {
      const possible = items.filter((item) => item.every((value) => isPossible(value)))
      return JSON.stringify(possible.map((item) => (single ? listItem(item[0]) : item.map(listItem))))
    },
  }
}

function itemType({ kind, scale = 0 }: ColumnType): string {
  return kind === "decimal" ? `DECIMAL(65, ${scale})` : types[kind]
}

/** An integer that no column can hold would be read as the largest one. */
function isPossible(value: unknown): boolean {
  return typeof value !== "bigint" || (value <= largest && value >= smallest)
}

function listItem(item: unknown): unknown {
  if (typeof item === "bigint" || item instanceof Decimal) return item.toString()
  if (item instanceof Date) return item.toISOString().slice(0, -1).replace("T", " ")
  return item instanceof Uint8Array ? Buffer.from(item).toString("hex") : item
}
