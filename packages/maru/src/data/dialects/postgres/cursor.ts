import type { Row, Statement } from "../../engine.ts"
import { Execution } from "./connection/exchange.ts"
import { control } from "./control.ts"

let cursors = 0

/**
 * The rows of a statement in parts, by a cursor of the server: only one part is in memory here. It has to run in a
 * transaction, which may do other things between the parts.
 *
 * @param run sends statements together
 */
export async function* cursorRows(
  run: (executions: readonly Execution[]) => Promise<void>,
  statement: Statement,
  parameters: readonly unknown[],
  size: number,
): AsyncGenerator<Row[]> {
  const name = `maru_cursor_${++cursors}`
  const sql = `DECLARE ${name} NO SCROLL CURSOR FOR ${statement.sql}`
  const fetch = (): Execution => new Execution(control(`FETCH ${size} FROM ${name}`), [], once)
  let part = fetch()
  await run([new Execution(statement, parameters, { sql, kept: false }), part])
  let open = true
  try {
    while (part.rows.length > 0) {
      yield part.rows
      if (part.rows.length < size) return
      part = fetch()
      open = false
      await run([part])
      open = true
    }
  } finally {
    // Where the transaction has failed, the cursor is gone already.
    if (open) await run([new Execution(control(`CLOSE ${name}`), [], once)])
  }
}

const once = Object.freeze({ kept: false, told: false })
