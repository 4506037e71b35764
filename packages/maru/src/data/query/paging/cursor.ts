import { completeOrder } from "../compile/order.ts"
import { type OrderTerm, orderKey } from "../compile/order.ts"
import type { QueryShape } from "../compile/shape.ts"
import { DataError } from "../../errors.ts"
import type { QueryRunner } from "../runner.ts"
import { readCursor, writeCursor } from "./cursor-text.ts"
import { beyond, reversed } from "./keyset.ts"

/** Which rows are asked for: those after a place, those before it, or the first. */
export interface CursorRequest {
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** Most rows to return. */
  readonly limit: number
}

/** Rows of a list, and the cursors that lead on from them. */
export interface CursorResult<T> {
  readonly items: T[]
  /** For `after`: undefined where there are no further rows. */
  readonly next: string | undefined
  /** For `before`: undefined where there are no rows before. */
  readonly previous: string | undefined
  readonly limit: number
}

/** @throws DataError `cursor-invalid`, `query-invalid` */
export async function readByCursor(
  runner: QueryRunner,
  shape: QueryShape,
  lock: boolean,
  { after, before, limit }: CursorRequest,
): Promise<CursorResult<object>> {
  const order = completeOrder(shape.table, shape.order)
  refuse(shape, order, after, before)
  const forward = before === undefined
  const terms = forward ? order : order.map(reversed)
  const scope = `${shape.table.name}|${orderKey(order)}`
  const token = after ?? before
  const place = token === undefined ? undefined : readCursor(token, runner, scope, order)
  const conditions = place ? [...shape.conditions, beyond(terms, place)] : shape.conditions
  const wanted = { ...shape, order: terms, conditions, limit: limit + 1, offset: undefined }
  const { items, beside } = await runner.found(wanted, lock, "order")
  const found = items.slice(0, limit)
  const cursorAt = (index: number): string | undefined =>
    found.length === 0 ? undefined : writeCursor(beside.at(index)!, runner, scope, order)
  const [start, end] = [cursorAt(0), cursorAt(found.length - 1)]
  const onward = items.length > limit ? end : undefined
  const back = token === undefined ? undefined : start
  if (!forward) found.reverse()
  return { items: found, next: forward ? onward : back, previous: forward ? back : onward, limit }
}

function refuse({ table, distinct }: QueryShape, order: readonly OrderTerm[], after: unknown, before: unknown): void {
  const reason = distinct
    ? "rows that are distinct have no place of their own"
    : after !== undefined && before !== undefined
      ? "rows are asked for after a place or before it, not both"
      : unsuitable(order)
  if (reason) throw new DataError("query-invalid", `A query of ${table.label} has no cursor: ${reason}.`)
}

function unsuitable(order: readonly OrderTerm[]): string | undefined {
  const hidden = order.find(({ column }) => column.hidden)
  if (hidden) return `"${hidden.column.property}" is hidden, and a cursor would show it`
  const json = order.find(({ column }) => column.kind === "json")
  return json && `"${json.column.property}" is JSON, which has no order`
}
