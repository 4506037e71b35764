import { callerSource } from "../../errors/source.ts"
import { Answer } from "../../http/answer.ts"
import { HeaderList } from "../../http/header-list.ts"
import { type JsonLinesOptions, jsonLines as writeJsonLines, jsonLinesMediaType } from "../../http/stream/json-lines.ts"
import { type ServerEvent, type SseOptions, eventStream, sseHeaders } from "../../http/stream/sse.ts"
import { adapterOf } from "../../schema/adapters.ts"
import type { AnySchema, Output } from "../../schema/types.ts"
import { misfit } from "./handler-result.ts"
import { type Outcome, type OutcomeOptions, type Responder, defineOutcome } from "./outcome.ts"

/** Values that come one after another; a generator function's result is one. */
export type Source<T> = AsyncIterable<T> | Iterable<T>

/**
 * Server-sent events of typed items. The handler returns an async generator; each item becomes one event, as fast
 * as the client reads. When the client goes away the generator's `finally` runs.
 *
 * A resource of the request is closed before the stream begins; ask for one with the scope `response`.
 *
 * @param schema of one item's data
 * @param options `heartbeat` in milliseconds of silence, default 15,000
 * @example
 * get("/ticks", {}, sse(Tick), async function* () { for (;;) yield await nextTick() })
 */
export function sse<M extends AnySchema>(
  schema: M,
  options: OutcomeOptions & SseOptions = {},
): Outcome<200, Source<Output<M> | ServerEvent<Output<M>>>> {
  return sequence("sse", "text/event-stream", schema, options, callerSource(sse as never), () => {
    const encode = adapterOf(schema).encode(schema)
    return (value) => new Answer(200, HeaderList.shared(sseHeaders), eventStream(items(value), encode, options))
  })
}

/**
 * JSON Lines of typed items: one JSON text per line, written as the client reads them.
 *
 * @param schema of one item
 * @param options `heartbeat` in milliseconds of silence, default none
 */
export function jsonLines<M extends AnySchema>(
  schema: M,
  options: OutcomeOptions & JsonLinesOptions = {},
): Outcome<200, Source<Output<M>>> {
  return sequence("jsonLines", jsonLinesMediaType, schema, options, callerSource(jsonLines as never), () => {
    const encode = adapterOf(schema).encode(schema)
    const headers = Object.freeze(["content-type", jsonLinesMediaType, "cache-control", "no-store"])
    return (value) => new Answer(200, HeaderList.shared(headers), writeJsonLines(items(value), encode, options))
  })
}

function sequence(
  kind: string,
  mediaType: string,
  schema: unknown,
  options: OutcomeOptions,
  source: ReturnType<typeof callerSource>,
  responder: () => Responder,
): never {
  const parts = { kind, mediaType, schema, itemwise: true, streams: true }
  return defineOutcome(200, parts, options, source, responder) as never
}

/**
 * A body of any media type, piece by piece, pulled as fast as the client reads.
 *
 * @param mediaType such as "text/csv; charset=utf-8"; default "application/octet-stream"
 * @example
 * get("/export", {}, stream("text/csv"), async function* () { yield "id,title\n" })
 */
export function stream(
  mediaType = "application/octet-stream",
  options: OutcomeOptions & { readonly status?: number } = {},
): Outcome<200, AsyncIterable<Uint8Array | string>> {
  const headers = Object.freeze(["content-type", mediaType])
  const responder: Responder = (value) => new Answer(options.status ?? 200, HeaderList.shared(headers), pieces(value))
  const parts = { kind: "stream", mediaType, streams: true }
  return defineOutcome(options.status ?? 200, parts, options, callerSource(stream as never), () => responder) as never
}

function items(value: unknown): Source<unknown> {
  if (typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)) {
    return value as Source<unknown>
  }
  throw misfit("An outcome of items, sse() or jsonLines(),", "a generator or an iterable", value)
}

function pieces(value: unknown): AsyncIterable<Uint8Array | string> {
  if (typeof value === "object" && value !== null && Symbol.asyncIterator in value) {
    return value as AsyncIterable<Uint8Array | string>
  }
  throw misfit("A stream() outcome", "an async iterable, such as an async generator or a ReadableStream", value)
}
