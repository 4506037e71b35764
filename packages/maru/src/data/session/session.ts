import { DataError, StaleData } from "../errors.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity-state.ts"
import { type Table, tableOf } from "../model/table.ts"
import type {
  AnyModel,
  FieldsOfEntity,
  KeyOf,
  Loaded,
  LoadedRelations,
  ModelOf,
  RelationKey,
  TargetOf,
  With,
} from "../model/types.ts"
import { wayOf } from "../model/way.ts"
import type { Compiler } from "../query/compiler.ts"
import { Query, type QueryRunner, startQuery } from "../query/query.ts"
import type { WithTree } from "../query/selection.ts"
import { IdentityMap } from "./identity-map.ts"
import { isLoaded } from "./loaded.ts"
import { Loader } from "./loader.ts"
import type { SessionHome, SessionOptions } from "./options.ts"
import { SessionRunner } from "./runner.ts"
import { readSql, writesRows } from "./sql.ts"
import { TransactionHolder } from "./transaction-holder.ts"
import { UnitOfWork } from "./unit-of-work.ts"

/** What `session.get` can be told beside the key. */
export interface GetOptions<W> {
  /** Relations to load as well. */
  readonly with?: W
  /** Takes the right to write first, so that nobody changes the row before this session commits. */
  readonly lock?: "update"
}

/** How rows are read: with the right to write taken first, and for entities that are known already. */
interface ReadMode {
  readonly lock: boolean
  readonly fresh: boolean
}

const known: ReadMode = Object.freeze({ lock: false, fresh: false })
const again: ReadMode = Object.freeze({ lock: false, fresh: true })
const locked: ReadMode = Object.freeze({ lock: true, fresh: true })

/**
 * A unit of work: entities read and added in one session are kept, one for each row, and what changed is
 * written in one transaction. Nothing is connected before the first statement, and nothing is written
 * before `flush` or `commit`. Queries see what was flushed, not what is still in memory.
 */
export class DbSession {
  readonly #compiler: Compiler
  readonly #identities: IdentityMap = new IdentityMap()
  readonly #work: UnitOfWork
  readonly #loader: Loader
  readonly #holder: TransactionHolder
  readonly #runner: QueryRunner

  /** @internal Sessions are made by `database.session()`. */
  constructor(home: SessionHome, options: SessionOptions) {
    this.#compiler = home.compiler
    this.#work = new UnitOfWork(this, this.#identities, home.compiler)
    this.#loader = new Loader(this, this.#identities, home.compiler)
    this.#holder = new TransactionHolder(home, options, this.#work)
    this.#runner = new SessionRunner(home.compiler, this.#holder, this.#loader)
  }

  /** Whether a transaction is open: something was flushed, or a lock taken, and not yet committed. */
  get inTransaction(): boolean {
    return this.#holder.open
  }

  /** The entity with this key, undefined if there is none. What the session has already is not read again. */
  async get<M extends AnyModel, const W extends With<M> = {}>(
    model: M,
    key: KeyOf<M["fields"]>,
    options: GetOptions<W> = {},
  ): Promise<Loaded<M, W> | undefined> {
    this.#holder.check()
    const mapper = this.#compiler.mapper(tableOf(model))
    if (!options.lock) {
      const entity = this.#identities.of(mapper).get(key)
      const status = entity && entityState(entity).status
      if (status === "removed") return undefined
      if (status === "stored" && isLoaded(entity!, options.with as WithTree)) return entity as Loaded<M, W>
    }
    const how = options.lock ? locked : known
    const found = await this.#read(mapper.table, key, options.with as WithTree, how)
    return found as Loaded<M, W> | undefined
  }

