import type { Exchange } from "../http/cases.ts"
import type { Server } from "./server.ts"

/** Milliseconds. */
const limit = 5000

/**
 * Sends one request.
 * @param more headers beside those that the exchange itself has
 */
export function send(
  server: Server,
  { method, path, body, sends }: Omit<Exchange, "answer">,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const type = body === undefined ? {} : { "content-type": "application/json" }
  const headers = { ...type, ...sends, ...more }
  const init = { method, headers, signal: AbortSignal.timeout(limit) }
  return fetch(server.origin + path, body === undefined ? init : { ...init, body })
}

/** The header that asks by each of the validators that an answer can have. */
const questions = { etag: "if-none-match", "last-modified": "if-modified-since" }

/**
 * What a client that has kept an answer sends when it asks again, as browsers do: each validator that the server itself
 * gave. Empty where it gave none.
 */
export async function askAgainHeaders(server: Server, exchange: Exchange): Promise<Record<string, string>> {
  const response = await send(server, exchange)
  await response.arrayBuffer()
  const pairs = Object.entries(questions).map(([validator, question]) => [question, response.headers.get(validator)])
  return Object.fromEntries(pairs.filter(([, value]) => value !== null))
}
