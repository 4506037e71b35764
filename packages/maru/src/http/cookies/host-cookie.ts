import { readCookie } from "../cookie.ts"
import type { HttpRequest } from "../message.ts"
import { isLoopbackHost } from "./loopback.ts"

/** A cookie of one host, that no other host and no plain HTTP can set: `__Host-` and Secure outside loopback. */
export interface HostCookie {
  readonly name: string
  readonly secure: boolean
}

/**
 * How a cookie is called and sent for this request. The host decides and not the scheme, because TLS often ends at a
 * proxy before the server.
 *
 * @param insecure whether plain HTTP is meant on every host, as in a network without certificates
 */
export function hostCookie(name: string, host: string, insecure = false): HostCookie {
  return insecure || isLoopbackHost(host) ? { name, secure: false } : { name: `__Host-${name}`, secure: true }
}

/** The value that a request has for it. */
export function readHostCookie(name: string, request: HttpRequest, insecure = false): string | undefined {
  return readCookie(request.header("cookie"), hostCookie(name, request.host, insecure).name)
}
