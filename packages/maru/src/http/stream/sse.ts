import { Heartbeat } from "./heartbeat.ts"

/** What an event has besides its data. */
export interface EventInit {
  /** Name that the page listens to; "message" where there is none. */
  readonly event?: string | undefined
  /** Sent back as Last-Event-ID when the page connects again. */
  readonly id?: string | undefined
  /** Milliseconds the page waits before it connects again. */
  readonly retry?: number | undefined
  /** Text that only people see who look at the raw stream. */
  readonly comment?: string | undefined
}

/** Thrown for an event that would break out of its field. A fault of the program. */
export class InvalidEvent extends TypeError {
  override readonly name = "InvalidEvent"
}

/** One event of a stream, made by `serverEvent` where data alone is not enough. */
export class ServerEvent<T> {
  readonly data: T | undefined
  readonly init: EventInit

  /** @throws InvalidEvent for a line break or NUL in name or id, and a retry that is no number of milliseconds */
  constructor(data: T | undefined, init: EventInit) {
    for (const field of ["event", "id"] as const) {
      if (/[\r\n\0]/.test(init[field] ?? "")) throw new InvalidEvent(`The ${field} of a server-sent event is one line`)
    }
    if (init.retry !== undefined && !(Number.isSafeInteger(init.retry) && init.retry >= 0)) {
      throw new InvalidEvent("The retry of a server-sent event is a whole number of milliseconds")
    }
    this.data = data
    this.init = init
    Object.freeze(this)
  }
}

/**
 * An event with a name, an id, a reconnection time or a comment.
 * @param data undefined sends the other fields alone, which the page does not see as a message
 * @throws InvalidEvent
 */
export function serverEvent<T>(data: T | undefined, init: EventInit = {}): ServerEvent<T> {
  return new ServerEvent(data, init)
}

export interface SseOptions {
  /** Milliseconds of silence before a comment keeps the connection alive. Default 15 000; 0 for never. */
  readonly heartbeat?: number
}

/** Headers of an event stream: never cached, and not held back by nginx. */
export const sseHeaders: readonly string[] = Object.freeze([
  "content-type",
  "text/event-stream",
  "cache-control",
  "no-store",
  "x-accel-buffering",
  "no",
])

/**
 * Text of an event stream (WHATWG HTML, section 9.2). Values are pulled as the client reads them; a
 * client that leaves ends the source by `return`.
 * @param source values, or events around them
 * @param encode text of a value's data, such as JSON; its lines become one `data` field each
 */
export function eventStream<T>(
  source: AsyncIterable<T | ServerEvent<T>> | Iterable<T | ServerEvent<T>>,
  encode: (value: T) => string,
  options: SseOptions = {},
): AsyncIterableIterator<string> {
  const write = (value: T | ServerEvent<T>): string =>
    value instanceof ServerEvent ? writeEvent(value, encode) : `${dataField(encode(value))}\n`
  return new Heartbeat(source, write, ":\n\n", options.heartbeat ?? 15_000)
}

function writeEvent<T>(event: ServerEvent<T>, encode: (value: T) => string): string {
  const { event: name, id, retry, comment } = event.init
  let text = comment === undefined ? "" : lines(":", comment)
  if (name !== undefined) text += `event: ${name}\n`
  if (id !== undefined) text += `id: ${id}\n`
  if (retry !== undefined) text += `retry: ${retry}\n`
  if (event.data !== undefined) text += dataField(encode(event.data))
  return `${text}\n`
}

function dataField(data: string): string {
  return lines("data:", data)
}

/** A field per line of the text: CR, LF and CRLF all end a line of the stream. */
function lines(field: string, text: string): string {
  if (!/[\r\n]/.test(text)) return `${field} ${text}\n`
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `${field} ${line}\n`)
    .join("")
}
