import type { SchemaColumn, SchemaPart, SchemaTable, SchemaView } from "../schema/schema.ts"

/** One step from one schema to another. Tables are named as they are when its turn comes. */
export type Operation = TableOperation | ColumnOperation | PartOperation | ViewOperation

export type TableOperation =
  /** The table with all its parts; those that need a table which comes later follow as operations of their own. */
  | { readonly kind: "create table"; readonly table: SchemaTable }
  | { readonly kind: "drop table"; readonly table: SchemaTable }
  | { readonly kind: "rename table"; readonly from: string; readonly to: string }
  | { readonly kind: "drop key"; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: "add key"; readonly table: string; readonly columns: readonly string[] }

export type ColumnOperation =
  | {
      readonly kind: "add column"
      readonly table: string
      readonly column: SchemaColumn
      /** SQL of the value that rows get which are there already. */
      readonly fill: string | undefined
    }
  | { readonly kind: "drop column"; readonly table: string; readonly column: SchemaColumn }
  | { readonly kind: "rename column"; readonly table: string; readonly from: string; readonly to: string }
  | {
      readonly kind: "alter column"
      readonly table: string
      readonly from: SchemaColumn
      readonly to: SchemaColumn
      /** SQL of the value that replaces null where null is no longer allowed. */
      readonly fill: string | undefined
    }

export type PartOperation =
  | { readonly kind: "add part"; readonly table: string; readonly part: SchemaPart }
  | { readonly kind: "drop part"; readonly table: string; readonly part: SchemaPart }
  | { readonly kind: "rename part"; readonly table: string; readonly from: SchemaPart; readonly to: SchemaPart }

export type ViewOperation =
  | { readonly kind: "create view"; readonly view: SchemaView }
  | { readonly kind: "drop view"; readonly view: SchemaView }
