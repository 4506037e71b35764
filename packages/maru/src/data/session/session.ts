import type { Kysely } from "kysely"
import { sessionKysely } from "../kysely/session-kysely.ts"
import type { KyselyModels, KyselyTables } from "../kysely/tables.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import { entityKeyParts, identityOf, keyOf } from "../model/table/key.ts"
import { tableOf } from "../model/table/tables.ts"
import type {
  AnyModel,
  FieldsOfEntity,
  KeyOf,
  LinkValues,
  Loaded,
  LoadedRelations,
  ModelOf,
  RelationKey,
  TargetOf,
} from "../model/types.ts"
import type { Compiler } from "../query/compile/compiler.ts"
import { Query, startQuery } from "../query/query.ts"
import type { With } from "../query/condition/with.ts"
import { IdentityMap } from "../loading/identity-map.ts"
import { Loader } from "../loading/loader.ts"
import { EntityReader } from "./entity-reader.ts"
import { SessionKyselyRunner } from "./kysely-runner.ts"
import { readLink } from "./link.ts"
import { mergeInto } from "./merge.ts"
import type { GetOptions, SessionHome, SessionOptions } from "./options.ts"
import { SessionRunner } from "./runner.ts"
import { runSql } from "./sql.ts"
import { type NewRow, insertMany } from "./insert-many.ts"
import { type UpsertOptions, upsert } from "./upsert.ts"
import { TransactionHolder } from "./transaction-holder.ts"
import { UnitOfWork } from "../work/unit-of-work.ts"

const done: Promise<void> = Promise.resolve()

/**
 * A unit of work: entities read and added in one session are kept, one for each row, and what changed is
 * written in one transaction. Nothing is connected before the first statement, and nothing is written
 * before `flush` or `commit`. Queries see what was flushed, not what is still in memory.
 */
export class DbSession {
  readonly #compiler: Compiler
  readonly #work: UnitOfWork
  readonly #holder: TransactionHolder
  readonly #runner: SessionRunner
  readonly #entities: EntityReader

