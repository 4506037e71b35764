import { normalExpression, renamedIn } from "../schema/expression.ts"
import type { SchemaColumn, SchemaPart, SchemaTable } from "../schema/schema.ts"

/** How two expressions are compared: letter by letter, or as far as engines that rewrite them allow. */
export type Spelling = "exact" | "loose"

function spelled(expression: string | undefined, spelling: Spelling): string | undefined {
  return expression === undefined || spelling === "exact" ? expression : normalExpression(expression)
}

export function sameColumn(a: SchemaColumn, b: SchemaColumn, spelling: Spelling): boolean {
  return (
    a.type === b.type &&
    a.nullable === b.nullable &&
    a.generated === b.generated &&
    spelled(a.default, spelling) === spelled(b.default, spelling) &&
    spelled(a.onUpdate, spelling) === spelled(b.onUpdate, spelling)
  )
}

/** A part so that two equal ones are the same text, whatever they are named. */
export function signature(part: SchemaPart, spelling: Spelling): string {
  if (part.kind === "check") return JSON.stringify([part.kind, spelled(part.expression, spelling)])
  if (part.kind === "unique") return JSON.stringify([part.kind, part.columns])
  if (part.kind === "index") return JSON.stringify([part.kind, part.columns, part.unique])
  return JSON.stringify([part.kind, part.columns, part.target, part.targetColumns, part.onDelete])
}

/** A table as it is once tables and columns have their new names. */
export function renamedTable(
  table: SchemaTable,
  tables: ReadonlyMap<string, string>,
  columnsOf: (table: string) => ReadonlyMap<string, string>,
): SchemaTable {
  const own = columnsOf(table.name)
  const rename = (names: ReadonlyMap<string, string>, name: string): string => names.get(name) ?? name
  const parts = table.parts.map((part): SchemaPart => {
    if (part.kind === "check") return { ...part, expression: renamedIn(part.expression, own) }
    const columns = part.columns.map((name) => rename(own, name))
    if (part.kind !== "foreign key") return { ...part, columns }
    const targetColumns = part.targetColumns.map((name) => rename(columnsOf(part.target), name))
    return { ...part, columns, target: rename(tables, part.target), targetColumns }
  })
  return {
    name: rename(tables, table.name),
    columns: table.columns.map((column) => ({ ...column, name: rename(own, column.name) })),
    key: table.key.map((name) => rename(own, name)),
    parts,
  }
}
