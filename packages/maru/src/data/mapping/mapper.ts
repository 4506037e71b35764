import type { Dialect } from "../dialects/dialect.ts"
import type { Row } from "../engine.ts"
import { columnValue, identityOf } from "../model/table/key.ts"
import type { Table } from "../model/table/table.ts"
import { mayGenerateCode } from "./code-generation.ts"
import { columnCodec } from "./column-codec.ts"
import { generateMapping } from "./generated-mapping.ts"
import type { EntityObject, MappedColumn, Mapping } from "./mapping.ts"
import { plainMapping } from "./plain-mapping.ts"

/** How entities of one model are read from rows and written to them, for one dialect. */
export interface Mapper extends Mapping {
  readonly table: Table
  readonly columns: readonly MappedColumn[]
  /** The primary key. */
  readonly key: readonly MappedColumn[]
  /** Positions of the key in the row. */
  readonly keyPositions: readonly number[]
  /** What the key of a row is found by; null where a left join found no row. */
  readonly identityOfRow: (row: Row, offset: number) => unknown
  /** What the key of an entity is found by; undefined while it has none. */
  readonly identityOf: (entity: EntityObject) => unknown
  /** Parameters of the columns, at the given positions. */
  write(entity: EntityObject, positions: readonly number[]): unknown[]
  /** The row to compare an entity with that was just written. */
  snapshot(entity: EntityObject): Row
  /** One value of that row. */
  kept(entity: EntityObject, position: number): unknown
}

/** @param generate whether to compile functions from text; only tests say so */
export function createMapper(table: Table, dialect: Dialect, generate: boolean = mayGenerateCode): Mapper {
  const columns = table.columns.map((column): MappedColumn => ({ ...column, codec: columnCodec(column, dialect) }))
  const key = columns.filter((column) => column.primary)
  return {
    ...(generate ? generateMapping : plainMapping)(columns, table.model.prototype as object),
    table,
    columns,
    key,
    keyPositions: key.map(({ position }) => position),
    identityOfRow: rowIdentity(key),
    identityOf: entityIdentity(key),
    write: (entity, positions) => positions.map((position) => writeColumn(entity, columns[position]!)),
    snapshot: (entity) => columns.map((column) => keptColumn(entity, column)),
    kept: (entity, position) => keptColumn(entity, columns[position]!),
  }
}

/** One column is by far the most usual key. */
function rowIdentity(key: readonly MappedColumn[]): Mapper["identityOfRow"] {
  const [{ position, codec }] = key as readonly [MappedColumn]
  if (key.length === 1 && codec.plain) return (row, offset) => row[offset + position]
  return (row, offset) => {
    const parts = key.map((column) => {
      const stored = row[offset + column.position]
      return stored === null || column.codec.plain ? stored : column.codec.read(stored)
    })
    return identityOf(parts) ?? null
  }
}

function entityIdentity(key: readonly MappedColumn[]): Mapper["identityOf"] {
  const [only] = key as readonly [MappedColumn]
  if (key.length === 1) return (entity) => columnValue(entity, only) ?? undefined
  return (entity) => identityOf(key.map((column) => columnValue(entity, column)))
}

function writeColumn(entity: EntityObject, column: MappedColumn): unknown {
  const value = columnValue(entity, column)
  return value === null || value === undefined ? null : column.codec.write(value)
}

function keptColumn(entity: EntityObject, column: MappedColumn): unknown {
  const value = columnValue(entity, column)
  return value === null || value === undefined ? null : column.codec.keep(value)
}
