/**
 * Attributes of a Set-Cookie header (RFC 6265bis). Defaults: the whole site (`path: "/"`), hidden from
 * scripts, `SameSite=Lax`, until the browser closes.
 */
export interface CookieOptions {
  /** Also sent to the subdomains of this host. Without it, to the exact host alone. */
  readonly domain?: string | undefined
  /** Default "/". */
  readonly path?: string | undefined
  /** Seconds; 0 or less removes the cookie. At most 400 days. */
  readonly maxAge?: number | undefined
  /** At most 400 days ahead. `maxAge` wins in every browser. */
  readonly expires?: Date | undefined
  /** Default true: scripts of the page cannot read it. */
  readonly httpOnly?: boolean | undefined
  /** Sent over HTTPS and to localhost only. Implied where `sameSite: "none"`, `partitioned` or a name's prefix needs it. */
  readonly secure?: boolean | undefined
  /** Default "lax". */
  readonly sameSite?: "strict" | "lax" | "none" | undefined
  /** A separate jar for each site that embeds this one (CHIPS). */
  readonly partitioned?: boolean | undefined
  readonly priority?: "low" | "medium" | "high" | undefined
}

/** Thrown for a cookie that browsers would refuse or read differently. A fault of the program, not of a request. */
export class InvalidCookie extends TypeError {
  override readonly name = "InvalidCookie"
}