  /** @internal Sessions are made by `database.session()`. */
  constructor(home: SessionHome, options: SessionOptions) {
    this.#compiler = home.compiler
    const identities = new IdentityMap()
    const loader = new Loader(this, identities, home.compiler)
    this.#work = new UnitOfWork(this, identities, home.compiler)
    this.#holder = new TransactionHolder(home, options, this.#work)
    this.#runner = new SessionRunner(home.compiler, this.#holder, this.#work, loader, home.cursorKey)
    this.#entities = new EntityReader(this, home.compiler, identities, this.#holder, loader)
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
    const reading = this.#entities.get(tableOf(model), key, options)
    return (reading instanceof Promise ? await reading : reading) as Loaded<M, W> | undefined
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

  /**
   * Inserts many rows without keeping entities of them: each is checked like a new entity. What was not yet
   * written is flushed first; lists that are loaded count as not loaded, where the rows could be in them.
   *
   * @returns the number of rows
   * @throws ValidationFailed before anything is written
   */
  insertMany<M extends AnyModel>(model: M, rows: Iterable<NewRow<M>>): Promise<number> {
    return insertMany(tableOf(model), rows, this.#compiler, this.#holder, this.#work)
  }

  /**
   * Inserts rows, and changes those that are there already: `db.upsert(User, rows, { on: ["email"], update:
   * ["name"] })`. Times of changes and versions follow by themselves. Entities of the model expire.
   *
   * @throws ValidationFailed before anything is written
   */
  upsert<M extends AnyModel>(model: M, rows: Iterable<NewRow<M>>, options: UpsertOptions<M>): Promise<void> {
    return upsert(tableOf(model), rows, options, this.#compiler, this.#holder, this.#work)
  }

  /** The next flush deletes the row; the database deletes, or protects, what refers to it. */
  delete(entity: object): void {
    this.#holder.check()
    this.#work.remove(entity as EntityObject)
  }

  /**
   * Lets go of an entity: nothing more of it is written, and the session reads its row anew. It can be added
   * to another session.
   */
  expunge(entity: object): void {
    this.#work.expunge(entity as EntityObject)
  }

  /**
   * The session's own entity for one of another session, or of none: the row is read, and takes the values of
   * the entity that is given. Where there is no such row, a new entity is added.
   *
   * @throws StaleData where the model has a version column and the row has another version
   */
  async merge<E extends object>(entity: E): Promise<E> {
    this.#holder.check()
    const { owner, table } = entityState(entity)
    if (owner === this) return entity
    const hasKey = identityOf(entityKeyParts(table, entity)) !== undefined
    const found = hasKey ? await this.get(table.model, keyOf(table, entity) as never) : undefined
    const merged = mergeInto((found ?? undefined) as EntityObject | undefined, entity as EntityObject)
    return (found ? merged : this.add(merged)) as E
  }

  /** The next flush deletes the row for good, also where `delete` would only mark it. */
  purge(entity: object): void {
    this.#holder.check()
    this.#work.remove(entity as EntityObject, true)
  }

  /** Takes a deletion back: one that is not flushed yet, or one of a model with a `softDelete` column. */
  restore(entity: object): void {
    this.#holder.check()
    this.#work.restore(entity as EntityObject)
  }

  /**
   * The next flush links two entities; if they are linked already, nothing happens.
   * @param values columns of the link itself, where the table between the two is a model
   */
  link<E extends object, K extends RelationKey<FieldsOfEntity<E>, "manyToMany">>(
    entity: E,
    relation: K,
    target: InstanceType<TargetOf<FieldsOfEntity<E>[K]>>,
    ...[values]: LinkValues<FieldsOfEntity<E>[K]>
  ): void {
    this.#holder.check()
    this.#work.link(readLink(entity, relation as string, target as object, true, values))
  }

  /** The next flush removes the link between two entities; if there is none, nothing happens. */
  unlink<E extends object, K extends RelationKey<FieldsOfEntity<E>, "manyToMany">>(
    entity: E,
    relation: K,
    target: InstanceType<TargetOf<FieldsOfEntity<E>[K]>>,
  ): void {
    this.#holder.check()
    this.#work.link(readLink(entity, relation as string, target as object, false))
  }

  /** Loads relations of an entity that the session has; those that are loaded are not read again. */
  async load<E extends object, const W extends With<ModelOf<E>>>(
    entity: E,
    relations: W,
  ): Promise<E & LoadedRelations<ModelOf<E>, W>> {
    await this.#entities.load(entity as EntityObject, relations)
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
    await this.#entities.refresh(entity as EntityObject, options.with)
    return entity as never
  }

  /**
   * Runs SQL of your own, every value bound: `` session.sql`SELECT title FROM posts WHERE id = ${id}` ``.
   * A statement that writes joins the transaction, after what was still to be flushed; where it fails, the whole
   * transaction is rolled back, as by a flush that fails.
   *
   * @returns rows as objects with the names of the columns; values as the database stores them
   */
  async sql<T = Record<string, unknown>>(
    text: TemplateStringsArray,
    ...values: readonly unknown[]
  ): Promise<readonly T[]> {
    this.#holder.check()
    // Waited for here, so that the stack still leads to the line that asked.
    return await runSql<T>(text, values, this.#compiler.dialect, this.#holder, this.#work)
  }

  /**
   * A Kysely instance over the tables of models, for SQL that queries have no words for: joins, unions, views,
   * WITH, window functions. Columns go by the properties of the models; values are what entities have.
   * Its statements run in this session: they see what was flushed, and one that writes flushes first and
   * joins the transaction. Entities of a model whose rows it changes or deletes expire.
   *
   * ```ts
   * await db.kysely({ posts: Post, users: User })
   *   .selectFrom("posts").innerJoin("users", "users.id", "posts.authorId")
   *   .select(["users.name", (eb) => eb.fn.max("posts.createdAt").as("latest")])
   *   .groupBy("users.id").execute()
   * ```
   *
   * @param models by the names that the queries call them by
   */
  kysely<const T extends KyselyModels>(models: T): Kysely<KyselyTables<T>> {
    return sessionKysely(models, new SessionKyselyRunner(this.#holder, this.#work, this.#compiler.dialect))
  }

  /**
   * Writes what has changed, without committing: generated keys exist afterwards, and this session sees
   * its own writes. If anything fails, the whole transaction is rolled back.
   *
   * @throws UniqueViolation, ForeignKeyViolation, CheckViolation, NotNullViolation, ValidationFailed, StaleData, DatabaseUnavailable
   */
  async flush(): Promise<void> {
    this.#holder.check()
    const flushing = this.#holder.flush()
    if (flushing) await flushing
  }

  static {
    // An endpoint calls this on what its providers gave, before it encodes: generated columns exist then.
    Object.defineProperty(DbSession.prototype, Symbol.for("maru.flush"), { value: DbSession.prototype.flush })
  }

  /** Flushes, and makes it permanent. If that fails, everything is rolled back. Without changes it does nothing. */
  async commit(): Promise<void> {
    this.#holder.check()
    const committing = this.#holder.commit()
    if (committing) await committing
  }

  /**
   * Has something done at the next commit, once what has changed is written: generated keys are known, and what it adds
   * becomes part of the commit. A rollback forgets it. What it throws rolls back.
   */
  beforeCommit(work: () => void): void {
    this.#holder.hooks.beforeCommit(work)
  }

  /** Has something done once the next commit has succeeded. A rollback forgets it. What it throws is a warning. */
  afterCommit(work: () => void): void {
    this.#holder.hooks.afterCommit(work)
  }

  /** Undoes what was flushed and forgets what was not. Entities expire; new ones are new again. */
  async rollback(): Promise<void> {
    await this.#holder.rollback()
  }

  /**
   * Runs work behind a savepoint: if it throws, what it wrote is undone and its entities expire, but the
   * transaction goes on. Calls may be nested, one after the other.
   *
   * ```ts
   * const bought = await db.nested(() => buy(db, ticket)).catch(() => undefined)
   * ```
   */
  async nested<T>(work: () => Promise<T>): Promise<T> {
    this.#holder.check()
    return this.#holder.nested(work)
  }

  /** Ends the session. What was not committed is rolled back; entities that were only read stay readable. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#holder.close() ?? done
  }
}
