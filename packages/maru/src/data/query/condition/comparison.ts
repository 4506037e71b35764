import type { Dialect } from "../../dialects/dialect.ts"
import { DataError } from "../../errors.ts"
import { columnCodec } from "../../mapping/column-codec.ts"
import type { Column, Table } from "../../model/table/table.ts"
import { ColumnReference } from "./column-reference.ts"
import type { Condition, Operator } from "./condition.ts"

const operators: Readonly<Record<string, Operator>> = {
  eq: "=",
  ne: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "LIKE",
  ilike: "ILIKE",
}

/** Text in which `%`, `_` and `\` are characters like any other. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`)

const patterns: Readonly<Record<string, (text: string) => string>> = {
  contains: (text) => `%${literal(text)}%`,
  startsWith: (text) => `${literal(text)}%`,
  endsWith: (text) => `%${literal(text)}`,
}

const others = new Set(["in", "notIn", "between", "isNull"])

/** What the comparisons are about. */
interface Subject {
  readonly table: Table
  readonly dialect: Dialect
  readonly column: Column
}

/** Reads what a user compares a column with, and adds what has to hold. @throws DataError `query-invalid` */
export function readColumn(table: Table, dialect: Dialect, column: Column, value: unknown, parts: Condition[]): void {
  const subject = { table, dialect, column }
  if (value === null) parts.push({ kind: "null", column, yes: true })
  else if (!isPlainObject(value) || isWholeValue(column, value)) parts.push(equal(subject, value))
  else {
    for (const [name, operand] of Object.entries(value)) {
      if (operand === undefined) throw invalid(table, `${column.property}.${name}`, "is undefined")
      parts.push(readOperator(subject, name, operand))
    }
  }
}

/** A column that has to have a value. */
export function equal(subject: Subject, value: unknown): Condition {
  return { kind: "compare", column: subject.column, operator: "=", value: written(subject, value) }
}

function readOperator(subject: Subject, name: string, operand: unknown): Condition {
  const { table, column } = subject
  const place = `${column.property}.${name}`
  if (name === "isNull") return { kind: "null", column, yes: operand === true }
  if (name === "in" || name === "notIn") {
    return { kind: "list", column, values: list(subject, place, operand), negated: name === "notIn" }
  }
  if (name === "between") {
    const [low, high, ...more] = list(subject, place, operand)
    if (high === undefined || more.length > 0) throw invalid(table, place, "has to be a list of two values")
    return { kind: "between", column, low, high }
  }
  if (Object.hasOwn(patterns, name)) return pattern(subject, place, patterns[name]!, operand)
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!operator) throw invalid(table, place, "is no operator")
  if (operand instanceof ColumnReference) return compareColumns(subject, place, operator, operand)
  if (operand === null && (name === "eq" || name === "ne")) return { kind: "null", column, yes: name === "eq" }
  return { kind: "compare", column, operator, value: written(subject, operand) }
}

function pattern(
  { table, column }: Subject,
  place: string,
  make: (text: string) => string,
  operand: unknown,
): Condition {
  if (typeof operand !== "string") throw invalid(table, place, "has to be a text")
  if (column.kind !== "text") throw invalid(table, place, "needs a column that holds text")
  return { kind: "compare", column, operator: "LIKE", value: make(operand) }
}

function compareColumns(
  { table, column }: Subject,
  place: string,
  operator: Operator,
  { name }: ColumnReference<string>,
): Condition {
  const other = table.byProperty.get(name)
  if (!other) throw invalid(table, place, `names "${name}", which is no column`)
  if (other.kind !== column.kind) throw invalid(table, place, `compares columns of different types`)
  return { kind: "columns", column, operator, other }
}

function list(subject: Subject, place: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) throw invalid(subject.table, place, "has to be a list")
  return operand.map((item) => written(subject, item))
}

function written({ table, dialect, column }: Subject, value: unknown): unknown {
  try {
    return columnCodec(column, dialect).write(value)
  } catch (error) {
    throw invalid(table, column.property, `cannot be compared with this value: ${(error as Error).message}`)
  }
}

/** Operators or conditions: dates, bytes and lists are values. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An object that a codec made is no set of operators. */
function isWholeValue({ conversion }: Column, value: Record<string, unknown>): boolean {
  return conversion !== undefined && !Object.keys(value).every(isOperator)
}

function isOperator(name: string): boolean {
  return Object.hasOwn(operators, name) || Object.hasOwn(patterns, name) || others.has(name)
}

/** @param name of what does not work */
export function invalid(table: Table, name: string, reason: string): DataError {
  return new DataError("query-invalid", `In a query of ${table.label}, "${name}" ${reason}.`)
}
