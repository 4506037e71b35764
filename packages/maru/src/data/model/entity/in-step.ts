import { entityState } from "./entity-state.ts"
import { oppositesOf } from "../table/opposite.ts"
import type { TableRelation } from "../table/table.ts"

// Both ends of a relation show the same, as far as they are loaded.

/** The loaded lists of an owner gain or lose a row that belongs to it. */
export function showToOwner(entity: object, relation: TableRelation, owner: unknown, belongs: boolean): void {
  if (typeof owner !== "object" || owner === null) return
  const { related, partial } = entityState(owner)
  if (!related) return
  for (const { kind, property } of oppositesOf(entityState(entity).table, relation)) {
    if (!(property in related) || (belongs && partial?.has(property))) continue
    if (kind === "hasMany") related[property] = withMember(related[property] as readonly object[], entity, belongs)
    else if (belongs) related[property] = entity
    else if (related[property] === entity) related[property] = null
  }
}

/** All loaded lists of all owners gain or lose the row. */
export function showToOwners(entity: object, belongs: boolean): void {
  const { table, related } = entityState(entity)
  for (const name in related) {
    const relation = table.relations.get(name)!
    if (relation.kind === "belongsTo") showToOwner(entity, relation, related[name], belongs)
  }
}

/** A list of linked entities that is loaded gains or loses one. */
export function showLink(entity: object, relation: string, other: object, linked: boolean): void {
  const { related, partial } = entityState(entity)
  if (related && relation in related && !(linked && partial?.has(relation))) {
    related[relation] = withMember(related[relation] as readonly object[], other, linked)
  }
}

function withMember(list: readonly object[], member: object, wanted: boolean): readonly object[] {
  if (list.includes(member) === wanted) return list
  return Object.freeze(wanted ? [...list, member] : list.filter((item) => item !== member))
}
