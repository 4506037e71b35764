import type { Awaitable, Reader, Row } from "../engine.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject, MappedColumn } from "../mapping/mapping.ts"
import { type EntityState, entityState, stampState } from "../model/entity-state.ts"
import type { CompiledSelect, Compiler } from "../query/compiler.ts"
import type { Followed, Selection } from "../query/selection.ts"
import { repopulate } from "./expiry.ts"
import type { IdentityMap } from "./identity-map.ts"

/** Turns rows into entities, one for each row of a table, and follows relations to further rows. */
export class Loader {
  readonly #owner: object
  readonly #identities: IdentityMap
  readonly #compiler: Compiler

  constructor(owner: object, identities: IdentityMap, compiler: Compiler) {
    this.#owner = owner
    this.#identities = identities
    this.#compiler = compiler
  }

  /**
   * Entities in the order of the rows.
   * @param fresh whether entities that are known already take the values of the rows
   */
  load(compiled: CompiledSelect, rows: readonly Row[], reader: Reader, fresh: boolean): Awaitable<EntityObject[]> {
    const owners: Owners = new Map()
    const { selection, tallies } = compiled
    const entities: EntityObject[] = []
    for (const row of rows) {
      const entity = this.#read(selection, row, fresh, owners)!
      for (const { name, kind, position } of tallies)
        entity[name] = kind === "count" ? row[position] : row[position] !== 0
      entities.push(entity)
    }
    return owners.size === 0 ? entities : this.#follow(owners, reader, fresh).then(() => entities)
  }

  /** The entity that a part of the row stands for; null where a left join found none. */
  #read(selection: Selection, row: Row, fresh: boolean, owners: Owners): EntityObject | null {
    const { mapper, offset, joined, followed } = selection
    const key = keyOf(mapper, row[offset + mapper.keyPosition])
    if (key === null) return null
    const known = this.#identities.of(mapper)
    let entity = known.get(key)
    if (entity) this.#meet(entity, mapper, row, offset, fresh)
    else {
      entity = mapper.hydrate(row, offset)
      const { table } = mapper
      stampState(entity, { table, status: "stored", owner: this.#owner, row, offset, related: undefined })
      known.set(key, entity)
    }
    if (joined.length > 0) {
      const state = entityState(entity)
      const related = (state.related ??= {})
      for (const { name, foreign, selection: inner } of joined) {
        const other = this.#read(inner, row, fresh, owners)
        if (agrees(entity, state, row, offset, foreign)) related[name] = other
      }
    }
    if (followed.length > 0) ownersOf(owners, selection).add(entity)
    return entity
  }

  #meet(entity: EntityObject, mapper: Mapper, row: Row, offset: number, fresh: boolean): void {
    const state = entityState(entity)
    if (state.status === "removed") return
    if (fresh || state.status === "expired") repopulate(entity, state, mapper, row, offset)
  }

  /** One statement for each relation, for all entities that have it. */
  async #follow(owners: Owners, reader: Reader, fresh: boolean): Promise<void> {
    for (const [selection, entities] of owners) {
      for (const followed of selection.followed)
        await this.#followOne(selection, followed, [...entities], reader, fresh)
    }
  }

  async #followOne(
    { mapper }: Selection,
    followed: Followed,
    entities: readonly EntityObject[],
    reader: Reader,
    fresh: boolean,
  ): Promise<void> {
    const compiled = this.#compiler.follow(mapper.table, followed)
    const { property, codec, kind } = mapper.key
    const keys = entities.map((entity) => codec.write(entity[property]))
    const rows = await reader.rows(compiled.statement, [this.#compiler.dialect.list(kind).write(keys)])
    const found = await this.load(compiled, rows, reader, fresh)
    const groups = new Map<unknown, EntityObject[]>()
    for (const [place, entity] of found.entries()) {
      const key = keyOf(mapper, rows[place]![compiled.ownerPosition])
      const group = groups.get(key)
      if (group) group.push(entity)
      else groups.set(key, [entity])
    }
    for (const entity of entities) {
      const group = groups.get(entity[property])
      const state = entityState(entity)
      const related = (state.related ??= {})
      related[followed.name] = followed.relation.kind === "hasOne" ? (group?.[0] ?? null) : Object.freeze(group ?? [])
    }
  }
}

/**
 * Whether a row that came with an entity is the one it belongs to. It is not if the entity was given
 * another owner that is not flushed yet; if the row was changed by somebody else, the entity follows.
 */
function agrees(entity: EntityObject, state: EntityState, row: Row, offset: number, foreign: MappedColumn): boolean {
  const stored = row[offset + foreign.position] ?? null
  const kept = stored === null || foreign.codec.plain ? stored : foreign.codec.read(stored)
  const current = entity[foreign.property] ?? null
  if (current === kept) return true
  const place = state.offset + foreign.position
  if (current !== (state.row[place] ?? null)) return false
  entity[foreign.property] = kept
  state.row[place] = kept
  return true
}

/** Entities whose further relations have to be loaded, by the part of the query that made them. */
type Owners = Map<Selection, Set<EntityObject>>

function ownersOf(owners: Owners, selection: Selection): Set<EntityObject> {
  const known = owners.get(selection)
  if (known) return known
  const made = new Set<EntityObject>()
  owners.set(selection, made)
  return made
}

function keyOf(mapper: Mapper, stored: unknown): unknown {
  return stored === null || mapper.key.codec.plain ? stored : mapper.key.codec.read(stored)
}
