import type { DbSession } from "../data/session/session.ts"
import { callerSource } from "../errors/source.ts"
import { type Provider, dependency, nodeOf, providerOf } from "../provider/provider.ts"
import type { AnySchema, Input, Output } from "../schema/types.ts"
import { type Dispatcher, dispatcher } from "./dispatcher.ts"
import type { Emitted, EventType } from "./event.ts"

/**
 * Says that something has happened. It is delivered once the unit of work is committed, and never where that is rolled back.
 *
 * @param payload or what makes it once everything is flushed, when generated keys are known
 * @throws TypeError for a payload that does not fit, and for a durable event of an application without an outbox
 */
export type Emit = <S extends AnySchema>(event: EventType<S>, payload: Input<S> | (() => Input<S>)) => void

/**
 * A provider of `emit`, for events of a unit of work.
 *
 * @param db the provider of the session whose commit the events wait for
 * @example
 * export const emit = emitter(db)
 * post("/", { input: body(PostIn), db, emit }, returns(201, PostOut), ({ input, db, emit }) => {
 *   const post = db.add(new Post(input))
 *   emit(PostCreated, () => ({ id: post.id }))
 *   return post
 * })
 */
export function emitter<N extends string = never>(db: Provider<DbSession, N>): Provider<Emit> {
  const made = dependency({ db, dispatcher }, ({ db, dispatcher }) => emitInto(db, dispatcher), { name: "emit" })
  return providerOf<Emit>({ ...nodeOf(made), source: callerSource(emitter as never) })
}

function emitInto(db: DbSession, events: Dispatcher): Emit {
  return <S extends AnySchema>(event: EventType<S>, payload: Input<S> | (() => Input<S>)) => {
    const kind = event as unknown as EventType
    const keeper = event.durable ? keeperOf(events, kind) : undefined
    if (typeof payload !== "function") event.read(payload)
    let emitted: Emitted | undefined
    db.beforeCommit(() => {
      const given = typeof payload === "function" ? (payload as () => Input<S>)() : payload
      const read = event.read(given)
      emitted = { id: crypto.randomUUID(), name: event.name, payload: read, emittedAt: new Date(), attempt: 1 }
      // What is stored is read by the schema again, so it has to be what the schema takes, not what it gives.
      keeper?.keep(db, { ...emitted, payload: given }, event.key?.(read as Output<S>))
    })
    db.afterCommit(() => (keeper ? keeper.wake() : void events.deliver(kind, emitted!)))
  }
}

function keeperOf({ keeper }: Dispatcher, { name }: EventType): NonNullable<Dispatcher["keeper"]> {
  if (keeper) return keeper
  throw new TypeError(`${name} is durable, and the application has no outbox for it: add outbox(database, Model).`)
}
