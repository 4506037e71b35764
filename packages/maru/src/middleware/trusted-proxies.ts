import { request } from "../endpoint/signature.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { hostCheck } from "../http/hosts.ts"
import type { HttpRequest } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { RequestWrapper } from "../http/request-wrapper.ts"
import { type Provider, dependency } from "../provider/provider.ts"
import { type ForwardedClient, clientOf } from "./proxies/client.ts"
import { parseForwarded, parseXForwarded } from "./proxies/forwarded.ts"
import { type Networks, networks } from "./proxies/networks.ts"

/** What `trustedProxies` can be told. */
export interface TrustedProxiesOptions {
  /**
   * Which header the proxies write: `X-Forwarded-For` and `-Proto` (default), or `Forwarded` (RFC 7239). Never both: a
   * proxy hands on what it does not know, so that clients could write the other one.
   */
  readonly header?: "x-forwarded" | "forwarded"
  /** Whether the host is taken too, which only counts where the proxies always set or remove it. Default false. */
  readonly host?: boolean
}

/**
 * Believes what proxies in front of the application say of the client: layers inside and handlers see its address, and the
 * scheme that it used. Only proxies with a listed address are believed; the header is read from the right, and what
 * clients have written into it themselves is never reached.
 *
 * @param trusted addresses and networks of the proxies: "10.0.0.0/8", "2001:db8::1", "loopback", "private"
 * @throws StartError `option-invalid` for what is no network
 * @example
 * new App(info, [trustedProxies(["10.0.0.0/8"]), rateLimit({ limit: 300, per: "1m" }), router("/posts", posts)])
 */
export function trustedProxies(trusted: readonly string[], options: TrustedProxiesOptions = {}): Middleware {
  const source = callerSource(trustedProxies as never)
  const { header = "x-forwarded", host = false } = options
  const isTrusted = networksOf(trusted, source)
  const hopsOf = header === "forwarded" ? forwardedHops : xForwardedHops
  return layer(
    "trusted proxies",
    (request, next) => {
      const peer = request.remoteAddress
      if (peer === undefined || !isTrusted(peer)) return next()
      const client = clientOf(peer, hopsOf(request), isTrusted)
      return client ? next(new ForwardedRequest(request, client, host)) : next()
    },
    { note: `${header} of ${trusted.join(", ")}` },
    source,
  )
}

/** Address of the client, which is the one behind trusted proxies. Undefined in memory. */
export const clientAddress: Provider<string | undefined> = dependency(
  { request },
  ({ request }) => request.remoteAddress,
  { name: "clientAddress" },
)

function networksOf(list: readonly string[], source: Middleware["source"]): Networks {
  try {
    return networks(list)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `trustedProxies: ${error.message}`, [source])
  }
}

function forwardedHops(request: HttpRequest): ReturnType<typeof parseForwarded> {
  const header = request.header("forwarded")
  return header === undefined ? undefined : parseForwarded(header)
}

function xForwardedHops(request: HttpRequest): ReturnType<typeof parseXForwarded> {
  return parseXForwarded((name) => request.header(name))
}

const checkHost = hostCheck(["*"])

class ForwardedRequest extends RequestWrapper {
  readonly #client: ForwardedClient
  readonly #host: string

  constructor(outer: HttpRequest, client: ForwardedClient, takesHost: boolean) {
    super(outer)
    this.#client = client
    const told = takesHost ? client.host : undefined
    this.#host = told !== undefined && checkHost(told) === undefined ? told : outer.host
  }

  override get remoteAddress(): string {
    return this.#client.address
  }
  override get scheme(): "http" | "https" {
    const proto = this.#client.proto?.toLowerCase()
    return proto === "https" || proto === "http" ? proto : super.scheme
  }
  override get host(): string {
    return this.#host
  }
}
