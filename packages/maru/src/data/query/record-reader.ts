import type { Row } from "../engine.ts"
import { setColumns } from "../model/table/key.ts"
import type { CompiledRecords } from "./compile/compiler.ts"

/** Makes plain objects of rows. */
export function recordReader({
  columns,
  tallies,
}: Pick<CompiledRecords, "columns" | "tallies">): (row: Row) => Record<string, unknown> {
  const whole = columns.filter(({ path }) => path.length === 1)
  const parts = Map.groupBy(
    columns.filter(({ path }) => path.length > 1),
    ({ path }) => path[0]!,
  )
  return (row) => {
    const record: Record<string, unknown> = {}
    const read = (column: (typeof columns)[number]): unknown => {
      const stored = row[columns.indexOf(column)]
      if (stored === null) return column.absent
      return column.codec.plain ? stored : column.codec.read(stored)
    }
    for (const column of whole) record[column.property] = read(column)
    for (const group of parts.values()) setColumns(record, group, group.map(read))
    for (const { name, kind, position } of tallies) {
      record[name] = kind === "count" ? Number(row[position]) : Number(row[position]) !== 0
    }
    return record
  }
}
