interface JarCookie {
  readonly name: string
  readonly value: string
  readonly path: string
  /** Milliseconds since the epoch; Infinity until the jar is cleared. */
  readonly expires: number
}

/** Keeps the cookies that answers set and sends those that fit a path, as a browser on one host would. */
export class CookieJar {
  readonly #cookies = new Map<string, JarCookie>()

  /** Value of a cookie that is still alive. */
  get(name: string): string | undefined {
    return this.#alive().find((cookie) => cookie.name === name)?.value
  }

  /** Puts a cookie in, for all paths. */
  set(name: string, value: string): void {
    this.#cookies.set(`${name};/`, { name, value, path: "/", expires: Infinity })
  }

  /** Empties the jar. */
  clear(): void {
    this.#cookies.clear()
  }

  /** The Cookie header for a path, longest paths first (RFC 6265, section 5.4); undefined if none fits. */
  header(path: string): string | undefined {
    const fitting = this.#alive().filter((cookie) => covers(cookie.path, path))
    if (fitting.length === 0) return undefined
    return fitting
      .toSorted((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ")
  }

  /** Takes what an answer to a request for this path sets. */
  take(response: Response, path: string): void {
    for (const line of response.headers.getSetCookie()) {
      const cookie = parseSetCookie(line, path)
      if (cookie) this.#cookies.set(`${cookie.name};${cookie.path}`, cookie)
    }
  }

  #alive(): JarCookie[] {
    const now = Date.now()
    return [...this.#cookies.values()].filter((cookie) => cookie.expires > now)
  }
}

function parseSetCookie(line: string, requestPath: string): JarCookie | undefined {
  const [pair = "", ...rest] = line.split(";")
  const equals = pair.indexOf("=")
  if (equals < 1) return undefined
  const attributes = new Map(
    rest.map((part) => {
      const [name = "", ...value] = part.split("=")
      return [name.trim().toLowerCase(), value.join("=").trim()]
    }),
  )
  const path = attributes.get("path")
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    path: path?.startsWith("/") ? path : requestPath.slice(0, Math.max(1, requestPath.lastIndexOf("/"))),
    expires: expiry(attributes),
  }
}

function expiry(attributes: ReadonlyMap<string, string>): number {
  const age = attributes.get("max-age")
  if (age !== undefined && /^-?\d+$/.test(age)) return Date.now() + Number(age) * 1000
  const date = Date.parse(attributes.get("expires") ?? "")
  return Number.isNaN(date) ? Infinity : date
}

function covers(cookiePath: string, path: string): boolean {
  return (
    path === cookiePath ||
    (path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path[cookiePath.length] === "/"))
  )
}
