import type { HttpRequest } from "../../src/index.ts"

/** A request without a body, as a server would hand it to `App.handle`. @param target path and query */
export function plainRequest(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  const [path = "", search = ""] = target.split("?")
  return {
    method,
    path,
    search,
    scheme: "http",
    host: "localhost",
    remoteAddress: undefined,
    signal: new AbortController().signal,
    header: (name) => headers[name],
    headers: () => Object.entries(headers),
    bytes: async () => new Uint8Array(),
    text: async () => "",
    stream: () => undefined,
  }
}
