import type { Operation } from "../migrate/diff/operation.ts"
import type { Schema } from "../migrate/schema/schema.ts"
import type { Column } from "../model/table/table.ts"
import type { SchemaConnection } from "../schema-connection.ts"

/** What is different between SQL databases where tables are made and changed. Migrations alone use it. */
export interface DialectSchema {
  readonly name: "sqlite" | "postgres" | "mysql"
  /** Most bytes in a name. */
  readonly nameLimit: number
  /** How a column of a model is stored. @param keyed whether a key, an index or a constraint needs it */
  column(column: ModelColumn, keyed: boolean): StoredColumn
  /** A value as SQL for a column of this type. @param text as a person writes it: `3`, `true`, `2026-01-31`, `free` */
  literal(text: string, type: string): string
  /** The statements of operations that lead from one schema to another, without semicolons. */
  statements(operations: readonly Operation[], from: Schema, to: Schema): readonly string[]
  /** What a live database looks like. The tables of Maru itself, `_maru_…`, are left out. */
  read(connection: SchemaConnection): Promise<Schema>
}

/** What decides how a column is stored. */
export type ModelColumn = Pick<Column, "name" | "kind" | "values" | "length" | "precision" | "scale">

/** How a column is stored. */
export interface StoredColumn {
  /** SQL of the type, as the engine itself writes it. */
  readonly type: string
  /** SQL of conditions that its values meet. */
  readonly checks: readonly string[]
}
