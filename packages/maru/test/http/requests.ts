import type { HttpRequest, HttpResponse } from "../../src/http/message.ts"
import { fromWebRequest, toWebResponse } from "../../src/http/web.ts"

/** A request in memory whose path is taken as it is, however odd. */
export function request(
  target: string,
  headers: Readonly<Record<string, string>> = {},
  init: { readonly method?: string; readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream } = {},
): HttpRequest {
  const [path = "", search = ""] = target.split("?", 2)
  const web = new Request("http://localhost/", { headers, duplex: "half", ...init } as RequestInit)
  const inner = fromWebRequest(web)
  return {
    method: inner.method,
    path,
    search,
    scheme: inner.scheme,
    host: inner.host,
    remoteAddress: undefined,
    signal: inner.signal,
    header: (name) => inner.header(name),
    headers: () => inner.headers(),
    bytes: (limit) => inner.bytes(limit),
    text: (limit) => inner.text(limit),
    stream: () => inner.stream(),
  }
}

/** The content of an answer as text. */
export function textOf(response: HttpResponse): Promise<string> {
  return toWebResponse(response).text()
}
