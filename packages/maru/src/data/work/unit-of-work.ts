import type { Awaitable, Reader, Step } from "../engine.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { type EntityState, type EntityStatus, entityState, stateOf } from "../model/entity/entity-state.ts"
import { showLink, showToOwners } from "../model/entity/in-step.ts"
import { onlyRead } from "../model/entity/only-read.ts"
import { ownsOrphans } from "../model/table/on-delete.ts"
import { foreignKey } from "../model/table/table.ts"
import type { Compiler } from "../query/compile/compiler.ts"
import { followDelete } from "./after-delete.ts"
import { readComputed } from "./computed.ts"
import { syncForeignKeys } from "./entity-sync.ts"
import { expire } from "../loading/expiry.ts"
import type { Table } from "../model/table/table.ts"
import { expireTables, forgetLists, withDependents } from "./bulk-expiry.ts"
import { type Written, deleteStep, insertSteps, linkStep, updateStep } from "./flush-steps.ts"
import type { IdentityMap } from "../loading/identity-map.ts"
import { type Ledger, emptyLedger, mergeLedger } from "./ledger.ts"
import type { LinkChange } from "./link-change.ts"
import { deletionOrder, insertionGroups } from "./order.ts"
import { validateWhole } from "./validation.ts"

/** What a session still has to write, and what it wrote in the transaction that is open. */
export class UnitOfWork implements Written {
  readonly #owner: object
  readonly #identities: IdentityMap
  readonly #compiler: Compiler
  readonly #added: Set<EntityObject> = new Set()
  /** Entities to delete, with the status they had before. */
  readonly #removed: Map<EntityObject, EntityStatus> = new Map()
  /** Entities whose rows go away, though deleting only marks rows of their models. */
  #purged: WeakSet<EntityObject> | undefined
  /** Entities whose rows were marked as deleted, and are still there. */
  #marked: WeakSet<EntityObject> | undefined
  #links: LinkChange[] = []
  /** Entities that were written, with columns that the database computed and that are still to be read. */
  #computed: Set<EntityObject> | undefined
  /** What was written: first since the transaction began, then since each savepoint that is open. */
  readonly #ledgers: Ledger[] = []

  constructor(owner: object, identities: IdentityMap, compiler: Compiler) {
    this.#owner = owner
    this.#identities = identities
    this.#compiler = compiler
  }

  add(entity: EntityObject): void {
    const state = this.#claim(entity)
    if (state.status === "removed") this.restore(entity)
    if (state.status === "stored" && state.owner === undefined) this.#adopt(entity, state)
    if (state.status !== "new") return
    validateWhole(entity, state.table)
    state.status = "added"
    state.owner = this.#owner
    this.#added.add(entity)
    showToOwners(entity, true)
  }

  /** @param purge whether the row goes away, also where deleting only marks it */
  remove(entity: EntityObject, purge = false): void {
    const state = this.#claim(entity)
    if (state.table.view) throw onlyRead(state.table)
    if (purge) {
      if (state.status === "removed") this.restore(entity)
      this.#purged ??= new WeakSet()
      this.#purged.add(entity)
    }
    if (state.status === "new") throw new TypeError(`This ${state.table.label} has no row that could be deleted.`)
    if (state.status === "added") {
      showToOwners(entity, false)
      this.#forget(entity, state)
    } else if (state.status !== "removed") {
      if (state.owner === undefined) this.#adopt(entity, state)
      showToOwners(entity, false)
      this.#removed.set(entity, state.status)
      state.status = "removed"
    }
  }

  /** Takes a deletion back, where the row is still there; otherwise the entity is new again. */
  restore(entity: EntityObject): void {
    const state = this.#claim(entity)
    const { deletion } = state.table
    if (state.status === "removed" && !this.#removed.has(entity) && this.#marked?.has(entity)) {
      state.status = "stored"
      for (const { deleted } of this.#ledgers) deleted.delete(entity)
      this.#adopt(entity, state)
    } else if (state.status === "removed") return this.#restore(entity, state)
    // An expired entity refuses this, for nobody knows whether it is deleted.
    if (deletion && (state.status === "stored" || state.status === "expired")) entity[deletion.property] = null
  }

  /** Lets go of an entity: nothing more of it is written. */
  expunge(entity: EntityObject): void {
    const state = this.#claim(entity)
    if (state.status === "added") return this.#forget(entity, state)
    if (state.owner === undefined) return
    this.#identities.delete(this.#compiler.mapper(state.table), entity)
    this.#removed.delete(entity)
    state.owner = undefined
  }

  #forget(entity: EntityObject, state: EntityState): void {
    this.#added.delete(entity)
    state.status = "new"
    state.owner = undefined
  }

