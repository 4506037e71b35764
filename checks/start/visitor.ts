/** Someone who visits the board: keeps cookies, and notes everything that is not as it should be. */
export interface Visitor {
  /** @param expected status; another one is noted */
  ask(method: string, path: string, expected: number, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Notes a sentence when something does not hold. */
  expect(holds: boolean, sentence: string): void
  readonly faults: readonly string[]
  readonly checked: number
}

export interface Answer {
  readonly headers: Headers
  readonly text: string
  /** The body as JSON, undefined when it is none. */
  readonly json: unknown
}

export function visitor(url: string, cookies: Map<string, string>): Visitor {
  const faults: string[] = []
  let checked = 0
  const expect = (holds: boolean, sentence: string): void => {
    checked++
    if (!holds) faults.push(sentence)
  }
  const ask: Visitor["ask"] = async (method, path, expected, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: "manual",
      headers: {
        ...cookieHeader(cookies),
        origin: url,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    })
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line)
    const text = await response.text()
    const answer: Answer = { headers: response.headers, text, json: parse(text) }
    expect(
      response.status === expected,
      `${method} ${path}: ${response.status} instead of ${expected}: ${text.slice(0, 300)}`,
    )
    if (expected >= 400) {
      const type = response.headers.get("content-type")
      expect(type?.startsWith("application/problem+json") ?? false, `${method} ${path}: ${expected} came as ${type}`)
    }
    return answer
  }
  return {
    ask,
    expect,
    faults,
    get checked() {
      return checked
    },
  }
}

function cookieHeader(cookies: ReadonlyMap<string, string>): Record<string, string> {
  return cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const pair = line.split(";", 1)[0]!
  const name = pair.slice(0, pair.indexOf("=")).trim()
  if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
  else cookies.set(name, pair.slice(pair.indexOf("=") + 1))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
