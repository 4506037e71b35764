import { type CookieOptions, deleteCookie, serializeCookie } from "../cookie.ts"

/** A cookie to set: its value alone, or with attributes; null deletes it. */
export type CookieValue = string | null | ({ readonly value: string } & CookieOptions)

/** A Set-Cookie value. @throws InvalidCookie */
export function cookieHeader(name: string, cookie: CookieValue): string {
  if (cookie === null) return deleteCookie(name)
  return typeof cookie === "string" ? serializeCookie(name, cookie, {}) : serializeCookie(name, cookie.value, cookie)
}
