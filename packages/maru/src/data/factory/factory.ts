import type { z } from "zod"
import { entityState } from "../model/entity/entity-state.ts"
import type { Relation } from "../model/relation.ts"
import type { Table, TableRelation } from "../model/table/table.ts"
import { tableOf } from "../model/table/tables.ts"
import type { AnyModel, ColumnKey, RelationKey, TargetOf } from "../model/types.ts"
import { buildEntity } from "./build.ts"
import type { Random } from "./random.ts"

/** A value, or a function of the entity's number, from 1, and of random numbers that belong to this one value. */
export type Made<T> = T | ((n: number, random: Random) => T)

type OwnerOf<R> =
  R extends Relation<infer M extends AnyModel, "belongsTo", infer Nullable>
    ? InstanceType<M> | (Nullable extends true ? null : never)
    : never

type ColumnOf<C> = C extends z.ZodType ? z.output<C> : never

/**
 * What a factory puts into entities: columns, generated ones too, and the entities that they belong to, which
 * another factory may make. What is not said is made up from the schemas.
 */
export type FactoryValues<M extends AnyModel> = {
  readonly [K in ColumnKey<M["fields"]>]?: Made<ColumnOf<M["fields"][K]>>
} & {
  readonly [K in RelationKey<M["fields"], "belongsTo">]?:
    | Made<OwnerOf<M["fields"][K]>>
    | Factory<TargetOf<M["fields"][K]>>
}

type RawValues = Readonly<Record<string, unknown>>

/** Of a session, what a factory needs to store what it makes. */
export interface FactorySession {
  add<E extends object>(entity: E): E
  link(entity: object, relation: never, target: never): void
  flush(): Promise<void>
}

/** Entities that every made one gets, by the relation that leads to them. */
interface Children {
  readonly relation: string
  readonly factory: Factory<AnyModel>
  readonly count: number
}

interface Settings {
  readonly seed: string | number
  readonly values: RawValues
  readonly children: readonly Children[]
}

/** What `factory` can be told beside the values. */
export interface FactoryOptions {
  /** Where the random numbers start; by default 1. */
  readonly seed?: string | number
}

/** Entities of a model are numbered from 1, whichever factory makes them, so that no two have the same unique value. */
const made = new WeakMap<Table, number>()

/** Makes entities of one model, always the same ones. See `factory`. */
export class Factory<M extends AnyModel> {
  readonly #model: M
  readonly #settings: Settings

  /** @internal Factories are made by `factory`. */
  constructor(model: M, settings: Settings) {
    this.#model = model
    this.#settings = settings
  }

  /** A factory that puts these values over its own: a named kind of entity (a trait), `const drafts = posts.with({ draft: true })`. */
  with(values: FactoryValues<M>): Factory<M> {
    return this.#derived({ values: { ...this.#settings.values, ...(values as RawValues) } })
  }

  /**
   * A factory whose stored entities have others: each made for it, in a list or a link. They are made by `create` and
   * `createMany`, for only a session connects them.
   */
  has<K extends RelationKey<M["fields"], "hasMany" | "hasOne" | "manyToMany">>(
    relation: K,
    others: Factory<TargetOf<M["fields"][K]>>,
    count = 1,
  ): Factory<M> {
    const children = { relation: relation as string, factory: others as unknown as Factory<AnyModel>, count }
    return this.#derived({ children: [...this.#settings.children, children] })
  }

  /** One entity in memory, and those it belongs to. */
  build(values: FactoryValues<M> = {}): InstanceType<M> {
    const table = tableOf(this.#model)
    const n = (made.get(table) ?? 0) + 1
    made.set(table, n)
    const given = { ...this.#settings.values, ...(values as RawValues) }
    const owner = (relation: TableRelation, said: unknown): unknown => this.#owner(relation, said)
    return buildEntity(table, { n, seed: this.#settings.seed, given, owner }) as InstanceType<M>
  }

  /** Several entities in memory. */
  buildMany(count: number, values: FactoryValues<M> = {}): InstanceType<M>[] {
    return Array.from({ length: count }, () => this.build(values))
  }

  /** One entity with a row. The session is flushed, not committed. @throws what `flush` throws */
  async create(session: FactorySession, values: FactoryValues<M> = {}): Promise<InstanceType<M>> {
    return (await this.createMany(session, 1, values))[0]!
  }

  /** Several entities with rows, in one flush. @throws what `flush` throws */
  async createMany(session: FactorySession, count: number, values: FactoryValues<M> = {}): Promise<InstanceType<M>[]> {
    const entities = this.buildMany(count, values)
    for (const entity of entities) this.#add(session, entity as object)
    await session.flush()
    return entities
  }

  /** Counts the model's entities from 1 again, for a test that wants the same ones as another. */
  restart(): void {
    made.delete(tableOf(this.#model))
  }

  #add(session: FactorySession, entity: object): void {
    session.add(entity)
    const { table } = entityState(entity)
    for (const { relation, factory, count } of this.#settings.children) {
      const { kind, options } = table.relations.get(relation)!
      for (let place = 0; place < count; place++) {
        const values = kind === "manyToMany" ? {} : { [options.by!]: entity }
        const other = factory.build(values as never) as object
        factory.#add(session, other)
        if (kind === "manyToMany") session.link(entity, relation as never, other as never)
      }
    }
  }

  #owner({ target, nullable }: TableRelation, said: unknown): unknown {
    if (said instanceof Factory) return (said as Factory<AnyModel>).build() as unknown
    if (said !== undefined) return said
    return nullable ? null : (factory(target, {}, { seed: this.#settings.seed }).build() as unknown)
  }

  #derived(change: Partial<Settings>): Factory<M> {
    return new Factory(this.#model, { ...this.#settings, ...change })
  }
}

/**
 * Makes entities for tests and for seeding: the same ones in every run. What you don't say is made up from the
 * columns' schemas, and a row that has to belong to another gets a new one of those.
 *
 * ```ts
 * const users = factory(User, { nickname: (n) => `user ${n}` })
 * const posts = factory(Post, { author: users, tags: (_, random) => random.some(["tea", "bread", "bikes"], 2) })
 *
 * posts.build({ title: "Hello" })             // in memory
 * await posts.createMany(db, 20)              // rows; each with an author of its own
 * await users.has("posts", posts, 3).create(db)
 * ```
 */
export function factory<M extends AnyModel>(
  model: M,
  values: FactoryValues<M> = {},
  options: FactoryOptions = {},
): Factory<M> {
  return new Factory(model, { seed: options.seed ?? 1, values: values as RawValues, children: [] })
}
