import { Sessions, memorySessions } from "maru/session"

const hour = 60 * 60

/**
 * What the forms remember of a browser before it is logged in: what their tokens belong to. Logins stand in the
 * database; these may be gone when the board starts anew, and then a form says that it has to be sent again.
 */
const forms = new Sessions({ store: memorySessions(), cookie: "form", idle: hour, persistent: false })

export const { session } = forms
