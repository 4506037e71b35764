import type { SchemaForeignKey, SchemaTable } from "../schema/schema.ts"

export function foreignKeysOf(table: SchemaTable): SchemaForeignKey[] {
  return table.parts.filter((part) => part.kind === "foreign key")
}

/** The tables so that those which are referred to come first, as far as there are no circles. */
export function inOrder(tables: readonly SchemaTable[]): SchemaTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const ordered = new Set<SchemaTable>()
  const visit = (table: SchemaTable, path: readonly SchemaTable[]): void => {
    if (ordered.has(table) || path.includes(table)) return
    for (const { target } of foreignKeysOf(table)) {
      const next = byName.get(target)
      if (next) visit(next, [...path, table])
    }
    ordered.add(table)
  }
  for (const table of tables) visit(table, [])
  return [...ordered]
}

/** Foreign keys of tables, in this order, that lead to a table which comes later: circles. */
export function lateForeignKeys(ordered: readonly SchemaTable[]): Map<SchemaTable, SchemaForeignKey[]> {
  const place = new Map(ordered.map(({ name }, index) => [name, index]))
  return new Map(
    ordered.map((table, index) => [
      table,
      foreignKeysOf(table).filter(({ target }) => (place.get(target) ?? -1) > index),
    ]),
  )
}
