import type { z } from "zod"
import type { ColumnType } from "../columns/column-kind.ts"
import type { ColumnTraits } from "../columns/column.ts"
import type { Declaration } from "../declaration.ts"
import type { Whole } from "../columns/embedded.ts"
import type { Relation } from "../relation.ts"
import type { SqlText } from "../columns/sql-text.ts"
import type { AnyModel } from "../types.ts"

/** A column of a table, as entities and the database know it. */
export interface Column extends ColumnTraits, ColumnType {
  /** The properties that lead from the entity to the value: one, or more for a part of a value of several columns. */
  readonly path: readonly string[]
  /** The path as one word: "title", "lineId.number". */
  readonly property: string
  /** Name in the database. */
  readonly name: string
  /** Place in the row, from 0. */
  readonly position: number
  /** Undefined for a foreign key, whose values come from another entity. */
  readonly schema: z.ZodType | undefined
  /** For a field of a value object: the value. */
  readonly whole: Whole | undefined
  /** For a foreign key: the relation it belongs to. */
  readonly relation: string | undefined
}

/** The relation of a model by its property. */
export interface TableRelation extends Relation<AnyModel> {
  readonly property: string
}

/** Everything about one table; made when its model is first used, for then all models exist. */
export interface Table {
  readonly model: AnyModel
  /** Name of the class. */
  readonly label: string
  readonly name: string
  readonly columns: readonly Column[]
  /** The primary key: one column, or several together. */
  readonly key: readonly Column[]
  readonly byProperty: ReadonlyMap<string, Column>
  /** Columns that make one value together, by the property that has it. */
  readonly groups: ReadonlyMap<string, readonly Column[]>
  readonly relations: ReadonlyMap<string, TableRelation>
  /** Columns whose values, together, no two rows have. */
  readonly uniques: readonly (readonly Column[])[]
  /** Columns that the database finds rows by, together. */
  readonly indexes: readonly (readonly Column[])[]
  /** Conditions that every row meets, by the names of their constraints. */
  readonly checks: ReadonlyMap<string, SqlText>
  /** Columns that the database computes: what they hold is read back after they were written. */
  readonly computed: readonly Column[]
  /** The query behind the rows, which are only read; undefined for a table. */
  readonly view: SqlText | undefined
  /** The column that says when a row was deleted that is still there, or undefined. */
  readonly deletion: Column | undefined
  /** The column that counts the changes of a row, or undefined. */
  readonly version: Column | undefined
  readonly declaration: Declaration
}

/** Columns that hold the key of the row that the relation leads to, in the order of that key. */
export function foreignKey(table: Table, relation: string): readonly Column[] {
  return table.columns.filter((column) => column.relation === relation)
}
