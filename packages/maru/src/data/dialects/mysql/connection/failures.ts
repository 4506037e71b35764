import { DatabaseUnavailable, TransactionConflict } from "../../../errors.ts"
import type { DriverError } from "./driver.ts"

/** Deadlock, lock wait, and a row that changed since the transaction's snapshot was taken. */
const conflicts = new Set([1020, 1205, 1213, 1614])
const outOfTime = new Set([1969, 3024])
const interrupted = 1317

/** The connection ended, or the server takes no more: it stops, has too many connections, is no longer in its cluster. */
const unavailable = new Set([
  1040, 1047, 1053, 1129, 1135, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1226, 1290, 1836, 1927, 3032, 3168, 3169,
  4031,
])
const ended = new Set([1053, 1927, 3168, 3169, 4031])
const refused = new Set([1044, 1045, 1049, 1130, 1251, 1698])

/** Whether the connection that failed with this can serve no more. */
export function isLost({ fatal, errno }: DriverError): boolean {
  return fatal === true || (errno !== undefined && ended.has(errno))
}

/** What the driver says as what it means, where that is no broken constraint. */
export function failure(error: DriverError): unknown {
  const { errno } = error
  if (isLost(error) || isNetwork(error)) return lost(error)
  if (errno === undefined) return error
  if (conflicts.has(errno)) return new TransactionConflict({ cause: error })
  if (outOfTime.has(errno)) return new DatabaseUnavailable("A statement took too long.", { cause: error })
  if (errno === interrupted) return new DatabaseUnavailable("A statement was interrupted.", { cause: error })
  return unavailable.has(errno) ? lost(error) : error
}

/** Why there is no connection. */
export function refusal(error: DriverError): DatabaseUnavailable {
  const why = failure(error)
  if (why instanceof DatabaseUnavailable && !refused.has(error.errno!)) return why
  return new DatabaseUnavailable("The database refused the connection.", { cause: error })
}

/** @param cause what the driver knows of it */
export function lost(cause?: DriverError): DatabaseUnavailable {
  return new DatabaseUnavailable("The connection to the database was lost or could not be made.", { cause })
}

function isNetwork({ code }: DriverError): boolean {
  return (
    code !== undefined && (code.startsWith("PROTOCOL_") || /^(E[A-Z]+|HANDSHAKE_.*|ERR_(SOCKET|TLS)_.*)$/.test(code))
  )
}
