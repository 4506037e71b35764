import type { EntityObject } from "../mapping/mapping.ts"
import { entityState, stateOf } from "../model/entity-state.ts"
import { type Table, tableOf } from "../model/table.ts"

/**
 * Entities in an order in which each comes after those it belongs to. New entities that it belongs to
 * are added on the way.
 */
export function insertionOrder(added: ReadonlySet<EntityObject>, add: (entity: EntityObject) => void): EntityObject[] {
  const ordered = new Set<EntityObject>()
  const path = new Set<EntityObject>()
  const visit = (entity: EntityObject): void => {
    if (ordered.has(entity)) return
    const { table, related } = entityState(entity)
    if (path.has(entity)) throw new TypeError(`New ${table.label} entities belong to each other in a circle.`)
    path.add(entity)
    for (const name in related) {
      const owner = related[name]
      if (table.relations.get(name)?.kind !== "belongsTo" || !owner) continue
      if (stateOf(owner)?.status === "new") add(owner as EntityObject)
      if (added.has(owner as EntityObject)) visit(owner as EntityObject)
    }
    path.delete(entity)
    ordered.add(entity)
  }
  for (const entity of added) visit(entity)
  return [...ordered]
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
