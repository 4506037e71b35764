import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import { wayOf } from "../model/table/way.ts"
import type { LinkChange } from "../work/link-change.ts"
import { linkRow } from "../work/link-row.ts"

/**
 * A link that is to be made or removed.
 *
 * @param values columns of the link itself, where the table between the two is a model
 * @throws TypeError where the relation is no manyToMany, or leads to another model; ValidationFailed
 */
export function readLink(
  entity: object,
  relation: string,
  target: object,
  linked: boolean,
  values: object = {},
): LinkChange {
  const { table } = entityState(entity)
  const found = table.relations.get(relation)
  if (found?.kind !== "manyToMany") throw new TypeError(`${table.label}.${relation} is no manyToMany.`)
  if (!(target instanceof found.target)) throw new TypeError(`${table.label}.${relation} takes a ${found.target.name}.`)
  const way = wayOf(table, found)
  const row = linked && way.link!.pivot ? linkRow(way.link!.pivot.table, values) : undefined
  return { entity: entity as EntityObject, target: target as EntityObject, relation, way, linked, values: row }
}
