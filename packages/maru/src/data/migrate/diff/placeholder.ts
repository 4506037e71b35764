import { columnsIn, tokensOf } from "../schema/expression.ts"
import type { SchemaColumn, SchemaTable } from "../schema/schema.ts"

/**
 * A value that a column takes when its own values are lost: the first that its check allows, otherwise nothing or
 * zero in its type. As a person would write it.
 */
export function placeholder(table: SchemaTable, { name, type }: SchemaColumn): string {
  const allowed = table.parts.flatMap((part) =>
    part.kind === "check" && columnsIn(part.expression, [name]).length > 0 ? listed(part.expression) : [],
  )
  if (allowed[0] !== undefined) return allowed[0]
  if (/^(timestamp|date)/i.test(type)) return "1970-01-01 00:00:00"
  if (/^bool|^tinyint\(1\)/i.test(type)) return "false"
  if (/json/i.test(type)) return "null"
  if (/^uuid/i.test(type)) return "00000000-0000-0000-0000-000000000000"
  return /^(big|small|medium|tiny)?int|^(real|double|float|numeric|decimal)/i.test(type) ? "0" : ""
}

/** The values of `column IN (…)`. */
function listed(expression: string): string[] {
  const tokens = tokensOf(expression)
  const place = tokens.findIndex((each) => each.toUpperCase() === "IN")
  return place === -1 ? [] : tokens.slice(place + 1).flatMap((each) => textOf(each))
}

function textOf(token: string): string[] {
  if (/^\d/.test(token)) return [token]
  return token.startsWith("'") ? [token.slice(1, -1).replaceAll("''", "'").replaceAll("\\\\", "\\")] : []
}
