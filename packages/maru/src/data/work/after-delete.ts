import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import { showLink, showToOwners } from "../model/entity/in-step.ts"
import { columnValue, entityKeyParts, setColumns } from "../model/table/key.ts"
import { onDeleteOf } from "../model/table/on-delete.ts"
import { type Table, type TableRelation, foreignKey } from "../model/table/table.ts"
import { wayOf } from "../model/table/way.ts"
import type { IdentityMap } from "../loading/identity-map.ts"

/**
 * What the database does to other rows when one is deleted, done to the entities in memory as well.
 * @param removed is called for entities whose rows went away with the one they belonged to
 */
export function followDelete(
  entity: EntityObject,
  mapper: Mapper,
  identities: IdentityMap,
  removed: (entity: EntityObject, mapper: Mapper) => void,
): void {
  const { table } = mapper
  showToOwners(entity, false)
  unlink(entity, table, identities)
  for (const [other, entities] of identities.all()) {
    for (const relation of other.table.relations.values()) {
      if (relation.kind !== "belongsTo" || relation.target !== table.model) continue
      for (const child of entities.values()) {
        if (entityState(child).status === "stored" && belongs(child, other.table, relation, entity)) {
          if (onDeleteOf(other.table, relation) === "cascade") removed(child, other)
          else release(child, other, relation)
        }
      }
    }
  }
}

function belongs(child: EntityObject, table: Table, { property }: TableRelation, owner: EntityObject): boolean {
  const parts = entityKeyParts(entityState(owner).table, owner)
  return foreignKey(table, property).every((column, place) => columnValue(child, column) === parts[place])
}

/** The database has set the foreign key to null. */
function release(child: EntityObject, mapper: Mapper, { property }: TableRelation): void {
  const state = entityState(child)
  const columns = foreignKey(mapper.table, property)
  setColumns(
    child,
    columns,
    columns.map(() => null),
  )
  for (const { position } of columns) state.row[state.offset + position] = null
  if (state.related && property in state.related) state.related[property] = null
}

/** Loaded lists of what the entity was linked with no longer show it. */
function unlink(entity: EntityObject, table: Table, identities: IdentityMap): void {
  for (const relation of table.relations.values()) {
    const { inverse } = relation.options
    if (relation.kind !== "manyToMany" || inverse === undefined) continue
    const { target } = wayOf(table, relation)
    for (const [mapper, entities] of identities.all()) {
      if (mapper.table === target) for (const other of entities.values()) showLink(other, inverse, entity, false)
    }
  }
}
