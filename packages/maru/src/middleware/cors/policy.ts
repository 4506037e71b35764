import { type Origins, originCheck } from "./origins.ts"

/** Who may read answers from pages of other origins, and how they may ask (the Fetch standard, section 3.2). */
export interface CorsOptions {
  /** Origins whose pages may read answers. */
  readonly origins: Origins
  /** Methods beyond GET, HEAD and POST that they may use. Default: those that the path answers. */
  readonly methods?: readonly string[]
  /** Request headers that they may send. Default "authorization" and "content-type". */
  readonly headers?: readonly string[]
  /** Headers of answers that their scripts may read beside the harmless ones, such as "etag" or "x-request-id". Default none. */
  readonly exposed?: readonly string[]
  /** Whether browsers may send cookies along. Default false. */
  readonly credentials?: boolean
  /** Seconds for which browsers remember a preflight. Default 600. */
  readonly maxAge?: number
  /** Whether public pages may reach this server in a private network (Access-Control-Request-Private-Network). Default false. */
  readonly privateNetwork?: boolean
}

type Header = readonly [name: string, value: string]

/** CORS options, checked and compiled. */
export interface CorsPolicy {
  /** Whether answers depend on the origin that asks, so that caches have to know. */
  readonly varies: boolean
  /** What an answer to this origin says; undefined where it may not read it. */
  answerHeaders(origin: string): readonly Header[] | undefined
  /** What a preflight says beside it. @param allow methods that the path answers, if it is known */
  preflightHeaders(allow: string | undefined, privateNetwork: boolean): readonly Header[]
  readonly warnings: readonly string[]
}

/** Of a path that does not say what it answers. */
const anyMethod = "GET, HEAD, POST, PUT, PATCH, DELETE"

/** @throws RangeError for what browsers would not take or what would allow everybody everything */
export function corsPolicy(options: CorsOptions): CorsPolicy {
  refuseImpossible(options)
  const { headers = ["authorization", "content-type"], exposed = [], credentials = false, maxAge = 600 } = options
  const check = originCheck(options.origins)
  const shared: Header[] = [
    ...(credentials ? [["access-control-allow-credentials", "true"] as const] : []),
    ...(exposed.length > 0 ? [["access-control-expose-headers", exposed.join(", ")] as const] : []),
  ]
  const anybody: readonly Header[] = [["access-control-allow-origin", "*"], ...shared]
  const preflight: Header[] = [
    ...(headers.length > 0 ? [["access-control-allow-headers", headers.join(", ")] as const] : []),
    ["access-control-max-age", `${maxAge}`],
  ]
  return {
    varies: check !== undefined,
    answerHeaders(origin) {
      if (!check) return anybody
      return check(origin) ? [["access-control-allow-origin", origin], ...shared] : undefined
    },
    preflightHeaders: (allow, privateNetwork) => [
      ["access-control-allow-methods", options.methods?.join(", ") ?? allow ?? anyMethod],
      ...preflight,
      ...(privateNetwork && options.privateNetwork ? [["access-control-allow-private-network", "true"] as const] : []),
    ],
    warnings: warningsOf(options),
  }
}

function refuseImpossible({ origins, methods, headers, exposed, credentials, maxAge = 600 }: CorsOptions): void {
  if (!Number.isSafeInteger(maxAge) || maxAge < 0) throw new RangeError("maxAge is a whole number of seconds.")
  if (!credentials) return
  if (origins === "*") {
    throw new RangeError(
      'origins: "*" with credentials would let every page of the web act for its visitors. List them.',
    )
  }
  for (const [name, list] of Object.entries({ methods, headers, exposed })) {
    if (list?.includes("*")) throw new RangeError(`With credentials, "*" in ${name} is no wildcard. List what may be.`)
  }
}

const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

function warningsOf({ origins, credentials }: CorsOptions): string[] {
  if (!credentials || typeof origins === "function" || origins === "*") return []
  return origins.flatMap((origin) => {
    if (origin === "null") return `"null" with credentials: every sandboxed frame and every local file is "null".`
    if (origin.includes("*"))
      return `${origin} with credentials: whoever gets one of these hosts acts for its visitors.`
    if (origin.startsWith("http:") && !loopback.test(origin))
      return `${origin} with credentials: whoever is in the network between can put scripts into its pages.`
    return []
  })
}
