import { outwardPath } from "../app/mount.ts"
import { callerSource } from "../errors/source.ts"
import { Answer } from "../http/answer.ts"
import { isLoopbackHost } from "../http/cookies/loopback.ts"
import { HeaderList } from "../http/header-list.ts"
import type { HttpRequest } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"

/** What `httpsRedirect` can be told. */
export interface HttpsRedirectOptions {
  /** Port of HTTPS. Default 443, which is not written. */
  readonly port?: number
  /** Whether requests to this machine itself are redirected too. Default false, for development. */
  readonly loopback?: boolean
}

/**
 * Sends clients that come by plain HTTP to the same place by HTTPS (308, which keeps the method). It goes to the host that
 * was asked for, which the server, or `trustedHosts`, has checked. Behind a proxy that ends TLS, `trustedProxies` stands
 * outside: without it every request seems plain and is sent round in a circle. Strict transport (HSTS) is
 * `securityHeaders({ hsts: true })`.
 */
export function httpsRedirect(options: HttpsRedirectOptions = {}): Middleware {
  const { port = 443, loopback = false } = options
  return layer(
    "https redirect",
    {
      before(request) {
        if (request.scheme === "https" || (!loopback && isLoopbackHost(request.host))) return
        return new Answer(308, HeaderList.from([["location", secured(request, port)]]), null)
      },
    },
    { answers: [{ status: 308, description: "The same by HTTPS" }] },
    callerSource(httpsRedirect as never),
  )
}

function secured(request: HttpRequest, port: number): string {
  const host = request.host.replace(/:\d*$/, "")
  const query = request.search === "" ? "" : `?${request.search}`
  return `https://${host}${port === 443 ? "" : `:${port}`}${outwardPath(request, request.path)}${query}`
}
