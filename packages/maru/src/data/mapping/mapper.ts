import type { Dialect } from "../dialects/dialect.ts"
import type { Row } from "../engine.ts"
import type { Table } from "../model/table.ts"
import { mayGenerateCode } from "./code-generation.ts"
import { generateMapping } from "./generated-mapping.ts"
import type { EntityObject, MappedColumn, Mapping } from "./mapping.ts"
import { plainMapping } from "./plain-mapping.ts"

/** How entities of one model are read from rows and written to them, for one dialect. */
export interface Mapper extends Mapping {
  readonly table: Table
  readonly columns: readonly MappedColumn[]
  readonly key: MappedColumn
  /** Position of the key in the row. */
  readonly keyPosition: number
  /** Parameters of the columns, at the given positions. */
  write(entity: EntityObject, positions: readonly number[]): unknown[]
  /** The row to compare an entity with that was just written. */
  snapshot(entity: EntityObject): Row
}

/** @param generate whether to compile functions from text; only tests say so */
export function createMapper(table: Table, dialect: Dialect, generate: boolean = mayGenerateCode): Mapper {
  const columns = table.columns.map((column): MappedColumn => ({ ...column, codec: dialect.codec(column.kind) }))
  const mapping = (generate ? generateMapping : plainMapping)(columns, table.model.prototype as object)
  const writeColumn = (entity: EntityObject, column: MappedColumn): unknown => {
    const value = entity[column.property]
    return value === null || value === undefined ? null : column.codec.write(value)
  }
  return {
    ...mapping,
    table,
    columns,
    key: columns[table.key.position]!,
    keyPosition: table.key.position,
    write: (entity, positions) => positions.map((position) => writeColumn(entity, columns[position]!)),
    snapshot: (entity) =>
      columns.map(({ property, codec }) => {
        const value = entity[property]
        return value === null || value === undefined ? null : codec.keep(value)
      }),
  }
}
