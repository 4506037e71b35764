import { computedDefault } from "../model/columns/default.ts"
import { SqlText } from "../model/columns/sql-text.ts"
import type { Column, Table } from "../model/table/table.ts"

/** The columns of a table that somebody else than the entity fills; found once, for every flush asks for them. */
export interface GeneratedColumns {
  /** The key that the database makes, undefined where the entity brings its own. */
  readonly key: Column | undefined
  /** Set by the first flush where nobody else did. */
  readonly first: readonly Column[]
  /** Set by every flush that changes the row. */
  readonly next: readonly Column[]
  /** Left out of an INSERT where the entity does not say them: the database computes them. */
  readonly omittable: readonly Column[]
  /** Whether the database computes a column whenever the row changes. */
  readonly computedByUpdate: boolean
}

const known = new WeakMap<Table, GeneratedColumns>()

export function generatedColumns(table: Table): GeneratedColumns {
  const found = known.get(table)
  if (found) return found
  const { columns, computed, key } = table
  const made: GeneratedColumns = {
    key: key.find(({ generated }) => generated === "key"),
    first: columns.filter(({ generated }) => generated !== undefined && generated !== "key"),
    next: columns.filter(
      ({ generated, onUpdate }) => generated === "version" || generated === "updated" || typeof onUpdate === "function",
    ),
    omittable: computed.filter((column) => computedDefault(column)),
    computedByUpdate: computed.some(({ onUpdate }) => onUpdate instanceof SqlText),
  }
  known.set(table, made)
  return made
}
