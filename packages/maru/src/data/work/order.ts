import type { EntityObject } from "../mapping/mapping.ts"
import { entityState, stateOf } from "../model/entity/entity-state.ts"
import type { Table } from "../model/table/table.ts"
import { tableOf } from "../model/table/tables.ts"

/**
 * New entities in groups: those of a group do not refer to each other, each group comes after those it refers
 * to, and the entities of one table keep the order in which they were added as far as that allows. New
 * entities that an entity belongs to are added on the way.
 */
export function insertionGroups(
  added: ReadonlySet<EntityObject>,
  add: (entity: EntityObject) => void,
): EntityObject[][] {
  const only = added.size === 1 ? [...added][0]! : undefined
  // One entity whose owners have rows: by far the most usual case, and no order to find.
  if (only && ownersOf(only).every((owner) => stateOf(owner)?.status === "stored")) return [[only]]
  const groups: EntityObject[][] = []
  const places = new Map<EntityObject, number>()
  const last = new Map<Table, number>()
  for (const entity of insertionOrder(added, add)) {
    const { table } = entityState(entity)
    let after = -1
    for (const owner of ownersOf(entity)) after = Math.max(after, places.get(owner) ?? -1)
    let place = last.get(table) ?? -1
    if (place <= after) {
      place = groups.push([]) - 1
      last.set(table, place)
    }
    groups[place]!.push(entity)
    places.set(entity, place)
  }
  return groups
}

/** Each entity after those it belongs to. */
function insertionOrder(added: ReadonlySet<EntityObject>, add: (entity: EntityObject) => void): Set<EntityObject> {
  const ordered = new Set<EntityObject>()
  const path = new Set<EntityObject>()
  const visit = (entity: EntityObject): void => {
    if (ordered.has(entity)) return
    if (path.has(entity)) {
      throw new TypeError(`New ${entityState(entity).table.label} entities belong to each other in a circle.`)
    }
    path.add(entity)
    for (const owner of ownersOf(entity)) {
      if (stateOf(owner)?.status === "new") add(owner)
      if (added.has(owner)) visit(owner)
    }
    path.delete(entity)
    ordered.add(entity)
  }
  // The set grows while it is walked.
  for (const entity of added) visit(entity)
  return ordered
}

function ownersOf(entity: EntityObject): EntityObject[] {
  const { table, related } = entityState(entity)
  const owners: EntityObject[] = []
  for (const name in related) {
    if (related[name] && table.relations.get(name)?.kind === "belongsTo") owners.push(related[name] as EntityObject)
  }
  return owners
}

/** Entities in an order in which those that refer to others come first. */
export function deletionOrder(removed: Iterable<EntityObject>): EntityObject[] {
  const depths = new Map<Table, number>()
  const depth = (entity: EntityObject): number => tableDepth(entityState(entity).table, depths)
  // Within one table the youngest first: a row can only refer to one that was there before it.
  return [...removed].reverse().sort((a, b) => depth(b) - depth(a))
}

/** Length of the longest chain of tables that this one belongs to. */
function tableDepth(table: Table, known: Map<Table, number>): number {
  const found = known.get(table)
  if (found !== undefined) return found
  // Tables that refer to each other in a circle end here.
  known.set(table, 0)
  let deepest = 0
  for (const relation of table.relations.values()) {
    if (relation.kind !== "belongsTo") continue
    const target = tableOf(relation.target)
    if (target !== table) deepest = Math.max(deepest, tableDepth(target, known) + 1)
  }
  known.set(table, deepest)
  return deepest
}
