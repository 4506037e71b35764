import type { CookieValue } from "maru"

/** Name of the cookie that holds the token of a login; outside loopback it has the prefix `__Host-`. */
export const sessionCookie = "session"

/** Seconds that a login lasts. */
export const sessionAge = 30 * 24 * 60 * 60

/** Sets the cookie of a login that has begun. */
export function loginCookie(token: string): Record<string, CookieValue> {
  return { [sessionCookie]: { value: token, maxAge: sessionAge, hostPrefix: true } }
}

/** Removes the cookie of a login that is over. */
export function noLoginCookie(): Record<string, CookieValue> {
  return { [sessionCookie]: { value: "", maxAge: 0, hostPrefix: true } }
}
