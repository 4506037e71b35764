import { DataError } from "../errors.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { type EntityState, entityState } from "../model/entity/entity-state.ts"
import { columnValue, entityKeyParts } from "../model/table/key.ts"
import { type Table, foreignKey } from "../model/table/table.ts"

const expiredPrototypes = new WeakMap<Table, object>()

/**
 * Takes the values from an entity, because nobody knows whether they are still so. Its key stays; reading
 * anything else says what happened, until the entity is read again.
 */
export function expire(entity: EntityObject): void {
  const state = entityState(entity)
  const { table } = state
  state.status = "expired"
  state.related = undefined
  const kept = new Set(table.key.map(({ path }) => path[0]!))
  for (const name of Object.keys(entity)) if (!kept.has(name)) delete entity[name]
  Object.setPrototypeOf(entity, expiredPrototype(table))
}

/** An object whose columns and relations all say that the entity has expired. */
function expiredPrototype(table: Table): object {
  const known = expiredPrototypes.get(table)
  if (known) return known
  const prototype = Object.create(table.model.prototype as object) as object
  const properties = table.columns.filter((column) => !column.primary).map(({ path }) => path[0]!)
  const names = new Set([...properties, ...table.relations.keys()])
  for (const name of names) {
    const refuse = (): never => {
      const message = `${table.label}.${name} is not known any more: its transaction was rolled back, or a statement changed many rows. Read the entity again with refresh, get or a query.`
      throw new DataError("entity-expired", message)
    }
    Object.defineProperty(prototype, name, { configurable: true, get: refuse, set: refuse })
  }
  expiredPrototypes.set(table, prototype)
  return prototype
}

/** Gives an entity the values of a row, whatever it had before. */
export function repopulate(
  entity: EntityObject,
  state: EntityState,
  mapper: Mapper,
  row: unknown[],
  offset: number,
): void {
  if (state.status === "expired") Object.setPrototypeOf(entity, state.table.model.prototype as object)
  mapper.assign(entity, row, offset)
  state.status = "stored"
  state.row = row
  state.offset = offset
  if (state.related) state.related = stillTrue(entity, state)
}

/** Of the relations that were loaded, those to one row whose key is the same. */
function stillTrue(entity: EntityObject, { table, related }: EntityState): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(related ?? {})) {
    const relation = table.relations.get(name)
    if (relation?.kind !== "belongsTo") continue
    const columns = foreignKey(table, name)
    const parts = value ? entityKeyParts(entityState(value).table, value) : columns.map(() => null)
    if (columns.every((column, place) => columnValue(entity, column) === parts[place])) kept[name] = value
  }
  return kept
}
