import { securityHeadersName } from "../app/assembly.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { InvalidHeader } from "../http/header-list.ts"
import { type Middleware, type MiddlewareHooks, layer, passOn } from "../http/middleware.ts"
import { type SecurityHeaderOptions, securityHeaderList } from "../http/security-headers.ts"

/** HTTP Strict Transport Security (RFC 6797): browsers come by HTTPS only from now on. */
export interface StrictTransport {
  /** Seconds that browsers remember it. Default a year. */
  readonly maxAge?: number
  /** For all hosts below this one too. Default false. */
  readonly includeSubDomains?: boolean
  /** Asks to be built into browsers: hard to take back. Needs `includeSubDomains` and a year. Default false. */
  readonly preload?: boolean
}

/** What `securityHeaders` can be told. */
export interface SecurityHeadersOptions extends SecurityHeaderOptions {
  /** Sent with answers to HTTPS alone, as RFC 6797 has it. Behind a proxy that ends TLS, `trustedProxies` stands outside. Default off. */
  readonly hsts?: boolean | StrictTransport
}

/**
 * The headers by which browsers protect an application. Every application has the default; this changes them. They are
 * on every answer, errors and the server's own refusals included; what an endpoint sets itself wins. Constant, they are
 * compiled when the application starts.
 *
 * @param options `false` for none at all, where something in front of the application sets them
 * @throws StartError `option-invalid` for what no header can carry, or a preload that browsers would not take
 * @example
 * new App(info, [securityHeaders({ frames: "self", policy: { "default-src": "'self'" }, hsts: true }), router("/posts", posts)])
 */
export function securityHeaders(options: SecurityHeadersOptions | false = {}): Middleware {
  const source = callerSource(securityHeaders as never)
  if (options === false) return layer(securityHeadersName, passOn, { note: "none" }, source)
  try {
    const handle = options.hsts ? strictTransport(options.hsts === true ? {} : options.hsts) : passOn
    const note = options.hsts ? "constant; strict transport where the scheme is https" : "constant"
    return layer(securityHeadersName, handle, { note, headers: securityHeaderList(options) }, source)
  } catch (error) {
    if (!(error instanceof InvalidHeader || error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `securityHeaders: ${error.message}`, [source])
  }
}

const year = 31_536_000

function strictTransport({
  maxAge = year,
  includeSubDomains = false,
  preload = false,
}: StrictTransport): MiddlewareHooks {
  if (!Number.isSafeInteger(maxAge) || maxAge < 0) throw new RangeError("hsts.maxAge is a whole number of seconds.")
  if (preload && !(includeSubDomains && maxAge >= year))
    throw new RangeError("hsts.preload needs includeSubDomains and a maxAge of a year (31536000).")
  const value = [`max-age=${maxAge}`, includeSubDomains ? "includeSubDomains" : "", preload ? "preload" : ""]
    .filter(Boolean)
    .join("; ")
  return {
    after({ headers }, request) {
      if (request.scheme === "https") headers.set("strict-transport-security", value)
    },
  }
}
