import type { Step } from "../engine.ts"
import { StaleData } from "../errors.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { type EntityState, type EntityStatus, entityState, stateOf } from "../model/entity-state.ts"
import type { Way } from "../model/way.ts"
import type { Compiler } from "../query/compiler.ts"
import { keepInStep, stampTimes, syncForeignKeys, touched } from "./entity-sync.ts"
import { expire } from "./expiry.ts"
import type { IdentityMap } from "./identity-map.ts"
import { deletionOrder, insertionOrder } from "./order.ts"
import { linkStatement } from "../query/write-statements.ts"
import { validateChanges, validateWhole } from "./validation.ts"

/** Two entities that are to be linked, or no longer. */
export interface LinkChange {
  readonly entity: EntityObject
  readonly relation: string
  readonly target: EntityObject
  readonly way: Way
  readonly linked: boolean
}

/** What a session still has to write, and what it wrote in the transaction that is open. */
export class UnitOfWork {
  readonly #owner: object
  readonly #identities: IdentityMap
  readonly #compiler: Compiler
  readonly #added: Set<EntityObject> = new Set()
  /** Entities to delete, with the status they had before. */
  readonly #removed: Map<EntityObject, EntityStatus> = new Map()
  #links: LinkChange[] = []
  /** Entities inserted in the open transaction, with the properties that were generated for them. */
  readonly #inserted: Map<EntityObject, string[]> = new Map()
  readonly #deleted: Set<EntityObject> = new Set()

  constructor(owner: object, identities: IdentityMap, compiler: Compiler) {
    this.#owner = owner
    this.#identities = identities
    this.#compiler = compiler
  }

  add(entity: EntityObject): void {
    const state = this.#claim(entity)
    if (state.status === "removed") this.#restore(entity, state)
    if (state.status !== "new") return
    validateWhole(entity, state.table)
    state.status = "added"
    state.owner = this.#owner
    this.#added.add(entity)
  }

  remove(entity: EntityObject): void {
    const state = this.#claim(entity)
    if (state.status === "new") throw new TypeError(`This ${state.table.label} has no row that could be deleted.`)
    if (state.status === "added") {
      this.#added.delete(entity)
      state.status = "new"
      state.owner = undefined
    } else if (state.status !== "removed") {
      this.#removed.set(entity, state.status)
      state.status = "removed"
    }
  }

