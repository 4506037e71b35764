import type { EntityObject } from "../mapping/mapping.ts"
import { type EntityState, entityState } from "../model/entity-state.ts"
import type { Table } from "../model/table.ts"

// What follows from something else in an entity: keys of owners, points in time, lists of linked entities.

/** Keys of the entities that this one belongs to; they may have been generated since. */
export function syncForeignKeys(entity: EntityObject, { table, related }: EntityState): void {
  if (!related) return
  for (const name in related) {
    const owner = related[name]
    if (owner === null || table.relations.get(name)?.kind !== "belongsTo") continue
    entity[`${name}Id`] = (owner as EntityObject)[entityState(owner).table.key.property]
  }
}

/** Sets the points in time that nobody else has set, and names them. */
export function stampTimes(entity: EntityObject, table: Table): string[] {
  const stamped: string[] = []
  for (const { property, generated } of table.columns) {
    if (generated !== "created" && generated !== "updated") continue
    if (entity[property] !== undefined) continue
    entity[property] = new Date()
    stamped.push(property)
  }
  return stamped
}

/** Sets the points in time that follow every change, unless they were changed themselves. */
export function touched(entity: EntityObject, table: Table, changed: readonly number[]): number[] {
  const columns = table.columns.filter(
    ({ generated, position }) => generated === "updated" && !changed.includes(position),
  )
  for (const { property } of columns) entity[property] = new Date()
  return columns.map(({ position }) => position)
}

/** A list that is loaded shows the link at once. */
export function keepInStep(entity: EntityObject, relation: string, other: EntityObject, linked: boolean): void {
  const { related } = entityState(entity)
  const list = related?.[relation] as readonly EntityObject[] | undefined
  if (!related || !list) return
  const without = list.filter((item) => item !== other)
  related[relation] = Object.freeze(linked ? [...without, other] : without)
}
