import { Log } from "maru"
import { settings } from "./settings.ts"

/**
 * For people on a terminal, as JSON elsewhere: requests and failures. Statements are not observed: what they carry, such
 * as the address of somebody who signs up twice, is nobody's business.
 */
export const log = new Log({ levels: { access: settings.LOG, event: settings.LOG } })
