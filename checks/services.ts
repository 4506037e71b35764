import { readFileSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { filesBelow } from "./files.ts"
import { root } from "./program.ts"

/** An engine beside the code that some suites talk to. A suite names its variable and skips itself without it. */
export interface Service {
  readonly name: string
  /** Environment variable with its URL; a test file that reads it belongs to this service. */
  readonly variable: string
  /** Where it is looked for when the variable is not set. */
  readonly fallback: string
}

export const services: readonly Service[] = [
  { name: "PostgreSQL", variable: "POSTGRES_URL", fallback: "postgres://postgres@127.0.0.1:5432/postgres" },
  { name: "MariaDB", variable: "MYSQL_URL", fallback: "mysql://root@127.0.0.1:3306/mysql" },
  { name: "Redis", variable: "REDIS_URL", fallback: "redis://127.0.0.1:6379" },
]

export interface ServiceState extends Service {
  readonly url: string
  readonly reachable: boolean
  /** Test files that need it, relative to the root. */
  readonly suites: readonly string[]
}

/** Looks for every service, each for two seconds at most. */
export async function lookForServices(env: NodeJS.ProcessEnv = process.env): Promise<ServiceState[]> {
  const tests = filesBelow(root, ["packages", "apps", "bench"]).filter((file) => file.endsWith(".test.ts"))
  const texts = tests.map((file) => ({ file, text: withEngines(file) }))
  return Promise.all(
    services.map(async (service) => {
      const url = env[service.variable] || service.fallback
      const suites = texts.filter(({ text }) => text.includes(service.variable)).map(({ file }) => file)
      return { ...service, url, suites, reachable: await answers(url) }
    }),
  )
}

/** A test file's text, with that of the engines it runs on, which name the variables for it. */
function withEngines(file: string): string {
  const text = readFileSync(join(root, file), "utf8")
  const engines = /from "(\.\.?\/(?:[\w/.-]+\/)?engines\.ts)"/.exec(text)?.[1]
  return engines ? text + readFileSync(join(root, file, "..", engines), "utf8") : text
}

/** Whether something accepts a connection there within two seconds. */
export function answers(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  const standard: Record<string, number> = { "postgres:": 5432, "postgresql:": 5432, "mysql:": 3306, "redis:": 6379 }
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) || (standard[protocol] ?? 0) })
  const end = (reached: boolean): void => {
    socket.destroy()
    resolve(reached)
  }
  socket.setTimeout(2000, () => end(false))
  socket.once("connect", () => end(true))
  socket.once("error", () => end(false))
  return promise
}

/** One plain sentence about a service. */
export function describeService(state: ServiceState): string {
  const place = new URL(state.url).host
  if (state.reachable) return `${state.name}: reachable at ${place}.`
  if (state.suites.length === 0) return `${state.name}: not reachable at ${place}; no suite needs it yet.`
  return `${state.name}: not reachable at ${place} (set ${state.variable}); left out: ${state.suites.join(", ")}`
}

/** The variables that the suites read: set for what is reachable, absent for the rest. */
export function serviceVariables(states: readonly ServiceState[]): Record<string, string | undefined> {
  return Object.fromEntries(states.map((state) => [state.variable, state.reachable ? state.url : undefined]))
}
