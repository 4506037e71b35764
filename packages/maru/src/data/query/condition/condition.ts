import type { Column } from "../../model/table/table.ts"
import type { Way } from "../../model/table/way.ts"

/** How a column is compared with a value, or with another column. */
export type Operator = "=" | "<>" | ">" | ">=" | "<" | "<=" | "LIKE" | "ILIKE"

/** What rows have to be like, as frozen data. Its shape decides the SQL text, its values the parameters. */
export type Condition =
  | { readonly kind: "compare"; readonly column: Column; readonly operator: Operator; readonly value: unknown }
  | { readonly kind: "list"; readonly column: Column; readonly values: readonly unknown[]; readonly negated?: boolean }
  | { readonly kind: "between"; readonly column: Column; readonly low: unknown; readonly high: unknown }
  | { readonly kind: "columns"; readonly column: Column; readonly operator: Operator; readonly other: Column }
  | { readonly kind: "null"; readonly column: Column; readonly yes: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  /** `not`: the condition is false. `untrue`: it is false, or nobody knows, because something is null. */
  | { readonly kind: "not" | "untrue"; readonly part: Condition }
  | { readonly kind: "exists"; readonly relation: string; readonly way: Way; readonly part: Condition }

/** All of the conditions; every row where there is none. */
export function all(parts: readonly Condition[]): Condition {
  return parts.length === 1 ? parts[0]! : { kind: "and", parts }
}

/** Every row. */
export const everything: Condition = Object.freeze({ kind: "and", parts: [] })
