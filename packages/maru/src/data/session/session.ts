import type { Awaitable, Engine, Reader, Transaction } from "../engine.ts"
import { DataError, StaleData } from "../errors.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity-state.ts"
import { tableOf } from "../model/table.ts"
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
import type { QueryShape } from "../query/shape.ts"
import { IdentityMap } from "./identity-map.ts"
import { isLoaded } from "./loaded.ts"
import { Loader } from "./loader.ts"
import { readSql, writesRows } from "./sql.ts"
import { UnitOfWork } from "./unit-of-work.ts"

export interface SessionOptions {
  /** Ends waiting and refuses further statements when it aborts. */
  readonly signal?: AbortSignal
  /**
   * `read committed`: every read sees what was committed before it. `serializable`: the session takes the
   * right to write with its first statement, so that nobody changes what it reads.
   */
  readonly isolation?: "read committed" | "serializable"
  /** Refuses to write. */
  readonly readOnly?: boolean
}

export interface GetOptions<W> {
  /** Relations to load as well. */
  readonly with?: W
  /** Takes the right to write first, so that nobody changes the row before this session commits. */
  readonly lock?: "update"
}

/** What a session needs of the database that made it. */
export interface SessionHome {
  readonly engine: Engine
  readonly compiler: Compiler
  /** A promise while the database is still being opened. */
  ready(): Promise<void> | undefined
}

/**
 * A unit of work: entities read and added in one session are kept, one for each row, and what changed is
 * written in one transaction. Nothing is connected before the first statement, and nothing is written
 * before `flush` or `commit`. Queries see what was flushed, not what is still in memory.
 */
export class DbSession implements QueryRunner {
  readonly #home: SessionHome
  readonly #options: SessionOptions
  readonly #identities: IdentityMap = new IdentityMap()
  readonly #work: UnitOfWork
  readonly #loader: Loader
  #transaction: Transaction | undefined
  #busy: Promise<unknown> | undefined
  #closed = false

  /** @internal Sessions are made by `database.session()`. */
  constructor(home: SessionHome, options: SessionOptions = {}) {
    this.#home = home
    this.#options = options
    this.#work = new UnitOfWork(this, this.#identities, home.compiler)
    this.#loader = new Loader(this, this.#identities, home.compiler)
  }

  /** @internal */
  get dialect(): Engine["dialect"] {
    return this.#home.engine.dialect
  }

  /** Whether a transaction is open: something was flushed, or a lock taken, and not yet committed. */
  get inTransaction(): boolean {
    return this.#transaction !== undefined
  }

  /** The entity with this key, undefined if there is none. What the session has already is not read again. */
  async get<M extends AnyModel, const W extends With<M> = {}>(
    model: M,
    key: KeyOf<M["fields"]>,
    options: GetOptions<W> = {},
  ): Promise<Loaded<M, W> | undefined> {
    const mapper = this.#home.compiler.mapper(tableOf(model))
    if (!options.lock) {
      const known = this.#identities.of(mapper).get(key)
      const status = known && entityState(known).status
      if (status === "removed") return undefined
      if (status === "stored" && isLoaded(known!, options.with as WithTree)) return known as Loaded<M, W>
    }
    const found = await this.#read(mapper.table.model, key, options.with as WithTree, options.lock !== undefined)
    return found as Loaded<M, W> | undefined
  }

  /** Starts a query of the rows of a model. */
  query<M extends AnyModel>(model: M): Query<M> {
    return new Query<M>(this, startQuery(tableOf(model)))
  }

  /**
   * Puts a new entity under the care of the session; the next flush inserts it, and new entities that it
   * belongs to.
   * @throws ValidationFailed
   */
  add<E extends object>(entity: E): E {
    this.#check()
    this.#work.add(entity as EntityObject)
    return entity
  }

