import { type SourceLine, callerSource } from "../errors/source.ts"
import { adapterOf } from "../schema/adapters.ts"
import type { Fault } from "../schema/fault.ts"
import type { AnySchema, Output } from "../schema/types.ts"

/** How an event is delivered. */
export interface EventOptions<T> {
  /** Written with the work that emits it, and delivered from the database: it survives a crash. Needs an `outbox`. */
  readonly durable?: boolean
  /** Durable events of one key are delivered one after the other, in their order. Others wait for nobody. */
  readonly key?: (payload: T) => string
}

/** A kind of event that the application knows: something that has happened, in the words of its domain. */
export interface EventType<S extends AnySchema = AnySchema> {
  readonly name: string
  readonly schema: S
  readonly durable: boolean
  readonly key: ((payload: Output<S>) => string) | undefined
  /** Checks a payload and gives what handlers receive. @throws TypeError that names what does not fit */
  readonly read: (payload: unknown) => Output<S>
  readonly source: SourceLine | undefined
}

/** An event on its way. */
export interface Emitted<T = unknown> {
  /** The same each time that it is delivered: by it a handler knows what it has done already. */
  readonly id: string
  readonly name: string
  readonly payload: T
  readonly emittedAt: Date
  /** 1 the first time; only durable events are delivered again. */
  readonly attempt: number
}

/**
 * Declares a kind of event.
 *
 * @param name stable: durable events are stored with it
 * @param schema of the payload, whose input has to be JSON for a durable event
 * @example
 * export const PostCreated = event("post.created", z.object({ id: z.int() }))
 */
export function event<S extends AnySchema>(
  name: string,
  schema: S,
  options: EventOptions<Output<S>> = {},
): EventType<S> {
  const validate = adapterOf(schema).validate(schema)
  const read = (payload: unknown): Output<S> => {
    const faults: Fault[] = []
    const value = validate(payload, { in: "output", name }, faults)
    if (value instanceof Promise) throw new TypeError(`The schema of ${name} has to check at once, without a promise.`)
    if (faults.length === 0) return value as Output<S>
    const list = faults.map((fault) => `${fault.pointer || "/"} ${fault.message}`).join("; ")
    throw new TypeError(`The payload does not fit ${name}: ${list}`)
  }
  const { durable = false, key } = options
  return Object.freeze({ name, schema, durable, key, read, source: callerSource(event as never) })
}
