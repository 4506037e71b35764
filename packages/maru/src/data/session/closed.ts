import { DataError } from "../errors.ts"

/** The session is over, and with it its view of the database. */
export function sessionClosed(): DataError {
  return new DataError(
    "session-closed",
    "The database session has ended. Keep the work with it inside the request, or open another one.",
  )
}