  /** Takes in an entity that another session has let go. */
  #adopt(entity: EntityObject, state: EntityState): void {
    const mapper = this.#compiler.mapper(state.table)
    if (this.#identities.of(mapper).has(mapper.identityOf(entity))) {
      throw new TypeError(`The session has this ${state.table.label} already, as another object. Use merge.`)
    }
    state.owner = this.#owner
    this.#identities.set(mapper, entity)
  }

  /** Takes a deletion back; where it was flushed already, the entity is inserted again with its key. */
  #restore(entity: EntityObject, state: EntityState): void {
    state.status = this.#removed.get(entity) ?? "new"
    this.#removed.delete(entity)
    if (state.status !== "new") showToOwners(entity, true)
  }

  link(change: LinkChange): void {
    const { entity, target, relation, linked, way } = change
    for (const each of [entity, target]) {
      if (this.#claim(each).status === "new") this.add(each)
    }
    this.#links.push(change)
    showLink(entity, relation, target, linked)
    const { inverse } = way.own.relations.get(relation)!.options
    if (inverse !== undefined) showLink(target, inverse, entity, linked)
  }

  /** The state of an entity that no other session holds. */
  #claim(entity: EntityObject): EntityState {
    const state = entityState(entity)
    if (state.owner === undefined || state.owner === this.#owner) return state
    throw new TypeError(
      `This ${state.table.label} belongs to another session. Get it by its key in this one, or merge it.`,
    )
  }

  /**
   * What is due: inserts, those that are referred to first; changes of changed columns only; links;
   * deletions, those that refer to others first.
   *
   * @throws ValidationFailed before anything is written
   */
  steps(): Step[] {
    const updates = this.#updates()
    const steps: Step[] = []
    if (this.#added.size > 0) {
      const groups = insertionGroups(this.#added, (entity) => this.add(entity))
      for (const group of groups) steps.push(...insertSteps(group, this.#compiler, this))
    }
    steps.push(...updates)
    for (const change of this.#links) steps.push(linkStep(change, this.#compiler, this))
    if (this.#removed.size > 0) {
      for (const entity of deletionOrder(this.#removed.keys()))
        steps.push(deleteStep(entity, this.#purged?.has(entity) === true, this.#compiler, this))
    }
    return steps
  }

  /** Reads what the database computed for what was just written. */
  readBack(reader: Reader): Awaitable<void> {
    const entities = this.#computed
    this.#computed = undefined
    return entities && readComputed(entities, this.#compiler, reader)
  }

  #updates(): Step[] {
    const steps: Step[] = []
    for (const [mapper, entities] of this.#identities.all()) {
      for (const entity of entities.values()) {
        const state = stateOf(entity)!
        if (state.status !== "stored") continue
        if (state.related && this.#follow(entity, state)) continue
        const found = mapper.changes(entity, state.row, state.offset)
        const changed = state.related ? withPendingOwners(found, state) : found
        if (changed) steps.push(updateStep(entity, mapper, changed, this.#compiler, this))
      }
    }
    return steps
  }

  /**
   * A new entity that a stored one was given to belong to is added with it. One that belongs to nobody
   * any more, though it has to, is removed instead of changed.
   */
  #follow(entity: EntityObject, state: EntityState): boolean {
    const { related, table } = state
    for (const name in related) {
      const relation = table.relations.get(name)
      if (relation?.kind !== "belongsTo") continue
      const owner = related[name]
      if (stateOf(owner)?.status === "new") this.add(owner as EntityObject)
      if (owner === null && isReleased(state, name) && ownsOrphans(table, relation)) {
        this.remove(entity)
        return true
      }
    }
    syncForeignKeys(entity, state)
    return false
  }

  inserting(entity: EntityObject, generated: string[]): void {
    this.#ledger.inserted.set(entity, generated)
  }

  inserted(entity: EntityObject, mapper: Mapper): void {
    this.#added.delete(entity)
    this.#identities.set(mapper, entity)
  }

  computed(entity: EntityObject): void {
    this.#computed ??= new Set()
    this.#computed.add(entity)
  }

  updated(entity: EntityObject): void {
    this.#ledger.updated.add(entity)
  }

  deleted(entity: EntityObject, mapper: Mapper): void {
    this.marked(entity, mapper)
    followDelete(entity, mapper, this.#identities, (child, childMapper) => this.deleted(child, childMapper))
  }

  marked(entity: EntityObject, mapper: Mapper): void {
    const state = entityState(entity)
    state.status = "removed"
    this.#identities.delete(mapper, entity)
    this.#removed.delete(entity)
    this.#ledger.deleted.add(entity)
    if (!mapper.table.deletion || this.#purged?.has(entity)) return
    this.#marked ??= new WeakSet()
    this.#marked.add(entity)
  }

  linked(change: LinkChange): void {
    this.#links = this.#links.filter((pending) => pending !== change)
  }

  /** Made with the first write: most sessions only read. */
  get #ledger(): Ledger {
    if (this.#ledgers.length === 0) this.#ledgers.push(emptyLedger())
    return this.#ledgers.at(-1)!
  }

  /** Statements were run whose effect on entities is not known. */
  blind(): void {
    this.#ledger.blind = true
  }

  /**
   * A statement has changed many rows. Of the entities of these tables nobody knows the values any more, and
   * of the lists that lead to them nobody knows what is in them.
   *
   * @param deleted whether rows are gone, and with them rows of other tables that belonged to them
   */
  changed(tables: ReadonlySet<Table>, deleted: boolean): void {
    this.blind()
    expireTables(this.#identities, deleted ? withDependents(tables, this.#identities) : tables)
  }

  /** Rows were inserted of which the session has no entities: lists that could have them are not known any more. */
  insertedUnseen(tables: ReadonlySet<Table>): void {
    this.blind()
    forgetLists(this.#identities, tables)
  }

  /** What was written is committed. */
  committed(): void {
    for (const { deleted } of this.#ledgers) for (const entity of deleted) entityState(entity).owner = undefined
    this.#ledgers.length = 0
  }

  /** From here on, what is written can be undone by itself. */
  savepoint(): void {
    if (this.#ledgers.length === 0) this.#ledgers.push(emptyLedger())
    this.#ledgers.push(emptyLedger())
  }

  /** What was written since the last savepoint stays. */
  released(): void {
    const last = this.#ledgers.pop()!
    mergeLedger(this.#ledger, last)
  }

  /** What was written since the last savepoint is undone, and what was still to be written is forgotten. */
  rolledBackToSavepoint(): void {
    const last = this.#ledgers.pop()!
    const touched = [...last.updated, ...last.deleted, ...this.#removed.keys()]
    this.#undo(last)
    if (last.blind) this.#expireAll()
    else {
      for (const entity of touched) expireStored(entity)
      this.#expireChanged()
    }
  }

  /** What was changed in memory since the savepoint, for all was flushed before it. */
  #expireChanged(): void {
    for (const [mapper, entities] of this.#identities.all()) {
      for (const entity of entities.values()) {
        const state = entityState(entity)
        if (state.status !== "stored") continue
        syncForeignKeys(entity, state)
        if (mapper.changes(entity, state.row, state.offset)) expire(entity)
      }
    }
  }

  /** Everything is undone: nobody knows the rows any more, and what was inserted is new again. */
  rolledBack(): void {
    do this.#undo(this.#ledgers.pop() ?? emptyLedger())
    while (this.#ledgers.length > 0)
    this.#expireAll()
  }

  #undo({ inserted, deleted }: Ledger): void {
    for (const entity of deleted) {
      const state = entityState(entity)
      state.status = "stored"
      this.#identities.set(this.#compiler.mapper(state.table), entity)
    }
    for (const [entity, generated] of inserted) {
      this.#identities.delete(this.#compiler.mapper(entityState(entity).table), entity)
      for (const property of generated) delete entity[property]
      this.#added.add(entity)
    }
    for (const entity of this.#added) {
      showToOwners(entity, false)
      this.#forget(entity, entityState(entity))
    }
    for (const [entity, status] of this.#removed) entityState(entity).status = status
    this.#removed.clear()
    this.#links = []
  }

  #expireAll(): void {
    for (const [, entities] of this.#identities.all()) for (const entity of entities.values()) expire(entity)
  }
}

/** A foreign key whose value an insert of the same flush will make has changed, though nothing shows it yet. */
function withPendingOwners(changed: number[] | undefined, { table, related }: EntityState): number[] | undefined {
  let all = changed
  for (const name in related) {
    if (stateOf(related[name])?.status !== "added" || table.relations.get(name)?.kind !== "belongsTo") continue
    const positions = foreignKey(table, name).map(({ position }) => position)
    all = [...new Set([...(all ?? []), ...positions])]
  }
  return all
}

/** Whether the foreign key was not null when it was read, or written last. */
function isReleased({ table, row, offset }: EntityState, relation: string): boolean {
  return table.columns.some(
    (column) => column.relation === relation && (row[offset + column.position] ?? null) !== null,
  )
}

function expireStored(entity: EntityObject): void {
  if (entityState(entity).status === "stored") expire(entity)
}
