import type { Dialect } from "../dialects/dialect.ts"
import { DataError } from "../errors.ts"
import { stateOf } from "../model/entity-state.ts"
import type { Column, Table, TableRelation } from "../model/table.ts"
import { type Way, wayOf } from "../model/way.ts"

type Operator = "=" | "<>" | ">" | ">=" | "<" | "<=" | "LIKE"

/** What rows have to be like, as frozen data. Its shape decides the SQL text, its values the parameters. */
export type Condition =
  | { readonly kind: "compare"; readonly column: Column; readonly operator: Operator; readonly value: unknown }
  | { readonly kind: "list"; readonly column: Column; readonly values: readonly unknown[] }
  | { readonly kind: "null"; readonly column: Column; readonly yes: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "exists"; readonly relation: string; readonly way: Way; readonly part: Condition }

const operators: Readonly<Record<string, Operator>> = {
  eq: "=",
  ne: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "LIKE",
}

/** Reads what a user passes to `where`. @throws DataError `query-invalid` */
export function readCondition(table: Table, dialect: Dialect, where: Readonly<Record<string, unknown>>): Condition {
  const parts: Condition[] = []
  for (const [name, value] of Object.entries(where)) {
    if (value === undefined) throw invalid(table, name, "is undefined, which would select everything")
    const column = table.byProperty.get(name)
    if (column) readColumn(table, dialect, column, value, parts)
    else if (name === "not") parts.push({ kind: "not", part: readCondition(table, dialect, value as never) })
    else if (name === "and" || name === "or") parts.push(readList(table, dialect, name, value))
    else parts.push(readRelation(table, dialect, name, value))
  }
  return parts.length === 1 ? parts[0]! : { kind: "and", parts }
}

function invalid(table: Table, name: string, reason: string): DataError {
  return new DataError("query-invalid", `In a query of ${table.label}, "${name}" ${reason}.`)
}

function readList(table: Table, dialect: Dialect, kind: "and" | "or", value: unknown): Condition {
  if (!Array.isArray(value)) throw invalid(table, kind, "has to be a list of conditions")
  return { kind, parts: value.map((part) => readCondition(table, dialect, part as never)) }
}

function readColumn(table: Table, dialect: Dialect, column: Column, value: unknown, parts: Condition[]): void {
  if (value === null) parts.push({ kind: "null", column, yes: true })
  else if (!isOperators(value)) parts.push(compare(table, dialect, column, "eq", value))
  else {
    for (const [name, operand] of Object.entries(value)) {
      if (operand === undefined) throw invalid(table, `${column.property}.${name}`, "is undefined")
      if (name === "isNull") parts.push({ kind: "null", column, yes: operand === true })
      else if (name === "in") parts.push(list(table, dialect, column, operand))
      else parts.push(compare(table, dialect, column, name, operand))
    }
  }
}

/** A plain object: dates, bytes and lists are values. */
function isOperators(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function compare(table: Table, dialect: Dialect, column: Column, name: string, operand: unknown): Condition {
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!operator) throw invalid(table, `${column.property}.${name}`, "is no operator")
  return { kind: "compare", column, operator, value: written(table, dialect, column, operand) }
}

function list(table: Table, dialect: Dialect, column: Column, operand: unknown): Condition {
  if (!Array.isArray(operand)) throw invalid(table, `${column.property}.in`, "has to be a list")
  return { kind: "list", column, values: operand.map((item) => written(table, dialect, column, item)) }
}

function written(table: Table, dialect: Dialect, column: Column, value: unknown): unknown {
  try {
    return dialect.codec(column.kind).write(value)
  } catch (error) {
    throw invalid(table, column.property, `cannot be compared with this value: ${(error as Error).message}`)
  }
}

function readRelation(table: Table, dialect: Dialect, name: string, value: unknown): Condition {
  const relation = table.relations.get(name)
  if (!relation) throw invalid(table, name, "is neither a column nor a relation")
  const way = wayOf(table, relation)
  const state = stateOf(value)
  if (way.forward) {
    if (value === null) return { kind: "null", column: way.forward, yes: true }
    if (state) return compare(table, dialect, way.forward, "eq", keyValue(table, relation, way, value))
  }
  if (state) {
    const part = compare(way.target, dialect, way.target.key, "eq", keyValue(table, relation, way, value))
    return { kind: "exists", relation: name, way, part }
  }
  if (value === null) {
    const part: Condition = { kind: "exists", relation: name, way, part: { kind: "and", parts: [] } }
    return { kind: "not", part }
  }
  if (!isOperators(value)) throw invalid(table, name, "has to be an entity or a condition")
  return { kind: "exists", relation: name, way, part: readCondition(way.target, dialect, value) }
}

function keyValue(table: Table, relation: TableRelation, way: Way, entity: unknown): unknown {
  if (!(entity instanceof relation.target)) throw invalid(table, relation.property, `has to be a ${way.target.label}`)
  const key = (entity as Record<string, unknown>)[way.target.key.property]
  if (key !== undefined) return key
  throw invalid(table, relation.property, "has no key yet: flush the session first")
}
