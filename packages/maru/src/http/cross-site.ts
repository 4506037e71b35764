import { HttpError } from "./http-error.ts"
import type { HttpRequest } from "./message.ts"

/** A page of another origin may have caused this request, and the browser would lend it the user's cookies (403). */
export class CrossSiteRequest extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "cross-site-request"

  constructor(detail: string) {
    super(403, "cross-site-request", detail)
  }
}

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"])

/** Whether a method reads only (RFC 9110, section 9.2.1), so that nobody gains by having it sent for them. */
export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method)
}

/**
 * Refuses what changes something unless it surely comes from a page of this origin: browsers say so in Sec-Fetch-Site
 * (W3C Fetch Metadata), or at least in Origin. A request without both is refused, and so is `Origin: null`.
 *
 * @param trusted other origins that may: "https://admin.example"
 * @throws CrossSiteRequest
 */
export function refuseCrossSite(request: HttpRequest, trusted: readonly string[] = []): void {
  if (isSafeMethod(request.method)) return
  const origin = request.header("origin")
  if (origin !== undefined && trusted.includes(origin)) return
  const site = request.header("sec-fetch-site")
  if (site === "same-origin") return
  if (site !== undefined) throw new CrossSiteRequest("A page of another site has sent this request.")
  if (origin === undefined) throw new CrossSiteRequest(missing(request))
  if (!isOwn(origin, request)) throw new CrossSiteRequest("The Origin of this request is not the one it was sent to.")
}

// Behind a proxy that ends TLS the request's own scheme is http, so that only an https of ours is binding.
function isOwn(origin: string, { scheme, host }: HttpRequest): boolean {
  const from = URL.parse(origin)
  if (!from || !/^https?:$/.test(from.protocol) || from.origin !== origin.toLowerCase()) return false
  if (scheme === "https" && from.protocol !== "https:") return false
  return URL.parse(`${from.protocol}//${host}`)?.host === from.host
}

function missing({ scheme, host }: HttpRequest): string {
  return `This request changes something and is known by a cookie, so it has to say where it comes from. Browsers do; elsewhere send the header Origin: ${scheme}://${host}`
}