  /** Starts a query of the rows of a model. */
  query<M extends AnyModel>(model: M): Query<M> {
    return new Query<M>(this.#runner, startQuery(tableOf(model)))
  }

  /**
   * Puts a new entity under the care of the session; the next flush inserts it, and new entities that it
   * belongs to.
   * @throws ValidationFailed
   */
  add<E extends object>(entity: E): E {
    this.#holder.check()
    this.#work.add(entity as EntityObject)
    return entity
  }

  /** The next flush deletes the row; the database deletes, or protects, what refers to it. */
  delete(entity: object): void {
    this.#holder.check()
    this.#work.remove(entity as EntityObject)
  }

  /** The next flush links two entities; if they are linked already, nothing happens. */
  link<E extends object, K extends RelationKey<FieldsOfEntity<E>, "manyToMany">>(
    entity: E,
    relation: K,
    target: InstanceType<TargetOf<FieldsOfEntity<E>[K]>>,
  ): void {
    this.#link(entity, relation as string, target as object, true)
  }

  /** The next flush removes the link between two entities; if there is none, nothing happens. */
  unlink<E extends object, K extends RelationKey<FieldsOfEntity<E>, "manyToMany">>(
    entity: E,
    relation: K,
    target: InstanceType<TargetOf<FieldsOfEntity<E>[K]>>,
  ): void {
    this.#link(entity, relation as string, target as object, false)
  }

  /** Loads relations of an entity that the session has; those that are loaded are not read again. */
  async load<E extends object, const W extends With<ModelOf<E>>>(
    entity: E,
    relations: W,
  ): Promise<E & LoadedRelations<ModelOf<E>, W>> {
    const { status, table } = entityState(entity)
    if (!isLoaded(entity as EntityObject, relations as WithTree)) {
      if (status === "new" || status === "added") {
        throw new DataError(
          "not-loaded",
          `This ${table.label} has no row yet: flush the session before loading relations.`,
        )
      }
      await this.#reread(entity as EntityObject, relations as WithTree, known)
    }
    return entity as never
  }

  /**
   * Reads the row of an entity again; unsaved changes are lost.
   * @throws StaleData if the row is gone
   */
  async refresh<E extends object, const W extends With<ModelOf<E>> = {}>(
    entity: E,
    options: { readonly with?: W } = {},
  ): Promise<E & LoadedRelations<ModelOf<E>, W>> {
    await this.#reread(entity as EntityObject, options.with as WithTree, again)
    return entity as never
  }

  /**
   * Runs SQL of your own, every value bound: `` session.sql`SELECT title FROM posts WHERE id = ${id}` ``.
   * A statement that writes joins the transaction, after what was still to be flushed.
   *
   * @returns rows as objects with the names of the columns; values as the database stores them
   */
  async sql<T = Record<string, unknown>>(
    text: TemplateStringsArray,
    ...values: readonly unknown[]
  ): Promise<readonly T[]> {
    this.#holder.check()
    const { statement, parameters } = readSql(text, values)
    const writes = writesRows(statement)
    if (writes) await this.flush()
    const reader = writes ? await this.#holder.begin() : await this.#holder.reader(false)
    const { columns, rows } = await reader.records(statement, parameters)
    return rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]]))) as T[]
  }

  /**
   * Writes what has changed, without committing: generated keys exist afterwards, and this session sees
   * its own writes. If anything fails, the whole transaction is rolled back.
   *
   * @throws UniqueViolation, ForeignKeyViolation, CheckViolation, NotNullViolation, ValidationFailed, StaleData, DatabaseUnavailable
   */
  async flush(): Promise<void> {
    this.#holder.check()
    await this.#holder.flush()
  }

  static {
    // An endpoint calls this on what its providers gave, before it encodes: generated columns exist then.
    Object.defineProperty(DbSession.prototype, Symbol.for("maru.flush"), { value: DbSession.prototype.flush })
  }

  /** Flushes, and makes it permanent. If that fails, everything is rolled back. Without changes it does nothing. */
  async commit(): Promise<void> {
    this.#holder.check()
    await this.#holder.commit()
  }

  /** Undoes what was flushed and forgets what was not. Entities expire; new ones are new again. */
  async rollback(): Promise<void> {
    await this.#holder.rollback()
  }

  /** Ends the session. What was not committed is rolled back; entities that were only read stay readable. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#holder.close()
  }

  async #read(
    table: Table,
    key: unknown,
    tree: WithTree | undefined,
    { lock, fresh }: ReadMode,
  ): Promise<EntityObject | undefined> {
    const compiled = this.#compiler.get(table, tree)
    const parameter = this.#compiler.dialect.codec(table.key.kind).write(key)
    const opening = this.#holder.reader(lock)
    const reader = opening instanceof Promise ? await opening : opening
    const reading = reader.row(compiled.statement, [parameter])
    const row = reading instanceof Promise ? await reading : reading
    if (!row) return undefined
    const loading = this.#loader.load(compiled, [row], reader, fresh)
    return (loading instanceof Promise ? await loading : loading)[0]
  }

  async #reread(entity: EntityObject, tree: WithTree | undefined, how: ReadMode): Promise<void> {
    const { table, owner } = entityState(entity)
    if (owner !== this) throw new TypeError(`This ${table.label} does not belong to this session.`)
    const key = entity[table.key.property]
    // A relation that is not loaded yet is read beside the values, which stay as they are.
    if (!(await this.#read(table, key, tree, how))) throw new StaleData(table.label, key)
  }

  #link(entity: object, relation: string, target: object, linked: boolean): void {
    this.#holder.check()
    const { table } = entityState(entity)
    const found = table.relations.get(relation)
    if (found?.kind !== "manyToMany") throw new TypeError(`${table.label}.${relation} is no manyToMany.`)
    if (!(target instanceof found.target))
      throw new TypeError(`${table.label}.${relation} takes a ${found.target.name}.`)
    const way = wayOf(table, found)
    this.#work.link({ entity: entity as EntityObject, relation, target: target as EntityObject, way, linked })
  }
}
