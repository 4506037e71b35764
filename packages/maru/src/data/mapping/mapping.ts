import type { Codec } from "../dialects/dialect.ts"
import type { Row } from "../engine.ts"
import type { Column } from "../model/table.ts"

export type EntityObject = Record<string, unknown>

/** A column together with the way its values are stored. */
export interface MappedColumn extends Column {
  readonly codec: Codec
}

/** The functions that run once for every row or entity. */
export interface Mapping {
  /**
   * An entity from a part of a row. The row is kept with the entity: values that are compared in another
   * form are replaced in it.
   */
  readonly hydrate: (row: Row, offset: number) => EntityObject
  /** Sets the columns of an entity that exists. */
  readonly assign: (entity: EntityObject, row: Row, offset: number) => void
  /** Positions of the columns whose values differ from the row; undefined if none does. */
  readonly changes: (entity: EntityObject, row: Row, offset: number) => number[] | undefined
}
