import type { Dialect } from "../dialects/dialect.ts"
import type { Way } from "../model/way.ts"
import type { Condition } from "./condition.ts"

// Three walks over the same tree in the same order: the key of its shape, its SQL, its parameters.

/** Text that is equal for conditions of the same SQL, and cheaper to make. */
export function conditionKey(condition: Condition): string {
  switch (condition.kind) {
    case "compare":
      return `${condition.column.property}${condition.operator}`
    case "list":
      return `${condition.column.property}[`
    case "null":
      return `${condition.column.property}${condition.yes ? "0" : "1"}`
    case "not":
      return `!(${conditionKey(condition.part)})`
    case "exists":
      return `${condition.relation}{${conditionKey(condition.part)}}`
    default:
      return `${condition.kind === "and" ? "&" : "|"}(${condition.parts.map(conditionKey).join(",")})`
  }
}

/** Gives each subquery a name of its own. */
export interface Names {
  next: number
}

/** @param alias name of the table in the statement */
export function conditionSql(condition: Condition, alias: string, dialect: Dialect, names: Names): string {
  switch (condition.kind) {
    case "compare":
      return `${alias}.${dialect.quote(condition.column.name)} ${condition.operator} ?`
    case "list":
      return `${alias}.${dialect.quote(condition.column.name)} ${dialect.list(condition.column.kind).sql}`
    case "null":
      return `${alias}.${dialect.quote(condition.column.name)} IS ${condition.yes ? "" : "NOT "}NULL`
    case "not":
      return `NOT (${conditionSql(condition.part, alias, dialect, names)})`
    case "exists":
      return `EXISTS (SELECT 1 ${reachSql(condition.way, condition.part, alias, dialect, names)})`
    default: {
      if (condition.parts.length === 0) return condition.kind === "and" ? "1 = 1" : "1 = 0"
      const parts = condition.parts.map((part) => conditionSql(part, alias, dialect, names))
      return `(${parts.join(condition.kind === "and" ? " AND " : " OR ")})`
    }
  }
}

/** `FROM ... WHERE ...` of the rows that a relation reaches from the row `alias`. */
export function reachSql(way: Way, part: Condition, alias: string, dialect: Dialect, names: Names): string {
  const target = `w${names.next++}`
  const quote = dialect.quote
  const key = `${target}.${quote(way.target.key.name)}`
  const from = `FROM ${quote(way.target.name)} AS ${target}`
  const everything = part.kind === "and" && part.parts.length === 0
  const rest = everything ? "" : ` AND ${conditionSql(part, target, dialect, names)}`
  if (way.forward) return `${from} WHERE ${key} = ${alias}.${quote(way.forward.name)}${rest}`
  const own = `${alias}.${quote(way.own.key.name)}`
  if (way.back) return `${from} WHERE ${target}.${quote(way.back.name)} = ${own}${rest}`
  const { name, own: ownColumn, target: targetColumn } = way.link!
  const link = `w${names.next++}`
  const links = `FROM ${quote(name)} AS ${link}`
  if (everything) return `${links} WHERE ${link}.${quote(ownColumn)} = ${own}`
  if (isKeyOnly(part, way)) {
    const column = `${link}.${quote(targetColumn)}`
    const test = part.kind === "compare" ? `${part.operator} ?` : dialect.list(way.target.key.kind).sql
    return `${links} WHERE ${link}.${quote(ownColumn)} = ${own} AND ${column} ${test}`
  }
  const join = `JOIN ${quote(way.target.name)} AS ${target} ON ${key} = ${link}.${quote(targetColumn)}`
  return `${links} ${join} WHERE ${link}.${quote(ownColumn)} = ${own}${rest}`
}

/** Whether the condition is about the target's key alone, which the table between the two has itself. */
function isKeyOnly(part: Condition, way: Way): part is Condition & { kind: "compare" | "list" } {
  return (part.kind === "compare" || part.kind === "list") && part.column === way.target.key
}

/** Adds the values in the order of their places in the SQL. */
export function conditionParameters(condition: Condition, dialect: Dialect, values: unknown[]): void {
  switch (condition.kind) {
    case "compare":
      values.push(condition.value)
      break
    case "list":
      values.push(dialect.list(condition.column.kind).write(condition.values))
      break
    case "null":
      break
    case "not":
    case "exists":
      conditionParameters(condition.part, dialect, values)
      break
    default:
      for (const part of condition.parts) conditionParameters(part, dialect, values)
  }
}

/** Which parameters belong to hidden columns, in the same order. */
export function conditionHidden(condition: Condition, hidden: boolean[]): void {
  if (condition.kind === "compare" || condition.kind === "list") hidden.push(condition.column.hidden)
  else if (condition.kind === "not" || condition.kind === "exists") conditionHidden(condition.part, hidden)
  else if (condition.kind !== "null") for (const part of condition.parts) conditionHidden(part, hidden)
}
