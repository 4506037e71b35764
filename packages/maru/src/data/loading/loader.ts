import type { Awaitable, Reader, Row } from "../engine.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject, MappedColumn } from "../mapping/mapping.ts"
import { type EntityState, entityState, stampState } from "../model/entity/entity-state.ts"
import { columnValue, identityOf, setColumns } from "../model/table/key.ts"
import type { CompiledSelect, Compiler } from "../query/compile/compiler.ts"
import type { Followed, Selection } from "../query/compile/selection.ts"
import { type Branch, type WithTree, treeAt } from "../query/compile/with-tree.ts"
import { undeletedPart } from "../query/condition/undeleted.ts"
import { repopulate } from "./expiry.ts"
import type { IdentityMap } from "./identity-map.ts"

/** Turns rows into entities, one for each row of a table, and follows relations to further rows. */
export class Loader {
  readonly #owner: object | undefined
  readonly #identities: IdentityMap
  readonly #compiler: Compiler

  /** @param owner the session that holds the entities; undefined for entities that nobody holds */
  constructor(owner: object | undefined, identities: IdentityMap, compiler: Compiler) {
    this.#owner = owner
    this.#identities = identities
    this.#compiler = compiler
  }

  /**
   * Entities in the order of the rows.
   * @param fresh whether entities that are known already take the values of the rows
   * @param tree what comes with them
   */
  load(
    compiled: CompiledSelect,
    rows: readonly Row[],
    reader: Reader,
    fresh: boolean,
    tree: WithTree | undefined,
  ): Awaitable<EntityObject[]> {
    const owners: Owners = []
    const { selection, tallies } = compiled
    const entities: EntityObject[] = []
    for (const row of rows) {
      const entity = this.#read(selection, row, fresh, owners)!
      for (const { name, kind, position } of tallies)
        entity[name] = kind === "count" ? Number(row[position]) : Number(row[position]) !== 0
      entities.push(entity)
    }
    return owners.length === 0 ? entities : this.#follow(owners, reader, fresh, tree).then(() => entities)
  }

  /** The entity that a part of the row stands for; null where a left join found none. */
  #read(selection: Selection, row: Row, fresh: boolean, owners: Owners): EntityObject | null {
    const { mapper, offset, joined, followed } = selection
    const key = mapper.identityOfRow(row, offset)
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
  async #follow(owners: Owners, reader: Reader, fresh: boolean, tree: WithTree | undefined): Promise<void> {
    for (const { selection, entities } of owners) {
      const branches = treeAt(tree, selection.path)
      for (const followed of selection.followed) {
        const branch = branches?.[followed.name]
        const inner = branch === true ? undefined : branch
        await this.#followOne(selection, followed, [...entities], reader, fresh, inner)
      }
    }
  }

  async #followOne(
    { mapper }: Selection,
    followed: Followed,
    entities: readonly EntityObject[],
    reader: Reader,
    fresh: boolean,
    branch: Branch | undefined,
  ): Promise<void> {
    const [inner, part] = [branch?.with, undeletedPart(followed.way.target, branch?.part)]
    const compiled = this.#compiler.follow(mapper.table, followed, inner, part)
    const keys = entities.map((entity) => mapper.write(entity, mapper.keyPositions))
    const rows = await reader.rows(compiled.statement, this.#compiler.followParameters(mapper.table, part, keys))
    // The owner's key is read first: loading an entity replaces values of its row, not these.
    const owners = rows.map((row) => ownerIdentity(mapper, row, compiled.morePosition))
    const found = await this.load(compiled, rows, reader, fresh, inner)
    const groups = new Map<unknown, EntityObject[]>()
    for (const [place, entity] of found.entries()) {
      const group = groups.get(owners[place])
      if (group) group.push(entity)
      else groups.set(owners[place], [entity])
    }
    for (const entity of entities) {
      const group = groups.get(mapper.identityOf(entity))
      const state = entityState(entity)
      const related = (state.related ??= {})
      related[followed.name] = followed.relation.kind === "hasOne" ? (group?.[0] ?? null) : Object.freeze(group ?? [])
      if (part) (state.partial ??= new Set()).add(followed.name)
      else state.partial?.delete(followed.name)
    }
  }
}

/**
 * Whether a row that came with an entity is the one it belongs to. It is not if the entity was given
 * another owner that is not flushed yet; if the row was changed by somebody else, the entity follows.
 */
function agrees(
  entity: EntityObject,
  state: EntityState,
  row: Row,
  offset: number,
  foreign: readonly MappedColumn[],
): boolean {
  const [only] = foreign
  // By far the most usual case: one column, and nobody has changed it.
  if (foreign.length === 1 && only!.codec.plain && entity[only!.property] === row[offset + only!.position]) return true
  const kept = foreign.map(({ position, codec }) => {
    const stored = row[offset + position] ?? null
    return stored === null || codec.plain ? stored : codec.read(stored)
  })
  const current = foreign.map((column) => columnValue(entity, column) ?? null)
  if (same(current, kept)) return true
  const read = foreign.map(({ position }) => state.row[state.offset + position] ?? null)
  if (!same(current, read)) return false
  setColumns(entity, foreign, kept)
  for (const [place, { position }] of foreign.entries()) state.row[state.offset + position] = kept[place]
  return true
}

function same(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.every((value, place) => value === right[place])
}

/** Entities whose further relations have to be loaded, by the part of the query that made them. */
type Owners = { readonly selection: Selection; readonly entities: Set<EntityObject> }[]

function ownersOf(owners: Owners, selection: Selection): Set<EntityObject> {
  const known = owners.find((group) => group.selection === selection)
  if (known) return known.entities
  const entities = new Set<EntityObject>()
  owners.push({ selection, entities })
  return entities
}

function ownerIdentity({ key }: Mapper, row: Row, start: number): unknown {
  return identityOf(
    key.map(({ codec }, place) => {
      const stored = row[start + place]
      return codec.plain ? stored : codec.read(stored)
    }),
  )
}
