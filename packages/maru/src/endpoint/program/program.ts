import type { Exchange } from "../exchange.ts"

/**
 * What a plan executes, in order. `call` stores what `run` returns in its slot; `refuse` answers with the
 * faults collected so far if there are any. The same list is run by the interpreter and printed as straight
 * code by the generator.
 */
export type Instruction =
  | {
      readonly op: "read"
      readonly slot: number
      /** Reads, coerces and validates an input; pushes faults on the exchange. */
      readonly run: (exchange: Exchange) => unknown
      readonly waits: boolean
    }
  | {
      readonly op: "call"
      readonly slot: number
      readonly args: Inputs
      /** Makes a provided value, or is the handler. */
      readonly run: (args: never) => unknown
      readonly waits: boolean
    }
  | {
      readonly op: "open"
      readonly slot: number
      readonly args: Inputs
      /** Runs a generator to its yield; the exchange owns its teardown. */
      readonly run: (exchange: Exchange, args: unknown) => unknown
      readonly waits: boolean
    }
  | { readonly op: "refuse"; readonly when: "blocked" | "faults" }

/** Names of an object of arguments, each with the slot that holds its value. */
export type Inputs = readonly (readonly [key: string, slot: number])[]

/** The handler's result is in the last slot; `end` turns it into an answer. */
export interface Program<R> {
  readonly instructions: readonly Instruction[]
  readonly slots: number
  readonly result: number
  readonly refuse: (exchange: Exchange) => R | Promise<R>
  readonly end: (exchange: Exchange, result: unknown) => R | Promise<R>
  readonly fail: (exchange: Exchange, error: unknown) => R | Promise<R>
}

/** Runs a program for one exchange. Returns a promise only if something in it was waited for. */
export type Run<R> = (exchange: Exchange) => R | Promise<R>

/** Whether a value has to be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    value instanceof Promise ||
    (typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function")
  )
}
