import { nodeCrypto } from "../../../runtime/modules.ts"
import { DataError } from "../../errors.ts"
import type { Column } from "../../model/table/table.ts"
import type { OrderTerm } from "../compile/order.ts"
import type { QueryRunner } from "../runner.ts"

/** 128 bits are enough for a signature, and keep cursors short. */
const signatureLength = 22
const longest = 8192

/**
 * A place in an order as text: the values of its columns and a signature. It can be read, but not made.
 *
 * @param stored values as the driver reads them
 * @param scope what the cursor is for: it is good for nothing else
 */
export function writeCursor(
  stored: readonly unknown[],
  { dialect, cursorKey }: QueryRunner,
  scope: string,
  order: readonly OrderTerm[],
): string {
  const values = order.map(({ column }, place) => {
    const value = stored[place] ?? null
    const codec = dialect.values.codec(column)
    return value === null ? null : toJson(codec.plain ? value : codec.read(value))
  })
  const payload = Buffer.from(JSON.stringify(values)).toString("base64url")
  return `${payload}.${sign(payload, cursorKey, scope)}`
}

/** The values of a place as the driver binds them. @throws DataError `cursor-invalid` */
export function readCursor(
  cursor: string,
  { dialect, cursorKey }: QueryRunner,
  scope: string,
  order: readonly OrderTerm[],
): unknown[] {
  const [payload = "", signature = "", ...more] = cursor.length > longest ? [] : cursor.split(".")
  if (more.length > 0 || !isSame(signature, sign(payload, cursorKey, scope))) throw wrong()
  const values = JSON.parse(Buffer.from(payload, "base64url").toString()) as unknown[]
  return order.map(({ column }, place) => {
    const value = values[place] ?? null
    return value === null ? null : dialect.values.codec(column).write(fromJson(value, column))
  })
}

function sign(payload: string, key: string, scope: string): string {
  return nodeCrypto()
    .createHmac("sha256", key)
    .update(`${scope}\n${payload}`)
    .digest("base64url")
    .slice(0, signatureLength)
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && nodeCrypto().timingSafeEqual(left, right)
}

function toJson(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString()
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value
}

function fromJson(value: unknown, { kind }: Column): unknown {
  if (kind === "date") return new Date(value as string)
  if (kind === "bigint") return BigInt(value as string)
  return kind === "bytes" ? new Uint8Array(Buffer.from(value as string, "base64")) : value
}

function wrong(): DataError {
  return new DataError("cursor-invalid", "The cursor was not given for this list. Begin again without one.")
}
