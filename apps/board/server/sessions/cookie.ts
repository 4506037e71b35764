/** Name of the cookie that holds the token of a login. */
export const sessionCookie = "session"

/** Seconds that a login lasts. */
export const sessionAge = 30 * 24 * 60 * 60
