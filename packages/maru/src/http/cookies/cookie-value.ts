import { type CookieOptions, deleteCookie, serializeCookie } from "../cookie.ts"
import { hostCookie } from "./host-cookie.ts"

/** Attributes of a cookie that an answer sets. */
export interface AnswerCookieOptions extends CookieOptions {
  /**
   * Outside loopback the cookie gets the prefix `__Host-` and is Secure, so that no other host and no plain HTTP can set
   * it (RFC 6265bis, section 4.1.3.2). `apiKey("cookie", name, { hostPrefix: true })` reads it.
   */
  readonly hostPrefix?: boolean | undefined
}

/** A cookie to set: its value alone, or with attributes; null deletes it. */
export type CookieValue = string | null | ({ readonly value: string } & AnswerCookieOptions)

/** A Set-Cookie value. @param host what the request was sent to. @throws InvalidCookie */
export function cookieHeader(name: string, cookie: CookieValue, host: string): string {
  if (cookie === null) return deleteCookie(name)
  if (typeof cookie === "string") return serializeCookie(name, cookie, {})
  if (!cookie.hostPrefix) return serializeCookie(name, cookie.value, cookie)
  const { name: sent, secure } = hostCookie(name, host)
  return serializeCookie(sent, cookie.value, { ...cookie, secure: secure || cookie.secure })
}
