import { Answer } from "../http/answer.ts"
import { HeaderList } from "../http/header-list.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"

/** What a script could not read otherwise: cross-site tracing steals credentials out of the echo. */
const secret: ReadonlySet<string> = new Set(["authorization", "cookie", "cookie2", "proxy-authorization"])

const headers = ["content-type", "message/http", "cache-control", "no-store"]

/** The request as the server received it, without credentials (RFC 9110, section 9.3.8). */
export function traceAnswer(request: HttpRequest): HttpResponse {
  const target = request.search === "" ? request.path : `${request.path}?${request.search}`
  const lines = [`TRACE ${target} HTTP/1.1`]
  for (const [name, value] of request.headers()) if (!secret.has(name)) lines.push(`${name}: ${value}`)
  return new Answer(200, HeaderList.shared(headers), `${lines.join("\r\n")}\r\n\r\n`)
}
