import { DatabaseUnavailable } from "../../../errors.ts"
import type { Statement } from "../../../engine.ts"
import type { Observers, Origin } from "../../../observer.ts"
import type { Poolable } from "../../pool.ts"
import { whenAborted } from "./abort.ts"
import { cancelStatement } from "./canceller.ts"
import type { DriverClient } from "./driver.ts"
import { Exchange, Execution, Script } from "./exchange.ts"
import { failure, isStale } from "./failures.ts"
import { PreparedStatements } from "./prepared-statements.ts"

/** Limits of a connection; times are milliseconds. */
export interface ConnectionLimits {
  /** How long the server may work on a statement. */
  readonly statementTime: number
  /** Most prepared statements. */
  readonly statements: number
}

/** Something that is being done, or waits until the connection is free. */
interface Job {
  readonly exchange: Exchange | Script
  readonly limit: number
  readonly signal: AbortSignal | undefined
  started: number
  aborted: boolean
  leave: (() => void) | undefined
  resolve(): void
  reject(error: unknown): void
}

/** How long the server may be silent beyond the time that it allows for a statement itself. */
const patience = 5000

/** A connection. Whoever has it may ask for several things at once; they are done one after the other. */
export class PostgresConnection implements Poolable {
  /** The connection is gone, or being closed. */
  lost = false
  readonly #client: DriverClient
  readonly #statements: PreparedStatements
  readonly #limits: ConnectionLimits
  readonly #observers: Observers
  readonly #waiting: Job[] = []
  #job: Job | undefined
  #cancelling: Promise<void> | undefined
  #watch: NodeJS.Timeout | undefined

  /** @param client that is connected */
  constructor(client: DriverClient, limits: ConnectionLimits, observers: Observers) {
    this.#client = client
    this.#limits = limits
    this.#observers = observers
    this.#statements = new PreparedStatements(limits.statements)
    client.connection.on("parseComplete", () => this.#job?.exchange.handleParseComplete())
    client.connection.on("readyForQuery", () => this.#ready())
    client.on("error", (error) => this.#lose(error))
    client.on("end", () => this.#lose(undefined))
  }

  /** Something is under way, or a transaction is open: whoever comes next would be in the middle of it. */
  get broken(): boolean {
    return this.lost || this.#job !== undefined || this.inTransaction
  }

  get inTransaction(): boolean {
    return this.#client.getTransactionStatus() !== "I"
  }

  /** Runs one statement. @throws the typed error of what went wrong, or the reason of the signal */
  async run(
    statement: Statement,
    parameters: readonly unknown[],
    origin: Origin,
    signal?: AbortSignal,
  ): Promise<Execution> {
    const execution = new Execution(statement, parameters)
    await this.exchange([execution], origin, signal)
    return execution
  }

  /** Runs statements that go to the server together. The first that fails fails all. */
  exchange(executions: readonly Execution[], origin: Origin, signal?: AbortSignal): Promise<void> {
    const { statementTime } = this.#limits
    const doing = this.#do(new Exchange(executions, this.#statements), signal, statementTime + patience)
    return this.#observers.active ? this.#tell(doing, executions, origin) : doing
  }

  async #tell(doing: Promise<void>, executions: readonly Execution[], origin: Origin): Promise<void> {
    const told = executions.filter((execution) => execution.told)
    const telling = told.map((execution) => {
      // What was done before another one failed has not failed.
      const run = (): Promise<void> =>
        doing.catch((error: unknown) => (execution.command === "" ? Promise.reject(error as Error) : undefined))
      const count = (): number => execution.count
      return this.#observers.watchAsync(origin, execution.statement, execution.parameters, run, count)
    })
    await Promise.allSettled(telling)
    await doing
  }

  /** Text of any number of statements, without a limit of time. */
  script(text: string): Promise<void> {
    return this.#do(new Script(text), undefined, Number.POSITIVE_INFINITY)
  }

  async close(): Promise<void> {
    clearTimeout(this.#watch)
    this.lost = true
    const timer = setTimeout(() => this.destroy(), patience)
    await this.#client.end().catch(() => undefined)
    clearTimeout(timer)
  }

  destroy(): void {
    clearTimeout(this.#watch)
    this.lost = true
    this.#client.connection.stream.destroy()
  }

  #do(exchange: Exchange | Script, signal: AbortSignal | undefined, limit: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const job = { exchange, limit, signal, started: 0, aborted: false, leave: undefined, resolve, reject } as Job
      if (signal?.aborted) return reject(signal.reason as Error)
      if (signal) job.leave = whenAborted(signal, () => this.#abort(job))
      if (this.#job) this.#waiting.push(job)
      else this.#start(job)
    })
  }

  #start(job: Job): void {
    if (this.lost) return this.#settle(job, new DatabaseUnavailable("The connection to the database is lost."))
    this.#job = job
    if (job.limit !== Number.POSITIVE_INFINITY) {
      job.started = performance.now()
      this.#watch ??= this.#watchFor(job.limit)
    }
    this.#client.query(job.exchange)
  }

  /** The server has answered everything, or has said why not. */
  #ready(): void {
    const job = this.#job
    if (!job) return
    if (this.#cancelling) return void this.#cancelling.then(() => this.#ready())
    this.#settle(job, job.exchange.error)
    this.#next()
  }

  #next(): void {
    this.#job = undefined
    while (!this.#job && this.#waiting.length > 0) this.#start(this.#waiting.shift()!)
  }

  #settle(job: Job, error: Error | undefined): void {
    job.leave?.()
    if (!error) return job.resolve()
    if (job.aborted) return job.reject(job.signal!.reason)
    if (isStale(error)) this.#statements.forgetAll()
    job.reject(failure(error))
  }

  /** What waits is left out; what runs is cancelled on the server, and has ended when the server says so. */
  #abort(job: Job): void {
    job.aborted = true
    if (job !== this.#job) {
      const place = this.#waiting.indexOf(job)
      if (place >= 0) this.#waiting.splice(place, 1)
      return job.reject(job.signal!.reason)
    }
    this.#cancelling = this.#cancel()
  }

  async #cancel(): Promise<void> {
    await cancelStatement(this.#client, patience)
    this.#cancelling = undefined
  }

  /** The connection is gone. What was under way on it may or may not have happened. */
  #lose(error: Error | undefined): void {
    this.lost = true
    const job = this.#job
    if (!job) return
    this.#cancelling = undefined
    this.#settle(job, job.exchange.error ?? error ?? new Error("The connection has ended."))
    this.#next()
  }

  /** One timer for all statements, so that most of them never set one. It ends a connection that is dead silent. */
  #watchFor(time: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#watch = undefined
      const job = this.#job
      // What has no limit is not watched; the next statement that has one sets a timer of its own.
      if (!job || job.limit === Number.POSITIVE_INFINITY) return
      const left = job.started + job.limit - performance.now()
      if (left > 0) this.#watch = this.#watchFor(left)
      else this.destroy()
    }, time)
    timer.unref()
    return timer
  }
}
