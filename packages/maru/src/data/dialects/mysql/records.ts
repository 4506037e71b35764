import type { Records, Row } from "../../engine.ts"
import type { Reply } from "./connection/connection.ts"
import type { Field } from "./connection/driver.ts"

/** The type of an integer of 64 bits. */
const longlong = 8

/** What a statement of the user's own has done, whose columns are not known before. */
export function recordsOf({ result, fields = [] }: Reply): Records {
  if (!Array.isArray(result)) return { columns: [], rows: [], changes: result.affectedRows }
  return { columns: fields.map(({ name }) => name), rows: withIntegers(result, fields), changes: 0 }
}

/** The driver gives the digits of an integer that is too large for a number. */
function withIntegers(rows: Row[], fields: readonly Field[]): Row[] {
  const places = [...fields.keys()].filter((place) => fields[place]!.columnType === longlong)
  for (const row of rows) {
    for (const place of places) if (typeof row[place] === "string") row[place] = BigInt(row[place])
  }
  return rows
}
