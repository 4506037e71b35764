import { StaleData } from "../errors.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState, stampState } from "../model/entity/entity-state.ts"
import { columnValue, keyText } from "../model/table/key.ts"
import { type Table, foreignKey } from "../model/table/table.ts"

/** Gives an entity, or a new one, the values of another of the same row. */
export function mergeInto(known: EntityObject | undefined, from: EntityObject): EntityObject {
  const { table } = entityState(from)
  const { version } = table
  if (known && version && columnValue(known, version) !== columnValue(from, version)) {
    throw new StaleData(table.label, keyText(table, from), true)
  }
  const into = known ?? fresh(from)
  const { related } = entityState(into)
  for (const relation of Object.keys(related ?? {})) {
    const columns = foreignKey(table, relation)
    if (columns.some((column) => columnValue(into, column) !== columnValue(from, column))) delete related![relation]
  }
  for (const name of new Set(table.columns.map(({ path }) => path[0]!))) {
    if (from[name] !== undefined) into[name] = copied(table, name, from[name])
  }
  return into
}

/** What a codec made is made again: it may be of a class. */
function copied(table: Table, property: string, value: unknown): unknown {
  const column = table.byProperty.get(property) ?? table.groups.get(property)?.[0]
  const conversion = column?.conversion ?? column?.whole?.conversion
  if (!conversion || value === null || conversion.faults(value).length > 0) return structuredClone(value)
  return conversion.decode(conversion.encode(value))
}

function fresh(from: EntityObject): EntityObject {
  const entity = Object.create(Object.getPrototypeOf(from) as object) as EntityObject
  const { table } = entityState(from)
  stampState(entity, { table, status: "new", owner: undefined, row: [], offset: 0, related: undefined })
  return entity
}
