import type { SqlText } from "./columns/sql-text.ts"

/** What a model can be told of all its columns together. @typeParam Name names of columns and relations */
export interface ModelOptions<Name extends string> {
  /** Lists of columns; no two rows have the same values in all of one: `[["author", "title"]]`. */
  readonly unique?: readonly (readonly Name[])[]
  /** Lists of columns by which the database finds and orders rows quickly. */
  readonly indexes?: readonly (readonly Name[])[]
  /** Conditions that the database checks, by name: `` { ends: sql`starts_at < ends_at` } ``. A broken one is a CheckViolation. */
  readonly checks?: Readonly<Record<string, SqlText>>
  /** Name of a column by its property; by default in snake_case. */
  readonly naming?: (property: string) => string
  /** @internal The query of a view. */
  readonly view?: SqlText
}
