import { StartError } from "../../../errors/start-error.ts"
import { type Declaration, declarationOf } from "../declaration.ts"
import type { AnyModel } from "../types.ts"
import { computedDefault } from "../columns/default.ts"
import { SqlText } from "../columns/sql-text.ts"
import { tableColumns } from "./columns.ts"
import { readRelation } from "./relations.ts"
import type { Column, Table } from "./table.ts"

const tables = new WeakMap<AnyModel, Table>()

/**
 * The table of a model, built when it is first asked for.
 *
 * @param model the user's own class, for entities are its instances
 */
export function tableOf(model: AnyModel): Table {
  const known = tables.get(model)
  if (known) return known
  const declaration = declarationOf(model)
  if (!declaration) throw new TypeError("A model is expected: a class that extends model(name, columns).")
  const table = buildTable(model, declaration)
  tables.set(model, table)
  return table
}

/** Reads the getters of the model. */
function buildTable(model: AnyModel, declaration: Declaration): Table {
  const relations = new Map(declaration.relations.map((property) => [property, readRelation(declaration, property)]))
  const columns = Object.freeze(tableColumns(declaration, relations))
  refuseClashes(declaration, columns)
  const versions = columns.filter((column) => column.generated === "version")
  if (versions.length > 1) throw invalid(declaration, "has two version columns")
  const key = columns.filter((column) => column.primary)
  if (key.length === 0) throw invalid(declaration, "has no primary key. Declare a column as id: primaryKey()")
  if (key.length > 1 && key.some((column) => column.generated === "key")) {
    throw invalid(
      declaration,
      "has more than one primary key. A key of several columns needs a schema for each: primaryKey(z.int())",
    )
  }
  return Object.freeze({
    model,
    label: model.name || declaration.table,
    name: declaration.table,
    columns,
    key: Object.freeze(key),
    byProperty: new Map(columns.map((column) => [column.property, column])),
    groups: groupsOf(columns),
    relations,
    uniques: columnLists(declaration, columns, "unique"),
    indexes: columnLists(declaration, columns, "indexes"),
    checks: new Map(Object.entries(declaration.options.checks ?? {})),
    computed: columns.filter((column) => computedDefault(column) || column.onUpdate instanceof SqlText),
    view: declaration.options.view,
    deletion: columns.find((column) => column.generated === "deleted"),
    version: versions[0],
    declaration,
  })
}

/** Several columns together, as the options of the model name them. */
function columnLists(
  declaration: Declaration,
  columns: readonly Column[],
  option: "unique" | "indexes",
): readonly (readonly Column[])[] {
  return (declaration.options[option] ?? []).map((names) =>
    names.flatMap((name) => {
      const found = columns.filter(
        ({ property, relation, path }) => property === name || relation === name || path[0] === name,
      )
      if (found.length > 0) return found
      throw invalid(declaration, `has no column "${name}" that its option "${option}" could mean`)
    }),
  )
}

function groupsOf(columns: readonly Column[]): Map<string, readonly Column[]> {
  return Map.groupBy(
    columns.filter(({ path }) => path.length > 1),
    ({ path }) => path[0]!,
  )
}

function refuseClashes(declaration: Declaration, columns: readonly Column[]): void {
  for (const by of ["property", "name"] as const) {
    const seen = new Set<string>()
    for (const column of columns) {
      if (seen.has(column[by])) throw invalid(declaration, `has two columns named "${column[by]}"`)
      seen.add(column[by])
    }
  }
}

function invalid(declaration: Declaration, reason: string): StartError {
  return new StartError("model-invalid", `The model "${declaration.table}" ${reason}.`, [declaration.source])
}
