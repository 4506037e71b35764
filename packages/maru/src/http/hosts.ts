import { StartError } from "../errors/start-error.ts"
import { type HttpError, httpError } from "./http-error.ts"

/** Undefined for a Host header that may be answered, else the error to answer. @param host undefined or null when there is none */
export type HostCheck = (host: string | null | undefined) => HttpError | undefined

// Registered names as they are used (letters, digits, "-", ".", "_"), IPv4, and IPv6 in brackets; a port.
// No user name, no percent-encoding, no list: a duplicate Host header arrives as "a, b".
const validHost = /^(\w[\w.-]*|\[[0-9a-f:.]+\])(?::(\d{0,5}))?$/i
const validEntry = /^(?:\*|(?:\*\.)?\w[\w.-]*|\[[0-9a-f:.]+\])$/i
const longestHost = 261
/** Accepted headers are remembered so that most requests cost one look; a client that invents names cannot fill the memory. */
const remembered = 256

/**
 * Checks Host headers against a list of names. It stands before any URL is parsed, because what is not
 * a valid host changes where a URL parser finds the path.
 *
 * @param hosts "example.com", "*.example.com" (everything below it, not itself), "[::1]", or "*"
 * @throws StartError `settings-invalid` for an entry that is no host name
 */
export function hostCheck(hosts: readonly string[]): HostCheck {
  for (const entry of hosts) {
    if (validEntry.test(entry)) continue
    const advice = 'A host is written "example.com", "*.example.com", "[::1]" or "*", without scheme and port.'
    throw new StartError("settings-invalid", `${JSON.stringify(entry)} is no host name. ${advice}`)
  }
  const names = new Set(hosts.map((entry) => entry.toLowerCase()))
  const suffixes = [...names].filter((name) => name.startsWith("*.")).map((name) => name.slice(1))
  const isListed = (name: string) =>
    names.has("*") || names.has(name) || suffixes.some((suffix) => name.endsWith(suffix) && name.length > suffix.length)
  const accepted = new Set<string>()

  return (host) => {
    if (accepted.has(host!)) return undefined
    if (!host) return invalidHost("The request has no Host header.")
    const [, name, port] = host.length > longestHost ? [] : (validHost.exec(host) ?? [])
    if (name === undefined || Number(port ?? 0) > 65_535) return invalidHost("The request has no valid Host header.")
    if (!isListed(name.toLowerCase())) return invalidHost("This server does not answer for this host.")
    if (accepted.size < remembered) accepted.add(host)
    return undefined
  }
}

function invalidHost(detail: string): HttpError {
  return httpError("invalid-host", detail)
}
