import { rateLimit } from "maru/middleware"
import { settings } from "../settings.ts"

/** Tries to log in, at whichever door: the API and the form count together. */
export const loginLimit = rateLimit({ limit: settings.LOGIN_LIMIT, per: "1m", name: "login" })