  /** The next flush deletes the row; the database deletes, or protects, what refers to it. */
  delete(entity: object): void {
    this.#check()
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
      await this.#reread(entity as EntityObject, relations as WithTree, false)
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
    await this.#reread(entity as EntityObject, options.with as WithTree, true)
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
    this.#check()
    const { statement, parameters } = readSql(text, values)
    const writes = writesRows(statement)
    if (writes) await this.flush()
    const reader = writes ? await this.#begin() : await this.#reader(false)
    const { columns, rows } = await reader.records(statement, parameters)
    return rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]]))) as T[]
  }

  /**
   * Writes what has changed, without committing: generated keys exist afterwards, and this session sees
   * its own writes. If anything fails, the whole transaction is rolled back.
   *
   * @throws UniqueViolation, ForeignKeyViolation, CheckViolation, NotNullViolation, ValidationFailed, StaleData, Unavailable
   */
  async flush(): Promise<void> {
    this.#check()
    await this.#alone(() => this.#flush())
  }

  static {
    // An endpoint calls this on what its providers gave, before it encodes: generated columns exist then.
    Object.defineProperty(DbSession.prototype, Symbol.for("maru.flush"), { value: DbSession.prototype.flush })
  }

  /** Flushes, and makes it permanent. If that fails, everything is rolled back. Without changes it does nothing. */
  async commit(): Promise<void> {
    this.#check()
    await this.#alone(async () => {
      const flushed = this.#flush()
      if (flushed) await flushed
      const transaction = this.#transaction
      if (!transaction) return
      try {
        await transaction.commit()
        this.#work.committed()
      } catch (error) {
        this.#work.rolledBack()
        throw error
      } finally {
        this.#transaction = undefined
      }
    })
  }

  /** Undoes what was flushed and forgets what was not. Entities expire; new ones are new again. */
  async rollback(): Promise<void> {
    await this.#alone(async () => {
      const transaction = this.#transaction
      this.#transaction = undefined
      this.#work.rolledBack()
      await transaction?.rollback()
    })
  }

  /** Ends the session. What was not committed is rolled back; entities that were only read stay readable. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#busy?.catch(() => undefined)
    if (this.#transaction) await this.rollback()
  }

  /** @internal */
  async entities(shape: QueryShape, lock: boolean): Promise<object[]> {
    const { compiler } = this.#home
    const reader = await this.#reader(lock)
    const compiled = compiler.list(shape)
    const rows = await reader.rows(compiled.statement, compiler.listParameters(shape))
    return this.#loader.load(compiled, rows, reader, lock)
  }

  /** @internal */
  async number(shape: QueryShape, what: "count" | "exists"): Promise<number> {
    const { compiler } = this.#home
    const reader = await this.#reader(false)
    const row = await reader.row(compiler.number(shape, what), compiler.numberParameters(shape))
    return Number(row![0])
  }

  async #read(
    model: AnyModel,
    key: unknown,
    tree: WithTree | undefined,
    fresh: boolean,
  ): Promise<EntityObject | undefined> {
    const table = tableOf(model)
    const compiled = this.#home.compiler.get(table, tree)
    const parameter = this.dialect.codec(table.key.kind).write(key)
    const opening = this.#reader(fresh)
    const reader = opening instanceof Promise ? await opening : opening
    const reading = reader.row(compiled.statement, [parameter])
    const row = reading instanceof Promise ? await reading : reading
    if (!row) return undefined
    const loading = this.#loader.load(compiled, [row], reader, fresh)
    return (loading instanceof Promise ? await loading : loading)[0]
  }

  async #reread(entity: EntityObject, tree: WithTree | undefined, fresh: boolean): Promise<void> {
    const { table, owner } = entityState(entity)
    if (owner !== this) throw new TypeError(`This ${table.label} does not belong to this session.`)
    const key = entity[table.key.property]
    // A relation that is not loaded yet is read beside the values, which stay as they are.
    if (!(await this.#read(table.model, key, tree, fresh))) throw new StaleData(table.label, key)
  }

  #link(entity: object, relation: string, target: object, linked: boolean): void {
    this.#check()
    const { table } = entityState(entity)
    const found = table.relations.get(relation)
    if (found?.kind !== "manyToMany") throw new TypeError(`${table.label}.${relation} is no manyToMany.`)
    if (!(target instanceof found.target))
      throw new TypeError(`${table.label}.${relation} takes a ${found.target.name}.`)
    const way = wayOf(table, found)
    this.#work.link({ entity: entity as EntityObject, relation, target: target as EntityObject, way, linked })
  }

  #flush(): Awaitable<void> {
    const steps = this.#work.steps()
    if (steps.length === 0) return undefined
    if (this.#options.readOnly) throw new TypeError("This session only reads: it was opened with readOnly.")
    const begun = this.#begin()
    // Somebody may have changed an entity while this session waited for its turn.
    if (begun instanceof Promise) return begun.then((transaction) => this.#write(transaction, this.#work.steps()))
    return this.#write(begun, steps)
  }

  #write(transaction: Transaction, steps: Parameters<Transaction["write"]>[0]): Awaitable<void> {
    const failed = (error: unknown): never => {
      this.#transaction = undefined
      this.#work.rolledBack()
      throw error
    }
    try {
      const writing = transaction.write(steps)
      return writing ? writing.catch(failed) : undefined
    } catch (error) {
      return failed(error)
    }
  }

  #begin(): Awaitable<Transaction> {
    if (this.#transaction) return this.#transaction
    const opening = this.#home.ready()
    if (opening) return opening.then(() => this.#begin())
    const begun = this.#home.engine.begin(this.#options.signal)
    if (!(begun instanceof Promise)) return (this.#transaction = begun)
    return begun.then(async (transaction) => {
      if (!this.#closed) return (this.#transaction = transaction)
      await transaction.rollback()
      throw closed()
    })
  }

  #reader(lock: boolean): Awaitable<Reader> {
    this.#check()
    if (this.#transaction) return this.#transaction
    if (lock || this.#options.isolation === "serializable") return this.#alone(() => this.#begin())
    const opening = this.#home.ready()
    return opening ? opening.then(() => this.#home.engine.reader) : this.#home.engine.reader
  }

  #check(): void {
    if (this.#closed) throw closed()
    this.#options.signal?.throwIfAborted()
  }

  /** Flush, commit and rollback of one session never overlap. */
  async #alone<T>(run: () => Awaitable<T>): Promise<T> {
    while (this.#busy) await this.#busy.catch(() => undefined)
    const running = run()
    if (!(running instanceof Promise)) return running
    this.#busy = running
    try {
      return await running
    } finally {
      this.#busy = undefined
    }
  }
}

function closed(): DataError {
  return new DataError(
    "session-closed",
    "The database session has ended. Keep the work with it inside the request, or open another one.",
  )
}
