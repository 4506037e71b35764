import { type OrderTerm, mayBeNull } from "../compile/order.ts"
import { type Condition, all, everything } from "../condition/condition.ts"

// A place in an order as a condition: rows are beyond it if the first column that differs is beyond.

/** The order from the other end. */
export function reversed(term: OrderTerm): OrderTerm {
  return { ...term, direction: term.direction === "asc" ? "desc" : "asc", nulls: flipped(term.nulls) }
}

function flipped(nulls: "first" | "last"): "first" | "last" {
  return nulls === "first" ? "last" : "first"
}

/** Rows that come after a place. @param values of the terms there, as the driver binds them */
export function beyond(terms: readonly OrderTerm[], values: readonly unknown[]): Condition {
  const alternatives: Condition[] = []
  const equal: Condition[] = []
  for (const [place, term] of terms.entries()) {
    const further = beyondTerm(term, values[place])
    if (further) alternatives.push(all([...equal, further]))
    equal.push(sameAs(term, values[place]))
  }
  const any: Condition = { kind: "or", parts: alternatives }
  const bound = boundOf(terms[0]!, values[0])
  return bound ? { kind: "and", parts: [bound, any] } : any
}

/** Says of the first column alone what follows for it: an index of it is used from there on. */
function boundOf(term: OrderTerm, value: unknown): Condition | undefined {
  if (value === null || term.via || mayBeNull(term)) return undefined
  return { kind: "compare", column: term.column, operator: term.direction === "asc" ? ">=" : "<=", value }
}

/** Undefined where nothing can be beyond. */
function beyondTerm(term: OrderTerm, value: unknown): Condition | undefined {
  if (value === null) return term.nulls === "first" ? isNull(term, false) : undefined
  const operator = term.direction === "asc" ? ">" : "<"
  const further = reach(term, { kind: "compare", column: term.column, operator, value })
  return term.nulls === "last" && mayBeNull(term) ? { kind: "or", parts: [further, isNull(term, true)] } : further
}

function sameAs(term: OrderTerm, value: unknown): Condition {
  if (value === null) return isNull(term, true)
  return reach(term, { kind: "compare", column: term.column, operator: "=", value })
}

function isNull(term: OrderTerm, yes: boolean): Condition {
  const { column, via } = term
  if (!via) return { kind: "null", column, yes }
  // Without a row there is no value either.
  const given = reach(term, column.nullable ? { kind: "null", column, yes: false } : everything)
  return yes ? { kind: "not", part: given } : given
}

function reach({ via }: OrderTerm, part: Condition): Condition {
  return via ? { kind: "exists", relation: via.relation, way: via.way, part } : part
}
