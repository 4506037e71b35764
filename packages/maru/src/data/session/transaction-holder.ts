import type { Awaitable, Reader, Statement, Step, Transaction, Use } from "../engine.ts"
import { CommitHooks } from "./commit-hooks.ts"
import { sessionClosed } from "./closed.ts"
import type { SessionHome, SessionOptions } from "./options.ts"
import type { UnitOfWork } from "../work/unit-of-work.ts"

let sessions = 0

/**
 * The transaction of one session: begun when something has to be written or locked, ended by commit,
 * rollback or the end of the session. Flush, commit and rollback of one session never overlap.
 */
export class TransactionHolder {
  readonly #home: SessionHome
  readonly #options: SessionOptions
  readonly #work: UnitOfWork
  readonly #use: Use
  #reader: Reader | undefined
  #transaction: Transaction | undefined
  #beginning: Promise<Transaction> | undefined
  #busy: Promise<unknown> | undefined
  #closed = false
  #hooks: CommitHooks | undefined
  /** Savepoints that are open. */
  #depth = 0

  constructor(home: SessionHome, options: SessionOptions, work: UnitOfWork) {
    this.#home = home
    this.#options = options
    this.#work = work
    this.#use = { session: ++sessions, signal: options.signal, readOnly: options.readOnly === true }
  }

  get open(): boolean {
    return this.#transaction !== undefined
  }

