import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { type Duration, milliseconds } from "./duration.ts"

/** How long and by whom answers may be kept (RFC 9111, section 5.2.2). */
export interface CacheControlOptions {
  /** By browsers and, if they are public, by caches between. */
  readonly maxAge?: Duration
  /** By shared caches, in the place of `maxAge`. */
  readonly sharedMaxAge?: Duration
  /** Whether caches between may keep them. Default false: an answer may be one person's. */
  readonly public?: boolean
  /** Whether they have to ask before each use. */
  readonly noCache?: boolean
  /** Whether what is too old must not be used where the server is away. */
  readonly mustRevalidate?: boolean
  /** For so long the old answer may be used while a new one is fetched. */
  readonly staleWhileRevalidate?: Duration
  /** Whether it never changes. */
  readonly immutable?: boolean
}

/**
 * Says how long answers may be kept, where they do not say so themselves. Errors are not kept by it, unless it says
 * "no-store", which is for everything.
 *
 * @throws StartError `option-invalid`
 * @example
 * get("/", {}, returns(200, Posts), use(cacheControl({ maxAge: "1m", public: true })), list)
 */
export function cacheControl(options: CacheControlOptions | "no-store"): Middleware {
  const source = callerSource(cacheControl as never)
  const value = options === "no-store" ? options : valueOf(options, source)
  return layer(
    "cache control",
    {
      after({ status, headers }) {
        const isError = status >= 400 && value !== "no-store"
        if (!isError && !headers.has("cache-control")) headers.set("cache-control", value)
      },
    },
    { note: value },
    source,
  )
}

function valueOf(options: CacheControlOptions, source: Middleware["source"]): string {
  try {
    return directives(options).join(", ")
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `cacheControl: ${error.message}`, [source])
  }
}

function directives(options: CacheControlOptions): string[] {
  const timed = (name: string, duration: Duration | undefined) =>
    duration === undefined ? [] : [`${name}=${Math.floor(milliseconds(duration) / 1000)}`]
  return [
    options.public ? "public" : "private",
    ...timed("max-age", options.maxAge),
    ...timed("s-maxage", options.sharedMaxAge),
    ...(options.noCache ? ["no-cache"] : []),
    ...(options.mustRevalidate ? ["must-revalidate"] : []),
    ...timed("stale-while-revalidate", options.staleWhileRevalidate),
    ...(options.immutable ? ["immutable"] : []),
  ]
}