  /** Takes a deletion back; where it was flushed already, the entity is inserted again with its key. */
  #restore(entity: EntityObject, state: EntityState): void {
    state.status = this.#removed.get(entity) ?? "new"
    this.#removed.delete(entity)
  }

  link(change: LinkChange): void {
    for (const entity of [change.entity, change.target]) {
      const state = this.#claim(entity)
      if (state.status === "new") this.add(entity)
    }
    this.#links.push(change)
  }

  /** The state of an entity that no other session holds. */
  #claim(entity: EntityObject): EntityState {
    const state = entityState(entity)
    if (state.owner === undefined || state.owner === this.#owner) return state
    throw new TypeError(`This ${state.table.label} belongs to another session. Get it by its key in this one.`)
  }

  /**
   * The statements that are due: inserts, those that are referred to first; changes of changed columns
   * only; links; deletions, those that refer to others first.
   *
   * @throws ValidationFailed before anything is written
   */
  steps(): Step[] {
    const updates = this.#updates()
    const steps: Step[] = []
    if (this.#added.size > 0) {
      const order = insertionOrder(this.#added, (entity) => this.add(entity))
      for (const entity of order) steps.push(this.#insert(entity))
    }
    steps.push(...updates)
    for (const change of this.#links) steps.push(this.#link(change))
    if (this.#removed.size > 0)
      for (const entity of deletionOrder(this.#removed.keys())) steps.push(this.#delete(entity))
    return steps
  }

  #updates(): Step[] {
    const steps: Step[] = []
    for (const [mapper, entities] of this.#identities.all()) {
      for (const entity of entities.values()) {
        const state = stateOf(entity)!
        if (state.status !== "stored") continue
        if (state.related) this.#adopt(entity, state)
        const changed = mapper.changes(entity, state.row, state.offset)
        if (changed) steps.push(this.#update(entity, mapper, changed))
      }
    }
    return steps
  }

  /** A new entity that a stored one was given to belong to is added with it. */
  #adopt(entity: EntityObject, state: EntityState): void {
    for (const name in state.related) {
      const owner = stateOf(state.related[name])
      if (owner?.status === "new" && state.table.relations.get(name)?.kind === "belongsTo") {
        this.add(state.related[name] as EntityObject)
      }
    }
    syncForeignKeys(entity, state)
  }

  #insert(entity: EntityObject): Step {
    const state = entityState(entity)
    const { table } = state
    validateWhole(entity, table)
    const mapper = this.#compiler.mapper(table)
    const { property, generated } = mapper.key
    const withKey = (entity[property] ?? undefined) !== undefined
    const statement = this.#compiler.writes(mapper).insert(withKey || generated !== "key")
    return {
      statement,
      table,
      parameters: () => {
        syncForeignKeys(entity, state)
        this.#inserted.set(entity, stampTimes(entity, table))
        return mapper.write(entity, statement.positions)
      },
      done: ({ key }) => {
        if (!withKey && generated === "key") {
          entity[property] = Number(key)
          this.#inserted.get(entity)!.push(property)
        }
        state.status = "stored"
        state.row = mapper.snapshot(entity)
        state.offset = 0
        this.#added.delete(entity)
        this.#identities.of(mapper).set(entity[property], entity)
      },
    }
  }

  #update(entity: EntityObject, mapper: Mapper, changed: number[]): Step {
    const state = entityState(entity)
    const { table } = state
    if (changed.includes(mapper.keyPosition)) {
      throw new TypeError(`The key of a ${table.label} cannot change. Delete it and add another one.`)
    }
    validateChanges(entity, table, changed)
    const positions = [...changed, ...touched(entity, table, changed)].sort((a, b) => a - b)
    const statement = this.#compiler.writes(mapper).update(positions)
    return {
      statement,
      table,
      parameters: () => {
        syncForeignKeys(entity, state)
        return mapper.write(entity, statement.positions)
      },
      done: ({ changes }) => {
        if (changes === 0) throw new StaleData(table.label, entity[mapper.key.property])
        const row = mapper.snapshot(entity)
        for (const position of positions) state.row[state.offset + position] = row[position]
      },
    }
  }

  #delete(entity: EntityObject): Step {
    const { table } = entityState(entity)
    const mapper = this.#compiler.mapper(table)
    const statement = this.#compiler.writes(mapper).delete()
    return {
      statement,
      table,
      parameters: () => mapper.write(entity, statement.positions),
      done: () => {
        this.#identities.of(mapper).delete(entity[mapper.key.property])
        this.#removed.delete(entity)
        this.#deleted.add(entity)
      },
    }
  }

  #link(change: LinkChange): Step {
    const { entity, target, way, linked, relation } = change
    const [own, other] = [this.#compiler.mapper(way.own), this.#compiler.mapper(way.target)]
    return {
      statement: linkStatement(way.link!, linked, this.#compiler.dialect),
      table: way.own,
      parameters: () => [...own.write(entity, [own.keyPosition]), ...other.write(target, [other.keyPosition])],
      done: () => {
        this.#links = this.#links.filter((pending) => pending !== change)
        const inverse = way.own.relations.get(relation)!.options.inverse
        keepInStep(entity, relation, target, linked)
        if (inverse !== undefined) keepInStep(target, inverse, entity, linked)
      },
    }
  }

  /** What was written is committed. */
  committed(): void {
    for (const entity of this.#deleted) entityState(entity).owner = undefined
    this.#deleted.clear()
    this.#inserted.clear()
  }

  /** What was written is undone: nobody knows the rows any more, and what was inserted is new again. */
  rolledBack(): void {
    for (const [entity, generated] of this.#inserted) {
      const state = entityState(entity)
      this.#identities.of(this.#compiler.mapper(state.table)).delete(entity[state.table.key.property])
      for (const property of generated) delete entity[property]
      this.#added.add(entity)
    }
    for (const entity of this.#added) Object.assign(entityState(entity), { status: "new", owner: undefined })
    for (const entity of this.#deleted) {
      const { table } = entityState(entity)
      this.#identities.of(this.#compiler.mapper(table)).set(entity[table.key.property], entity)
    }
    for (const [, entities] of this.#identities.all()) for (const entity of entities.values()) expire(entity)
    this.#added.clear()
    this.#removed.clear()
    this.#deleted.clear()
    this.#inserted.clear()
    this.#links = []
  }
}
