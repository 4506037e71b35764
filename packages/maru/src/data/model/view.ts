import type { z } from "zod"
import { model } from "./model.ts"
import type { SqlText } from "./columns/sql-text.ts"
import type { Entity, PublicShape, RowShape } from "./types.ts"

/** What `view` returns: a model whose rows are only read. */
export interface ViewClass<Name extends string, F> {
  new (values: RowsAreRead): Entity<F>
  /** Name of the view. */
  readonly table: Name
  /** Columns and relations as they were declared. */
  readonly fields: F
  /** A whole row, hidden columns included. */
  readonly row: z.ZodObject<RowShape<F>>
  /** The row without hidden columns. */
  readonly public: z.ZodObject<PublicShape<F>>
}

declare const readTag: unique symbol

/** Nobody makes a row of a view. */
export interface RowsAreRead {
  readonly [readTag]: never
}

/**
 * A view: a query with a name in the database, read as a model is. Queries, `get` and `with` work; whoever adds, changes
 * or deletes a row of it is told that it is only read. Migrations make the view.
 *
 * ```ts
 * class AuthorStats extends view("author_stats", {
 *   authorId: primaryKey(z.int()),
 *   books: z.int(),
 * }, sql`SELECT author_id, count(*) AS books FROM books GROUP BY author_id`) {}
 * ```
 *
 * @param fields the columns that the query gives, one of them a key; relations as getters
 * @param query columns have their names in the database; say it for each engine with `sql({ ... })` where they differ
 */
export function view<const Name extends string, F extends object>(
  name: Name,
  fields: F,
  query: SqlText,
): ViewClass<Name, F> {
  return model(name, fields, { view: query } as object) as unknown as ViewClass<Name, F>
}
