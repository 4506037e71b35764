import type { z } from "zod"
import { StartError } from "../../errors/start-error.ts"
import { type ColumnType, columnType } from "./column-kind.ts"
import { type ColumnTraits, traitsOf } from "./column.ts"
import { type Declaration, declarationOf } from "./declaration.ts"
import { snakeCase } from "./naming.ts"
import type { Relation } from "./relation.ts"
import type { AnyModel } from "./types.ts"

/** A column of a table, as entities and the database know it. */
export interface Column extends ColumnTraits, ColumnType {
  /** Name of the property. */
  readonly property: string
  /** Name in the database. */
  readonly name: string
  /** Place in the row, from 0. */
  readonly position: number
  /** Undefined for a foreign key, whose values come from another entity. */
  readonly schema: z.ZodType | undefined
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
  /** The primary key. */
  readonly key: Column
  readonly byProperty: ReadonlyMap<string, Column>
  readonly relations: ReadonlyMap<string, TableRelation>
  readonly declaration: Declaration
}

/** Column that holds the key of the row that the relation leads to. */
export function foreignKey(table: Table, relation: string): Column {
  return table.byProperty.get(`${relation}Id`)!
}

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
  const columns: Column[] = []
  const relations = new Map<string, TableRelation>()
  for (const property of Object.keys(declaration.fields)) {
    const schema = declaration.schemas[property]
    if (schema) columns.push(ownColumn(declaration, property, schema, columns.length))
    else {
      const relation = readRelation(declaration, property)
      relations.set(property, relation)
      if (relation.kind === "belongsTo") columns.push(foreignColumn(relation, columns.length))
    }
  }
  const byProperty = new Map(columns.map((column) => [column.property, column]))
  refuseClashes(declaration, columns)
  const key = keyOf(declaration, columns)
  return Object.freeze({
    model,
    label: model.name || declaration.table,
    name: declaration.table,
    columns: Object.freeze(columns),
    key,
    byProperty,
    relations,
    declaration,
  })
}

function ownColumn(declaration: Declaration, property: string, schema: z.ZodType, position: number): Column {
  const type = columnType(schema)
  if (typeof type === "string") {
    const place = `The column "${property}" of the model "${declaration.table}"`
    throw new StartError("model-invalid", `${place} does not work: ${type}.`, [declaration.source])
  }
  const name = snakeCase(property)
  return Object.freeze({ ...type, ...traitsOf(schema), property, name, position, schema, relation: undefined })
}

function foreignColumn(relation: TableRelation, position: number): Column {
  const target = declarationOf(relation.target)!
  const key = keyOf(
    target,
    Object.entries(target.schemas).map(([name, schema]) => ownColumn(target, name, schema, 0)),
  )
  return Object.freeze({
    kind: key.kind,
    values: undefined,
    nullable: relation.nullable,
    absent: null,
    primary: false,
    generated: undefined,
    unique: relation.options.unique === true,
    index: true,
    hidden: key.hidden,
    property: `${relation.property}Id`,
    name: `${snakeCase(relation.property)}_id`,
    position,
    schema: undefined,
    relation: relation.property,
  })
}

function readRelation(declaration: Declaration, property: string): TableRelation {
  const value: unknown = (declaration.fields as Record<string, unknown>)[property]
  const target = (value as Partial<Relation<unknown>> | undefined)?.target
  if (declarationOf(target)) {
    return Object.freeze({ ...(value as Relation<AnyModel>), property })
  }
  throw new StartError(
    "model-invalid",
    `The getter "${property}" of the model "${declaration.table}" does not return a relation to a model. Return belongsTo, hasOne, hasMany or manyToMany with a class that extends model(...).`,
    [declaration.source],
  )
}

function keyOf(declaration: Declaration, columns: readonly Column[]): Column {
  const keys = columns.filter((column) => column.primary)
  if (keys.length === 1) return keys[0]!
  const found = keys.length === 0 ? "no primary key" : "more than one primary key"
  throw new StartError(
    "model-invalid",
    `The model "${declaration.table}" has ${found}. Declare one column as id: primaryKey().`,
    [declaration.source],
  )
}

function refuseClashes(declaration: Declaration, columns: readonly Column[]): void {
  for (const by of ["property", "name"] as const) {
    const seen = new Set<string>()
    for (const column of columns) {
      if (seen.has(column[by])) {
        const message = `The model "${declaration.table}" has two columns named "${column[by]}".`
        throw new StartError("model-invalid", message, [declaration.source])
      }
      seen.add(column[by])
    }
  }
}
