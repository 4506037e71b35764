import type { Awaitable, Reader, Step, Transaction } from "../engine.ts"
import { sessionClosed } from "./closed.ts"
import type { SessionHome, SessionOptions } from "./options.ts"
import type { UnitOfWork } from "./unit-of-work.ts"

/**
 * The transaction of one session: begun when something has to be written or locked, ended by commit,
 * rollback or the end of the session. Flush, commit and rollback of one session never overlap.
 */
export class TransactionHolder {
  readonly #home: SessionHome
  readonly #options: SessionOptions
  readonly #work: UnitOfWork
  #transaction: Transaction | undefined
  #beginning: Promise<Transaction> | undefined
  #busy: Promise<unknown> | undefined
  #closed = false

  constructor(home: SessionHome, options: SessionOptions, work: UnitOfWork) {
    this.#home = home
    this.#options = options
    this.#work = work
  }

  get open(): boolean {
    return this.#transaction !== undefined
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
    if (lock || this.#options.isolation === "serializable") return this.begin()
    const opening = this.#home.ready()
    return opening ? opening.then(() => this.#home.engine.reader) : this.#home.engine.reader
  }

  /** The transaction, begun if there is none. Several who ask at the same time get the same one. */
  begin(): Awaitable<Transaction> {
    if (this.#transaction) return this.#transaction
    if (this.#beginning) return this.#beginning
    if (this.#options.readOnly) throw new TypeError("This session only reads: it was opened with readOnly.")
    const opening = this.#home.ready()
    const begun = opening ? opening.then(() => this.#begin()) : this.#begin()
    if (!(begun instanceof Promise)) return (this.#transaction = begun)
    this.#beginning = this.#keep(begun)
    return this.#beginning
  }

  flush(): Promise<void> {
    return this.#alone(() => this.#flush())
  }

  commit(): Promise<void> {
    return this.#alone(() => {
      const flushing = this.#flush()
      return flushing ? flushing.then(() => this.#commit()) : this.#commit()
    })
  }

  rollback(): Promise<void> {
    return this.#alone(() => {
      const transaction = this.#transaction
      this.#transaction = undefined
      this.#work.rolledBack()
      return transaction?.rollback()
    })
  }

  /** Ends the session; what is not committed is rolled back. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#beginning?.catch(() => undefined)
    await this.#busy?.catch(() => undefined)
    if (this.#transaction) await this.rollback()
  }

  #begin(): Awaitable<Transaction> {
    return this.#home.engine.begin(this.#options.signal)
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
    const begun = this.begin()
    // Somebody may have changed an entity while this session waited for its turn.
    if (begun instanceof Promise) return begun.then((transaction) => this.#write(transaction, this.#work.steps()))
    return this.#write(begun, steps)
  }

  #write(transaction: Transaction, steps: readonly Step[]): Awaitable<void> {
    try {
      const writing = transaction.write(steps)
      return writing?.catch((error: unknown) => this.#failed(error))
    } catch (error) {
      return this.#failed(error)
    }
  }

  #commit(): Awaitable<void> {
    const transaction = this.#transaction
    if (!transaction) return undefined
    try {
      const committing = transaction.commit()
      if (!committing) return this.#committed()
      return committing.then(
        () => this.#committed(),
        (error: unknown) => this.#failed(error),
      )
    } catch (error) {
      return this.#failed(error)
    }
  }

  #committed(): void {
    this.#transaction = undefined
    this.#work.committed()
  }

  /** The engine has rolled the transaction back. */
  #failed(error: unknown): never {
    this.#transaction = undefined
    this.#work.rolledBack()
    throw error
  }

  async #alone(run: () => Awaitable<void>): Promise<void> {
    while (this.#busy) await this.#busy.catch(() => undefined)
    const running = run()
    if (!running) return
    this.#busy = running
    try {
      await running
    } finally {
      this.#busy = undefined
    }
  }
}
