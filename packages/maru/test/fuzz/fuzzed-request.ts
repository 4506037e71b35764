import { decodeUtf8 } from "../../src/http/utf8.ts"
import type { HttpRequest } from "../../src/index.ts"

/** A request with any text in any place, as no client and no server would let it through. */
export function fuzzedRequest(
  method: string,
  path: string,
  { search = "", headers = {}, body = new Uint8Array() }: Fuzzed,
): HttpRequest {
  const sent = new Map(Object.entries({ "content-length": `${body.byteLength}`, ...headers }))
  return {
    method,
    path,
    search,
    scheme: "http",
    host: "localhost",
    remoteAddress: "10.0.0.1",
    signal: new AbortController().signal,
    header: (name) => sent.get(name),
    headers: () => sent,
    bytes: async () => body,
    text: async () => decodeUtf8(body),
    stream: () => pieces(body),
  }
}

export interface Fuzzed {
  readonly search?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
}

async function* pieces(body: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < body.byteLength; at += 7) yield body.subarray(at, at + 7)
}
