import { Heartbeat } from "./heartbeat.ts"

export interface JsonLinesOptions {
  /**
   * Milliseconds of silence before an empty line keeps the connection alive. Default 0, never: readers
   * are used to ignore empty lines, but the format does not say that they must.
   */
  readonly heartbeat?: number
}

export const jsonLinesMediaType = "application/jsonl"

/**
 * JSON Lines: one JSON text per line. Values are pulled as the client reads them; a client that leaves
 * ends the source by `return`.
 * @param encode JSON text of a value
 * @throws TypeError while streaming, for an encoding with a line break in it
 */
export function jsonLines<T>(
  source: AsyncIterable<T> | Iterable<T>,
  encode: (value: T) => string,
  options: JsonLinesOptions = {},
): AsyncIterableIterator<string> {
  return new Heartbeat(source, (value) => line(encode(value)), "\n", options.heartbeat ?? 0)
}

function line(text: string): string {
  if (/[\r\n]/.test(text)) throw new TypeError("The JSON text of a line must not have line breaks")
  return `${text}\n`
}
