import type { Exchange, HttpCase } from "../http/cases.ts"
import type { Program, Server } from "./server.ts"

const limit = 5000

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
  const title = `${exchange.method} ${exchange.path}`
  const response = await send(server, exchange)
  const bytes = Buffer.from(await response.arrayBuffer())
  if (response.status !== 200) say(`${title} answered ${response.status} instead of 200: ${bytes.toString()}`)
  for (const name of exchange.headers ?? []) if (!response.headers.has(name)) say(`${title} has no header ${name}`)
  if (!bytes.equals(Buffer.from(exchange.answer))) {
    say(`${title} answered\n    ${bytes.toString()}\n  instead of\n    ${exchange.answer}`)
  }
  const type = response.headers.get("content-type")?.split(";")[0]
  if (type !== "application/json") say(`${title} has the content type ${type}`)
  const length = response.headers.get("content-length")
  if (length !== String(bytes.length)) say(`${title} has the content length ${length} for ${bytes.length} bytes`)
  if (!response.headers.has("date")) say(`${title} has no date`)
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

function send(server: Server, { method, path, body }: Omit<Exchange, "answer">): Promise<Response> {
  const init: RequestInit = { method, signal: AbortSignal.timeout(limit) }
  if (body !== undefined) Object.assign(init, { body, headers: { "content-type": "application/json" } })
  return fetch(server.origin + path, init)
}
