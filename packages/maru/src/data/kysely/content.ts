import type { AggregateFunctionNode, AliasNode, CaseNode, FunctionNode, OperationNode, ParensNode } from "kysely"
import { columnName } from "./nodes.ts"
import type { Scope } from "./scope.ts"
import { type Content, truth } from "./stored-values.ts"

/** Functions whose result is one of the values that they are given. */
const choosing = new Set([
  "min",
  "max",
  "first_value",
  "last_value",
  "nth_value",
  "lag",
  "lead",
  "coalesce",
  "ifnull",
  "nullif",
  "any_value",
  "greatest",
  "least",
])

const counting = new Set(["count", "row_number", "rank", "dense_rank", "ntile", "avg", "percent_rank", "cume_dist"])

/** Operators between a column and values of its type, or a truth about them. */
export const comparisons: ReadonlySet<string> = new Set([
  "=",
  "==",
  "!=",
  "<>",
  ">",
  ">=",
  "<",
  "<=",
  "in",
  "not in",
  "is",
  "is not",
  "is distinct from",
  "is not distinct from",
  "between",
  "between symmetric",
])

/**
 * What an expression is made of, as far as it follows from columns. Selections inside it are known by
 * what they were rewritten to.
 */
export function contentOf(
  node: OperationNode,
  scope: Scope | undefined,
  selected: (select: OperationNode) => Content,
): Content {
  const named = columnName(node)
  if (named) return scope?.find(named.table, named.column)?.stored
  const inner = (part: OperationNode | undefined): Content => part && contentOf(part, scope, selected)
  switch (node.kind) {
    case "AliasNode":
    case "ParensNode":
      return inner((node as AliasNode | ParensNode).node)
    case "AggregateFunctionNode":
      return ofFunction((node as AggregateFunctionNode).func, (node as AggregateFunctionNode).aggregated, inner)
    case "FunctionNode":
      return ofFunction((node as FunctionNode).func, (node as FunctionNode).arguments, inner)
    case "CaseNode":
      return firstOf([...((node as CaseNode).when ?? []).map(({ result }) => result), (node as CaseNode).else], inner)
    case "BinaryOperationNode":
      return isComparison(node) ? truth : undefined
    case "SelectQueryNode":
      return selected(node)
    default:
      return undefined
  }
}

function ofFunction(
  name: string,
  parameters: readonly OperationNode[],
  inner: (part: OperationNode | undefined) => Content,
): Content {
  const known = name.toLowerCase()
  if (choosing.has(known)) return firstOf(parameters, inner)
  if (counting.has(known)) return "number"
  if (known !== "sum") return undefined
  const summed = firstOf(parameters, inner)
  return summed !== "number" && (summed?.kind === "bigint" || summed?.kind === "decimal") ? summed : "number"
}

function firstOf(
  nodes: readonly (OperationNode | undefined)[],
  inner: (part: OperationNode | undefined) => Content,
): Content {
  for (const node of nodes) {
    const content = inner(node)
    if (content !== undefined) return content
  }
  return undefined
}

/** Whether a node compares a left with a right side. */
export function isComparison(node: OperationNode): boolean {
  const { operator } = node as unknown as { operator?: { operator?: string } }
  return operator?.operator !== undefined && comparisons.has(operator.operator)
}
