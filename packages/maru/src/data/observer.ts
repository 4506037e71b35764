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
}

/** Is told of every statement that has been run; see `database.observe`. */
export type Observer = (statement: ObservedStatement) => void

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
  watch<T>(statement: Statement, parameters: readonly unknown[], run: () => T, count: (result: T) => number): T {
    const begun = performance.now()
    try {
      const result = run()
      this.#tell(statement, parameters, begun, count(result), undefined)
      return result
    } catch (error) {
      this.#tell(statement, parameters, begun, undefined, error)
      throw error
    }
  }

  #tell(
    statement: Statement,
    parameters: readonly unknown[],
    begun: number,
    rows: number | undefined,
    error: unknown,
  ): void {
    const time = performance.now() - begun
    const shown = parameters.map((value, place) => (statement.hidden?.[place] ? "[redacted]" : value))
    const observed = Object.freeze({ text: statement.sql, parameters: Object.freeze(shown), rows, time, error })
    for (const observer of this.#observers) {
      try {
        observer(observed)
      } catch (fault) {
        process.emitWarning(fault instanceof Error ? fault : String(fault), "MaruObserverWarning")
      }
    }
  }
}