  /** Made with the first one: most sessions have none. */
  get hooks(): CommitHooks {
    this.check()
    return (this.#hooks ??= new CommitHooks())
  }

  /** @throws DataError `session-closed`, or the reason of the signal */
  check(): void {
    if (this.#closed) throw sessionClosed()
    this.#options.signal?.throwIfAborted()
  }

  /**
   * Where to read: in the transaction if there is one, for it sees its own writes.
   * @param lock whether to take the right to write first
   */
  reader(lock: boolean): Awaitable<Reader> {
    this.check()
    if (this.#transaction) return this.#transaction
    if (lock || (this.#options.isolation ?? "read committed") !== "read committed") return this.begin()
    const opening = this.#home.ready()
    return opening ? opening.then(() => this.#outside()) : this.#outside()
  }

  /** Reads without a transaction; after the first write no more from a replica, which may lag behind. */
  #outside(): Reader {
    return (this.#reader ??= (this.#home.replica() ?? this.#home.engine).reader(this.#use))
  }

  /** The transaction, begun if there is none. Several who ask at the same time get the same one. */
  begin(): Awaitable<Transaction> {
    if (this.#transaction) return this.#transaction
    if (this.#beginning) return this.#beginning
    const opening = this.#home.ready()
    const begun = opening ? opening.then(() => this.#begin()) : this.#begin()
    if (!(begun instanceof Promise)) return (this.#transaction = begun)
    this.#beginning = this.#keep(begun)
    return this.#beginning
  }

  /** The transaction, to write in it. @throws TypeError in a session that only reads */
  beginToWrite(): Awaitable<Transaction> {
    if (this.#options.readOnly) throw new TypeError("This session only reads: it was opened with readOnly.")
    return this.begin()
  }

  flush(): Awaitable<void> {
    return this.#alone(() => this.#flush())
  }

  /** Flushes, and runs a statement that writes. Where it fails, what a failed flush undoes is undone. */
  async write<T>(run: (transaction: Transaction) => Awaitable<T>): Promise<T> {
    this.check()
    await this.flush()
    const transaction = await this.beginToWrite()
    try {
      return await run(transaction)
    } catch (error) {
      await this.#alone(() => this.#failed(error))
      throw error
    }
  }

  commit(): Awaitable<void> {
    return this.#alone(() => {
      const flushing = this.#hooks ? this.#prepare(this.#hooks) : this.#flush()
      return flushing ? flushing.then(() => this.#commit()) : this.#commit()
    })
  }

  /** What waits for the commit may add to the work, once what it is about has been written. */
  async #prepare(hooks: CommitHooks): Promise<void> {
    await this.#flush()
    try {
      hooks.prepare()
    } catch (error) {
      await this.#failed(error)
    }
    await this.#flush()
  }

  rollback(): Awaitable<void> {
    return this.#alone(() => this.#rollback())
  }

  /**
   * Runs work behind a savepoint: if it throws, what it wrote is undone, and nothing else. In between, a
   * flush that fails undoes what was written since the savepoint.
   */
  async nested<T>(work: () => Promise<T>): Promise<T> {
    await this.flush()
    const forget = this.#hooks?.mark() ?? (() => this.#hooks?.clear())
    const transaction = await this.beginToWrite()
    const name = `maru_${++this.#depth}`
    try {
      await transaction.execute(control(`SAVEPOINT ${name}`), [])
      this.#work.savepoint()
      const result = await work()
      await this.flush()
      if (this.#transaction !== transaction) return result
      await transaction.execute(control(`RELEASE SAVEPOINT ${name}`), [])
      this.#work.released()
      return result
    } catch (error) {
      if (this.#transaction === transaction) {
        forget()
        await this.#backTo(transaction, name)
      }
      throw error
    } finally {
      this.#depth--
    }
  }

  async #backTo(transaction: Transaction, name: string): Promise<void> {
    this.#work.rolledBackToSavepoint()
    await transaction.execute(control(`ROLLBACK TO SAVEPOINT ${name}`), [])
    await transaction.execute(control(`RELEASE SAVEPOINT ${name}`), [])
  }

  /** Ends the session; what is not committed is rolled back. */
  close(): Awaitable<void> {
    if (this.#closed) return undefined
    this.#closed = true
    return this.#transaction || this.#beginning || this.#busy ? this.#end() : undefined
  }

  async #end(): Promise<void> {
    await this.#beginning?.catch(() => undefined)
    await this.#busy?.catch(() => undefined)
    if (this.#transaction) await this.rollback()
  }

  #begin(): Awaitable<Transaction> {
    this.#reader = undefined
    return this.#home.engine.begin(this.#use, this.#options.isolation ?? "read committed")
  }

  async #keep(begun: Promise<Transaction>): Promise<Transaction> {
    try {
      const transaction = await begun
      if (this.#closed) {
        await transaction.rollback()
        throw sessionClosed()
      }
      return (this.#transaction = transaction)
    } finally {
      this.#beginning = undefined
    }
  }

  #flush(): Awaitable<void> {
    const steps = this.#work.steps()
    if (steps.length === 0) return undefined
    const begun = this.beginToWrite()
    // Somebody may have changed an entity while this session waited for its turn.
    if (begun instanceof Promise) return begun.then((transaction) => this.#write(transaction, this.#work.steps()))
    return this.#write(begun, steps)
  }

  #write(transaction: Transaction, steps: readonly Step[]): Awaitable<void> {
    try {
      const writing = transaction.write(steps)
      const reading = writing ? writing.then(() => this.#work.readBack(transaction)) : this.#work.readBack(transaction)
      return reading?.catch((error: unknown) => this.#failed(error))
    } catch (error) {
      return this.#failed(error)
    }
  }

  #commit(): Awaitable<void> {
    const transaction = this.#transaction
    if (!transaction) return this.#hooks?.committed()
    try {
      const committing = transaction.commit()
      if (!committing) return this.#committed()
      return committing.then(
        () => this.#committed(),
        (error: unknown) => this.#lost(error),
      )
    } catch (error) {
      return this.#lost(error)
    }
  }

  #committed(): void {
    this.#transaction = undefined
    this.#work.committed()
    this.#hooks?.committed()
  }

  /** A statement has failed: everything is undone, or everything since the savepoint, whose owner does it. */
  #failed(error: unknown): Awaitable<void> {
    if (this.#depth > 0) throw error
    const rolling = this.#rollback()
    if (!rolling) throw error
    return rolling.then(
      () => Promise.reject(error as Error),
      () => Promise.reject(error as Error),
    )
  }

  /** The database has ended the transaction. */
  #lost(error: unknown): never {
    this.#transaction = undefined
    this.#work.rolledBack()
    this.#hooks?.clear()
    throw error
  }

  #rollback(): Awaitable<void> {
    const transaction = this.#transaction
    this.#transaction = undefined
    this.#work.rolledBack()
    this.#hooks?.clear()
    return transaction?.rollback()
  }

  /** One after the other. Where the database answers at once, nobody waits for a promise. */
  #alone(run: () => Awaitable<void>): Awaitable<void> {
    if (this.#busy) return this.#inTurn(run)
    const running = run()
    return running && this.#keepBusy(running)
  }

  async #inTurn(run: () => Awaitable<void>): Promise<void> {
    while (this.#busy) await this.#busy.catch(() => undefined)
    await this.#alone(run)
  }

  async #keepBusy(running: Promise<void>): Promise<void> {
    this.#busy = running
    try {
      await running
    } finally {
      this.#busy = undefined
    }
  }
}

function control(sql: string): Statement {
  return { sql, hidden: undefined }
}
