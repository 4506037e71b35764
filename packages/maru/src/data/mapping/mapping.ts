import type { Codec } from "../dialects/dialect.ts"
import type { Row } from "../engine.ts"
import type { Conversion } from "../model/columns/conversion.ts"
import type { Column } from "../model/table/table.ts"

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

/** A property of an entity: one column, or several that make an object together. */
export interface MappedProperty {
  readonly name: string
  readonly columns: readonly MappedColumn[]
  /** The columns make an object, even if there is only one. */
  readonly composite: boolean
  /** Whether there is no object where every column is null. */
  readonly nullable: boolean
  readonly absent: null | undefined
  /** Between the object of the columns and the value of an entity. */
  readonly conversion: Conversion | undefined
}

/** The properties in the order of their first columns. */
export function mappedProperties(columns: readonly MappedColumn[]): MappedProperty[] {
  const byName = Map.groupBy(columns, ({ path }) => path[0]!)
  return [...byName].map(([name, own]) => {
    const [{ path, whole, nullable, absent }] = own as [MappedColumn]
    const value = whole ?? { nullable, absent, conversion: undefined }
    return {
      name,
      columns: own,
      composite: path.length > 1,
      nullable: value.nullable,
      absent: value.absent,
      conversion: value.conversion,
    }
  })
}
