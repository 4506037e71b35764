import { quote } from "./source.ts"

/** A value that `===` compares as a set of values does, as source text; undefined for any other. */
export function literalOf(value: unknown): string | undefined {
  if (typeof value === "string") return quote(value)
  if (typeof value === "number") return Number.isNaN(value) ? undefined : String(value)
  if (typeof value === "boolean" || value === null || value === undefined) return String(value)
  return undefined
}
