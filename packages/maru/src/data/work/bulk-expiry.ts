import { expire } from "../loading/expiry.ts"
import type { IdentityMap } from "../loading/identity-map.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import type { Table } from "../model/table/table.ts"
import { tableOf } from "../model/table/tables.ts"

// What statements that change many rows mean for the entities of a session.

/** Takes the values from stored entities of the tables, and lists of them from all others. */
export function expireTables(identities: IdentityMap, tables: ReadonlySet<Table>): void {
  for (const [mapper, entities] of identities.all()) {
    const gone = tables.has(mapper.table)
    for (const entity of entities.values()) {
      if (gone && entityState(entity).status === "stored") expire(entity)
      else forgetListsOf(entity, tables)
    }
  }
}

/** Takes lists of entities of the tables from all entities. */
export function forgetLists(identities: IdentityMap, tables: ReadonlySet<Table>): void {
  for (const [, entities] of identities.all()) for (const entity of entities.values()) forgetListsOf(entity, tables)
}

/** A list says that it is not loaded rather than what was once in it. */
function forgetListsOf(entity: EntityObject, tables: ReadonlySet<Table>): void {
  const { table, related } = entityState(entity)
  for (const name in related) {
    const relation = table.relations.get(name)
    if (relation && relation.kind !== "belongsTo" && tables.has(tableOf(relation.target))) delete related[name]
  }
}

/** The tables, and those known to the session whose rows the database may delete or change with theirs. */
export function withDependents(tables: ReadonlySet<Table>, identities: IdentityMap): ReadonlySet<Table> {
  const all = new Set(tables)
  const known = [...identities.all()].map(([{ table }]) => table)
  for (let size = -1; size !== all.size;) {
    size = all.size
    for (const table of known) {
      const owners = [...table.relations.values()].filter(({ kind }) => kind === "belongsTo")
      if (owners.some(({ target }) => all.has(tableOf(target)))) all.add(table)
    }
  }
  return all
}
