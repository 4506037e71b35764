import { DatabaseUnavailable, TransactionConflict } from "../../../errors.ts"

/** What the server says when something fails, and what the runtime says of the socket. */
export interface Failure extends Error {
  /** SQLSTATE, or the runtime's own: "ECONNRESET". */
  readonly code?: string
  readonly table?: string
  readonly column?: string
  readonly constraint?: string
  readonly routine?: string
  detail?: string | undefined
}

const conflicts = new Set(["40001", "40P01"])

/** Classes and codes of SQLSTATE that say that the server cannot do it now. */
const unavailable = /^(?:08|53|57P|58|25P0[34]|55P03|57014|3D000|28)/

const said: Readonly<Record<string, string>> = {
  "57014": "The database ended a statement that took too long, or that somebody cancelled.",
  "55P03": "Waited too long for rows that another transaction has locked.",
  "25P03": "The transaction was idle for too long, and the database ended it.",
  "25P04": "The transaction took too long, and the database ended it.",
}

/** Everything that is no fault of the statement as its typed error; anything else as it is. */
export function failure(error: Error): Error {
  if (error instanceof DatabaseUnavailable) return error
  const { code } = error as Failure
  if (code !== undefined && conflicts.has(code)) return new TransactionConflict({ cause: error })
  if (isStale(error)) return new DatabaseUnavailable("A table was changed meanwhile. Try again.", { cause: error })
  if (code !== undefined && said[code]) return new DatabaseUnavailable(said[code], { cause: error })
  if (isServerError(error) && !unavailable.test(code!)) return error
  return new DatabaseUnavailable("The connection to the database was lost.", { cause: error })
}

/** A connection that could not be made. */
export function refusal(error: Error): Error {
  if (error instanceof DatabaseUnavailable) return error
  const answered = isServerError(error)
  const message = answered ? "The database refuses the connection." : "The database cannot be reached."
  return new DatabaseUnavailable(message, { cause: error })
}

/** The prepared statement does not exist any more, or its tables have changed since. */
export function isStale(error: Error): boolean {
  const { code, routine } = error as Failure
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery")
}

/** Five digits or capitals, which the runtimes' own codes never are. */
export function isServerError(error: Error): boolean {
  const { code } = error as Failure
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && "severity" in error
}

/** Whether it is worth a second try at once: the statements of the connection have been forgotten meanwhile. */
export function isStaleFailure(error: unknown): boolean {
  return error instanceof DatabaseUnavailable && error.cause instanceof Error && isStale(error.cause)
}
