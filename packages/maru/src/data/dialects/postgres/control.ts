import type { Statement } from "../../engine.ts"

/** A statement without parameters that begins, marks or ends something. */
export function control(sql: string): Statement {
  return { sql, hidden: undefined }
}
