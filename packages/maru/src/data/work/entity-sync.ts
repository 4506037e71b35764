import type { EntityObject } from "../mapping/mapping.ts"
import { type EntityState, entityState } from "../model/entity/entity-state.ts"
import { keyOf } from "../model/table/key.ts"
import { foreignProperty } from "../model/columns/naming.ts"
import { uuidv7 } from "../model/columns/uuid.ts"
import type { Column, Table } from "../model/table/table.ts"
import { generatedColumns } from "./generated-columns.ts"

// What follows from something else in an entity: keys of owners, points in time, lists of linked entities.

/** Keys of the entities that this one belongs to; they may have been generated since. */
export function syncForeignKeys(entity: EntityObject, { table, related }: EntityState): void {
  if (!related) return
  for (const name in related) {
    const owner = related[name]
    if (owner === null || table.relations.get(name)?.kind !== "belongsTo") continue
    const current = entity[foreignProperty(name)]
    const key = keyOf(entityState(owner).table, owner as object)
    if (current !== key) entity[foreignProperty(name)] = key
  }
}

/** Sets the points in time that nobody else has set, and the first version, and names them. */
export function stampTimes(entity: EntityObject, table: Table): string[] {
  const stamped: string[] = []
  for (const { property, generated } of generatedColumns(table).first) {
    if (entity[property] !== undefined) continue
    entity[property] = firstValue(generated)
    stamped.push(property)
  }
  return stamped
}

function firstValue(generated: Column["generated"]): unknown {
  if (generated === "deleted") return null
  if (generated === "uuidv7") return uuidv7()
  return generated === "version" ? 1 : new Date()
}

/** Sets the points in time that follow every change, unless they were changed themselves; names all that follows. */
export function touched(entity: EntityObject, table: Table, changed: readonly number[]): number[] {
  const positions: number[] = []
  for (const { generated, onUpdate, position, property } of generatedColumns(table).next) {
    if (generated === "version") positions.push(position)
    const next = generated === "updated" ? (): Date => new Date() : onUpdate
    if (typeof next !== "function" || changed.includes(position)) continue
    entity[property] = next()
    positions.push(position)
  }
  return positions
}

/** One more than the version that was read. */
export function nextVersion(entity: EntityObject, { table: { version }, row, offset }: EntityState): void {
  if (version) entity[version.property] = Number(row[offset + version.position]) + 1
}
