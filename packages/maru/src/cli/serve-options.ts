import type { ServeOptions } from "../server/settings.ts"
import type { OptionValues } from "./command.ts"
import { UsageError } from "./usage.ts"

/**
 * How to serve, from options and the environment (PORT, HOST).
 * @throws UsageError for a port that is none
 */
export function serveOptions(options: OptionValues): ServeOptions & { readonly port: number } {
  const { PORT, HOST } = process.env
  const port = portOf(options["port"] as string | undefined, "--port") ?? portOf(PORT, "PORT") ?? 8000
  const hostname = (options["host"] as string | undefined) ?? (HOST || undefined)
  const hosts = options["allow-host"] as readonly string[] | undefined
  return {
    port,
    ...(hostname === undefined ? {} : { hostname }),
    ...(hosts ? { hosts: [...localHosts, ...hosts] } : {}),
  }
}

const localHosts = ["localhost", "127.0.0.1", "[::1]"]

function portOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === "") return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new UsageError(`${name} is ${JSON.stringify(text)}; it has to be a whole number from 0 to 65535.`)
}
