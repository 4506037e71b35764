import { StartError } from "../../errors/start-error.ts"
import { snakeCase } from "./naming.ts"
import { type Column, type Table, type TableRelation, tableOf } from "./table.ts"

/** How rows of `target` are found from rows of the relation's own table. */
export interface Way {
  readonly own: Table
  readonly target: Table
  /** Column of the target that holds our key (hasOne, hasMany), or undefined. */
  readonly back: Column | undefined
  /** Table between the two (manyToMany), or undefined. */
  readonly link: LinkTable | undefined
  /** Column of our own that holds the target's key (belongsTo), or undefined. */
  readonly forward: Column | undefined
}

/** The table between two models. */
export interface LinkTable {
  readonly name: string
  readonly own: string
  readonly target: string
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
  if (relation.kind === "belongsTo") return { ...way, forward: table.byProperty.get(`${relation.property}Id`)! }
  if (relation.kind === "manyToMany") return { ...way, link: linkTable(table, target, relation) }
  const by = relation.options.by!
  const opposite = target.relations.get(by)
  if (opposite?.kind === "belongsTo" && tableOf(opposite.target).name === table.name) {
    return { ...way, back: target.byProperty.get(`${by}Id`)! }
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
      `${table.label}.${relation.property} names ${target.label}.${inverse} as its inverse, which is no manyToMany through "${through}".`,
      [table.declaration.source, target.declaration.source],
    )
  }
  const own = ownColumn ?? other?.options.targetColumn ?? `${snakeCase(table.label)}_id`
  const to = targetColumn ?? other?.options.ownColumn ?? `${snakeCase(target.label)}_id`
  if (own !== to) return Object.freeze({ name: through!, own, target: to })
  throw new StartError(
    "model-invalid",
    `Both columns of "${through}" are named "${own}". Name them with ownColumn and targetColumn.`,
    [table.declaration.source],
  )
}
