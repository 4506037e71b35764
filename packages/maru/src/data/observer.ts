import { fileURLToPath } from "node:url"
import { type SourceLine, sourceOutside } from "../errors/source.ts"
import type { Statement } from "./engine.ts"

/** A statement that has been run. */
export interface ObservedStatement {
  readonly text: string
  /** Values in their order; those of hidden columns as "[redacted]". */
  readonly parameters: readonly unknown[]
  /** Rows read, or changed. Undefined where the statement failed. */
  readonly rows: number | undefined
  /** Milliseconds with fractions. */
  readonly time: number
  /** What it failed with. */
  readonly error: unknown
  /** Number of the session that ran it; undefined for the database's own work. */
  readonly session: number | undefined
  /** Number of the transaction it belongs to; undefined outside of transactions. */
  readonly transaction: number | undefined
  /** The line of the application that asked for it, as far as the stack tells. */
  readonly caller: SourceLine | undefined
}

/** Is told of every statement that has been run; see `database.observe`. */
export type Observer = (statement: ObservedStatement) => void

/** Whom a statement belongs to. */
export interface Origin {
  readonly session: number | undefined
  readonly transaction: number | undefined
}

const framework = fileURLToPath(new URL("../", import.meta.url))

/** Those who want to see every statement. With nobody in it, running a statement costs one comparison more. */
export class Observers {
  readonly #observers: Set<Observer> = new Set()
  /** Whether anybody listens. */
  active = false

  add(observer: Observer): () => void {
    this.#observers.add(observer)
    this.active = true
    return () => {
      this.#observers.delete(observer)
      this.active = this.#observers.size > 0
    }
  }

  /** Runs and tells. An observer that throws causes a warning, not a failed statement. */
  watch<T>(
    origin: Origin,
    statement: Statement,
    parameters: readonly unknown[],
    run: () => T,
    count: (result: T) => number,
  ): T {
    const tell = this.#begin(origin, statement, parameters)
    try {
      const result = run()
      tell(count(result), undefined)
      return result
    } catch (error) {
      tell(undefined, error)
      throw error
    }
  }

  /** The same for a statement whose result comes later. */
  async watchAsync<T>(
    origin: Origin,
    statement: Statement,
    parameters: readonly unknown[],
    run: () => Promise<T>,
    count: (result: T) => number,
  ): Promise<T> {
    const tell = this.#begin(origin, statement, parameters)
    try {
      const result = await run()
      tell(count(result), undefined)
      return result
    } catch (error) {
      tell(undefined, error)
      throw error
    }
  }

  #begin(
    origin: Origin,
    statement: Statement,
    parameters: readonly unknown[],
  ): (rows: number | undefined, error: unknown) => void {
    const caller = sourceOutside(framework)
    const begun = performance.now()
    return (rows, error) => {
      const time = performance.now() - begun
      const shown = parameters.map((value, place) => (statement.hidden?.[place] ? "[redacted]" : value))
      const { session, transaction } = origin
      const told = {
        text: statement.sql,
        parameters: Object.freeze(shown),
        rows,
        time,
        error,
        session,
        transaction,
        caller,
      }
      this.#tell(Object.freeze(told))
    }
  }

  #tell(observed: ObservedStatement): void {
    for (const observer of this.#observers) {
      try {
        observer(observed)
      } catch (fault) {
        process.emitWarning(fault instanceof Error ? fault : String(fault), "MaruObserverWarning")
      }
    }
  }
}
