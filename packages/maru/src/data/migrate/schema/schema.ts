/**
 * What a database looks like, as one engine sees it: types, defaults and checks are in the engine's own words. It is
 * made from models, read from a live database, or kept in a snapshot; all three are compared with each other.
 */
export interface Schema {
  readonly tables: readonly SchemaTable[]
  readonly views: readonly SchemaView[]
}

/** A table with its columns and what stands beside them. */
export interface SchemaTable {
  readonly name: string
  readonly columns: readonly SchemaColumn[]
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[]
  readonly parts: readonly SchemaPart[]
}

/** A column of a table. */
export interface SchemaColumn {
  readonly name: string
  /** As the engine writes it: "TEXT", "varchar(200)". */
  readonly type: string
  readonly nullable: boolean
  /** SQL of the value that a row gets that says none. */
  readonly default?: string
  /** SQL of the value that a row gets whenever it is changed. Only MySQL has this. */
  readonly onUpdate?: string
  /** The database counts it up. */
  readonly generated?: true
}

/** What a table has beside its columns. */
export type SchemaPart = SchemaUnique | SchemaIndex | SchemaForeignKey | SchemaCheck

/** No two rows have the same values. */
export interface SchemaUnique {
  readonly kind: "unique"
  readonly name: string
  readonly columns: readonly string[]
}

/** An index for queries. */
export interface SchemaIndex {
  readonly kind: "index"
  readonly name: string
  readonly columns: readonly string[]
  /** It also keeps its columns unique. */
  readonly unique?: true
}

/** Columns that hold the key of another row. */
export interface SchemaForeignKey {
  readonly kind: "foreign key"
  readonly name: string
  readonly columns: readonly string[]
  readonly target: string
  readonly targetColumns: readonly string[]
  readonly onDelete: DeleteAction
}

/** What becomes of a row when the row it refers to is deleted. */
export type DeleteAction = "cascade" | "set null" | "restrict" | "no action" | "set default"

/** A condition that every row meets. */
export interface SchemaCheck {
  readonly kind: "check"
  readonly name: string
  /** SQL of the condition. */
  readonly expression: string
}

/** A query with a name. */
export interface SchemaView {
  readonly name: string
  /** SQL of the query. */
  readonly query: string
}

/** A database without anything in it. */
export const emptySchema: Schema = Object.freeze({ tables: Object.freeze([]), views: Object.freeze([]) })

/** The table with this name. */
export function tableNamed(schema: Schema, name: string): SchemaTable | undefined {
  return schema.tables.find((table) => table.name === name)
}
