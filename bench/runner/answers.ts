import type { Exchange, HttpCase } from "../http/cases.ts"
import { askAgainHeaders, send } from "./exchanges.ts"
import type { Program, Server } from "./server.ts"

/** Checks one program's answers before it is timed. Returns sentences about what is wrong; none when all is well. */
export async function checkAnswers(program: Program, server: Server, cases: readonly HttpCase[]): Promise<string[]> {
  const found: string[] = []
  for (const { name, timed, spread = [], also, refused } of cases) {
    const say = (what: string): void => void found.push(`${program.name} on ${program.runtime}, ${name}: ${what}`)
    for (const exchange of [timed, ...spread, ...also]) await checkAccepted(server, exchange, say)
    for (const exchange of refused) await checkRefused(server, exchange, say)
  }
  return found
}

async function checkAccepted(server: Server, exchange: Exchange, say: (what: string) => void): Promise<void> {
  if (exchange.refused) return checkRefused(server, exchange, say)
  if (exchange.conditional) return checkNotModified(server, exchange, say)
  const title = `${exchange.method} ${exchange.path}`
  const response = await send(server, exchange)
  const bytes = Buffer.from(await response.arrayBuffer())
  const status = exchange.status ?? 200
  if (response.status !== status) say(`${title} answered ${response.status} instead of ${status}: ${shown(bytes)}`)
  for (const name of exchange.headers ?? []) if (!response.headers.has(name)) say(`${title} has no header ${name}`)
  if (!bytes.equals(Buffer.from(exchange.answer))) {
    say(`${title} answered\n    ${shown(bytes)}\n  instead of\n    ${shown(exchange.answer)}`)
  }
  const type = response.headers.get("content-type")?.split(";")[0]
  if (type !== (exchange.type ?? "application/json")) say(`${title} has the content type ${type}`)
  const length = response.headers.get("content-length")
  if (length !== String(bytes.length)) say(`${title} has the content length ${length} for ${bytes.length} bytes`)
  if (!response.headers.has("date")) say(`${title} has no date`)
}

/** An answer for people: long ones are cut. */
const shown = (answer: string | Buffer): string => answer.toString().slice(0, 500)

/** A client that has kept the answer is told to use it; one that has kept another gets the new one. */
async function checkNotModified(server: Server, exchange: Exchange, say: (what: string) => void): Promise<void> {
  const again = await askAgainHeaders(server, exchange)
  if (Object.keys(again).length === 0) say(`${exchange.path} has neither ETag nor Last-Modified`)
  await checkAskedAgain(server, exchange, again, 304, 0, say)
  const old = { "if-none-match": '"of another"', "if-modified-since": new Date(0).toUTCString() }
  const other = Object.fromEntries(Object.keys(again).map((name) => [name, old[name as keyof typeof old]]))
  await checkAskedAgain(server, exchange, other, 200, exchange.answer.length, say)
}

async function checkAskedAgain(
  server: Server,
  exchange: Exchange,
  headers: Readonly<Record<string, string>>,
  status: number,
  length: number,
  say: (what: string) => void,
): Promise<void> {
  // Without a Cache-Control of its own, fetch adds one that asks for the whole answer.
  const response = await send(server, exchange, { "cache-control": "max-age=0", ...headers })
  const bytes = await response.arrayBuffer()
  if (response.status !== status || bytes.byteLength !== length) {
    const asked = `${exchange.path} with ${JSON.stringify(headers)}`
    say(`${asked} answered ${response.status} with ${bytes.byteLength} bytes instead of ${status} with ${length}`)
  }
}

async function checkRefused(
  server: Server,
  exchange: Omit<Exchange, "answer">,
  say: (what: string) => void,
): Promise<void> {
  const response = await send(server, exchange)
  await response.arrayBuffer()
  if (response.status < 400 || response.status > 499) {
    say(`${exchange.method} ${exchange.path} ${exchange.body ?? ""} answered ${response.status} instead of 4xx`)
  }
}

/** Names of headers whose presence two programs of one runtime are compared by. */
export async function headerNames(server: Server, { timed }: HttpCase): Promise<string[]> {
  const response = await send(server, timed)
  await response.arrayBuffer()
  const ofConnection = new Set(["connection", "keep-alive", "date"])
  return [...response.headers.keys()].filter((name) => !ofConnection.has(name)).sort()
}
