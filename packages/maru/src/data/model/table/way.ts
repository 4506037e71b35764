import { StartError } from "../../../errors/start-error.ts"
import { snakeCase } from "../columns/naming.ts"
import { type Column, type Table, type TableRelation, foreignKey } from "./table.ts"
import { tableOf } from "./tables.ts"

/** How rows of `target` are found from rows of the relation's own table. */
export interface Way {
  readonly own: Table
  readonly target: Table
  /** Columns of the target that hold our key (hasOne, hasMany), or undefined. */
  readonly back: readonly Column[] | undefined
  /** Table between the two (manyToMany), or undefined. */
  readonly link: LinkTable | undefined
  /** Columns of our own that hold the target's key (belongsTo), or undefined. */
  readonly forward: readonly Column[] | undefined
}

/** The table between two models. */
export interface LinkTable {
  readonly name: string
  /** Columns that hold the key of our own row, and of the target's, in the order of the keys. */
  readonly own: readonly string[]
  readonly target: readonly string[]
  /** The model of its rows, where it has one. */
  readonly pivot: PivotTable | undefined
}

/** A table between two that is a model: it belongs to both. */
export interface PivotTable {
  readonly table: Table
  /** Columns that hold the keys. */
  readonly own: readonly Column[]
  readonly target: readonly Column[]
}

const ways = new WeakMap<TableRelation, Way>()

/** @throws StartError `model-invalid` where the relation leads nowhere */
export function wayOf(table: Table, relation: TableRelation): Way {
  const known = ways.get(relation)
  if (known) return known
  const way = findWay(table, relation)
  ways.set(relation, way)
  return way
}

function findWay(table: Table, relation: TableRelation): Way {
  const target = tableOf(relation.target)
  const way = { own: table, target, back: undefined, link: undefined, forward: undefined }
  if (relation.kind === "belongsTo") return { ...way, forward: foreignKey(table, relation.property) }
  if (relation.kind === "manyToMany") return { ...way, link: linkTable(table, target, relation) }
  const by = relation.options.by!
  const opposite = target.relations.get(by)
  if (opposite?.kind === "belongsTo" && tableOf(opposite.target).name === table.name) {
    return { ...way, back: foreignKey(target, by) }
  }
  throw new StartError(
    "model-invalid",
    `${table.label}.${relation.property} is found by ${target.label}.${by}, which does not belong to ${table.label}. Declare get ${by}() { return belongsTo(${table.label}) } there.`,
    [table.declaration.source, target.declaration.source],
  )
}

function linkTable(table: Table, target: Table, relation: TableRelation): LinkTable {
  const { through, inverse, ownColumn, targetColumn } = relation.options
  const other = inverse === undefined ? undefined : target.relations.get(inverse)
  if (inverse !== undefined && (other?.kind !== "manyToMany" || other.options.through !== through)) {
    throw new StartError(
      "model-invalid",
      `${table.label}.${relation.property} names ${target.label}.${inverse} as its inverse, which is no manyToMany through "${typeof through === "string" ? through : through!.table}".`,
      [table.declaration.source, target.declaration.source],
    )
  }
  if (typeof through !== "string") return pivotLink(table, target, relation, tableOf(through!))
  const own = linkColumns(table, ownColumn ?? other?.options.targetColumn)
  const to = linkColumns(target, targetColumn ?? other?.options.ownColumn)
  if (own[0] !== to[0]) return Object.freeze({ name: through, own, target: to, pivot: undefined })
  throw new StartError(
    "model-invalid",
    `Both columns of "${through}" are named "${own[0]}". Name them with ownColumn and targetColumn.`,
    [table.declaration.source],
  )
}

function pivotLink(table: Table, target: Table, relation: TableRelation, pivot: Table): LinkTable {
  const { ownColumn, targetColumn } = relation.options
  // A model that is linked with itself says by names which side is which.
  const sides = [...pivot.relations.values()].filter(({ kind }) => kind === "belongsTo")
  const own = sides.find(({ property, target }) => (ownColumn ? property === ownColumn : tableOf(target) === table))
  const other = sides.find(
    (each) => each !== own && (targetColumn ? each.property === targetColumn : tableOf(each.target) === target),
  )
  if (own && other) {
    const [from, to] = [foreignKey(pivot, own.property), foreignKey(pivot, other.property)]
    const [ownNames, targetNames] = [from.map(({ name }) => name), to.map(({ name }) => name)]
    return Object.freeze({
      name: pivot.name,
      own: ownNames,
      target: targetNames,
      pivot: { table: pivot, own: from, target: to },
    })
  }
  throw new StartError(
    "model-invalid",
    `${table.label}.${relation.property} goes through ${pivot.label}, which has to belong to ${table.label} and to ${target.label}. Declare both with belongsTo there.`,
    [table.declaration.source, pivot.declaration.source],
  )
}

/** @param name as the relation says it; of a key of several columns it is what their names begin with */
function linkColumns(table: Table, name: string | undefined): readonly string[] {
  if (table.key.length === 1) return [name ?? `${snakeCase(table.label)}_id`]
  return table.key.map((column) => `${name ?? snakeCase(table.label)}_${column.name}`)
}