const tokenName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// Everything but cookie-octet, and "%" so that decoding gives exactly the value back.
const encodedCharacters = /[^\x21\x23\x24\x26-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+/g
const domainValue = /^\.?[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i
const pathValue = /^\/[\x20-\x3a\x3c-\x7e]*$/
const maxPairBytes = 4096
const maxAttributeLength = 1024
const maxLifetime = 400 * 24 * 60 * 60

/**
 * A Set-Cookie value. Characters of the value that a cookie cannot hold are percent-encoded.
 * @param name a token (RFC 9110, section 5.6.2); the prefixes `__Host-` and `__Secure-` imply and demand what they mean
 * @throws InvalidCookie for a name, domain or path that cannot be sent, a name and value of more than
 *   4096 bytes, a life of more than 400 days, and options that contradict each other
 */
export function serializeCookie(name: string, value: string, options: CookieOptions = {}): string {
  if (!tokenName.test(name)) throw new InvalidCookie(`Invalid cookie name ${JSON.stringify(name)}`)
  const pair = `${name}=${encodeValue(value)}`
  if (pair.length - 1 > maxPairBytes) throw new InvalidCookie(`${label(name)} is larger than ${maxPairBytes} bytes`)
  let text = `${pair}${lifetime(name, options)}${reach(name, options)}`
  if (options.httpOnly ?? true) text += "; HttpOnly"
  if (isSecure(name, options)) text += "; Secure"
  text += `; SameSite=${capital(options.sameSite ?? "lax")}`
  if (options.partitioned) text += "; Partitioned"
  return options.priority ? `${text}; Priority=${capital(options.priority)}` : text
}

/**
 * A Set-Cookie value that removes a cookie. Give the domain, path and `partitioned` it was set with.
 * @throws InvalidCookie
 */
export function deleteCookie(name: string, options: CookieOptions = {}): string {
  return serializeCookie(name, "", { ...options, maxAge: 0, expires: new Date(0) })
}

function encodeValue(value: string): string {
  return value.replace(encodedCharacters, (text) => encodeURIComponent(text.toWellFormed()))
}

function lifetime(name: string, { maxAge, expires }: CookieOptions): string {
  let text = ""
  if (maxAge !== undefined) {
    if (!Number.isFinite(maxAge)) throw new InvalidCookie(`The maxAge of ${label(name)} is not a number of seconds`)
    if (maxAge > maxLifetime) throw new InvalidCookie(`${label(name)} would live longer than 400 days`)
    text += `; Max-Age=${Math.max(0, Math.floor(maxAge))}`
  }
  if (expires !== undefined) {
    const time = expires.getTime()
    if (Number.isNaN(time)) throw new InvalidCookie(`The expiry of ${label(name)} is not a valid date`)
    if (time - Date.now() > maxLifetime * 1000)
      throw new InvalidCookie(`${label(name)} would live longer than 400 days`)
    text += `; Expires=${expires.toUTCString()}`
  }
  return text
}

function reach(name: string, { domain, path = "/" }: CookieOptions): string {
  if (domain !== undefined && (!domainValue.test(domain) || domain.length > maxAttributeLength)) {
    throw new InvalidCookie(`The domain of ${label(name)} is not a host name`)
  }
  if (!pathValue.test(path) || path.length > maxAttributeLength) {
    throw new InvalidCookie(
      `The path of ${label(name)} does not start with "/" or has characters that a cookie cannot hold`,
    )
  }
  if (hasPrefix(name, "__host-") && (domain !== undefined || path !== "/")) {
    throw new InvalidCookie(`${label(name)} has the prefix __Host-, which allows no domain and no path but "/"`)
  }
  return `${domain === undefined ? "" : `; Domain=${domain}`}; Path=${path}`
}

function isSecure(name: string, { secure, sameSite, partitioned }: CookieOptions): boolean {
  const prefixed = hasPrefix(name, "__host-") || hasPrefix(name, "__secure-")
  const needed = prefixed || partitioned === true || sameSite === "none"
  if (needed && secure === false) {
    const reason = prefixed ? "its prefix" : partitioned ? "partitioned" : "SameSite=None"
    throw new InvalidCookie(`${label(name)} must be secure: ${reason} demands it`)
  }
  return needed || secure === true
}

/** Browsers compare prefixes without regard to case, and so must we. */
function hasPrefix(name: string, prefix: string): boolean {
  return name.slice(0, prefix.length).toLowerCase() === prefix
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1)
}

function label(name: string): string {
  return `The cookie ${JSON.stringify(name)}`
}

/**
 * Value of one cookie of a Cookie header, undefined when there is none. Of several cookies of one name
 * the first counts: browsers send the one with the longest path first.
 *
 * Servers cannot refuse what other software on their host has set, so reading is lenient: quotes
 * around a value are dropped, percent-encoding is decoded where it is UTF-8 and kept where it is not,
 * and pairs without a name or without "=" are skipped.
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || !header.includes(name)) return undefined
  for (const [found, value] of cookiePairs(header)) if (found === name) return decodeValue(value)
  return undefined
}

/** Values of the wanted cookies, in the order in which the names were given. */
export type CookieReader = (header: string | undefined) => (string | undefined)[]

/** Makes a reader of several cookies, once at start; each is read as `readCookie` reads one. */
export function cookieReader(names: readonly string[]): CookieReader {
  const places = new Map(names.map((name, place) => [name, place]))
  return (header) => {
    const values: (string | undefined)[] = names.map(() => undefined)
    if (header === undefined) return values
    for (const [name, value] of cookiePairs(header)) {
      const place = places.get(name)
      if (place !== undefined && values[place] === undefined) values[place] = decodeValue(value)
    }
    return values
  }
}

/** All cookies of a Cookie header, read as `readCookie` reads one. */
export function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>()
  if (header === undefined) return cookies
  for (const [name, value] of cookiePairs(header)) if (!cookies.has(name)) cookies.set(name, decodeValue(value))
  return cookies
}

function* cookiePairs(header: string): Generator<readonly [name: string, value: string]> {
  for (let start = 0; start < header.length;) {
    let end = header.indexOf(";", start)
    if (end < 0) end = header.length
    const pair = header.slice(start, end)
    const equals = pair.indexOf("=")
    const name = pair.slice(0, Math.max(0, equals)).trim()
    if (name !== "") yield [name, pair.slice(equals + 1).trim()]
    start = end + 1
  }
}

function decodeValue(value: string): string {
  const quoted = value.length > 1 && value.startsWith('"') && value.endsWith('"')
  const text = quoted ? value.slice(1, -1) : value
  if (!text.includes("%")) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
