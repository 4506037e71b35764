import type { Dialect } from "../../dialects/dialect.ts"
import type { Way } from "../../model/table/way.ts"
import type { Condition } from "./condition.ts"
import { equalSql, namesOf } from "../compile/join-sql.ts"

// Three walks over the same tree in the same order: the key of its shape, its SQL, its parameters.

/** Text that is equal for conditions of the same SQL, and cheaper to make. */
export function conditionKey(condition: Condition): string {
  switch (condition.kind) {
    case "compare":
      return `${condition.column.property}${condition.operator}`
    case "list":
      return `${condition.column.property}${condition.negated ? "![" : "["}`
    case "between":
      return `${condition.column.property}..`
    case "columns":
      return `${condition.column.property}${condition.operator}.${condition.other.property}`
    case "null":
      return `${condition.column.property}${condition.yes ? "0" : "1"}`
    case "not":
      return `!(${conditionKey(condition.part)})`
    case "untrue":
      return `?(${conditionKey(condition.part)})`
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
      return compareSql(condition, `${alias}.${dialect.quote(condition.column.name)}`, dialect)
    case "list":
      return listSql(condition, `${alias}.${dialect.quote(condition.column.name)}`, dialect)
    case "between":
      return `${alias}.${dialect.quote(condition.column.name)} BETWEEN ? AND ?`
    case "columns":
      return `${alias}.${dialect.quote(condition.column.name)} ${condition.operator} ${alias}.${dialect.quote(condition.other.name)}`
    case "null":
      return `${alias}.${dialect.quote(condition.column.name)} IS ${condition.yes ? "" : "NOT "}NULL`
    case "not":
      return `NOT (${conditionSql(condition.part, alias, dialect, names)})`
    case "untrue":
      return `(${conditionSql(condition.part, alias, dialect, names)}) IS NOT TRUE`
    case "exists":
      return `EXISTS (SELECT 1 ${reachSql(condition.way, condition.part, alias, dialect, names)})`
    default: {
      if (condition.parts.length === 0) return condition.kind === "and" ? "1 = 1" : "1 = 0"
      const parts = condition.parts.map((part) => conditionSql(part, alias, dialect, names))
      return `(${parts.join(condition.kind === "and" ? " AND " : " OR ")})`
    }
  }
}

function compareSql({ operator }: Condition & { kind: "compare" }, expression: string, dialect: Dialect): string {
  const pattern = operator === "LIKE" || operator === "ILIKE"
  return pattern ? dialect.text.like(expression, operator === "ILIKE") : `${expression} ${operator} ?`
}

function listSql({ column, negated }: Condition & { kind: "list" }, expression: string, dialect: Dialect): string {
  const member = `${expression} ${dialect.values.list([column]).sql}`
  return negated ? `NOT (${member})` : member
}

/** `FROM ... WHERE ...` of the rows that a relation reaches from the row `alias`. */
export function reachSql(way: Way, part: Condition, alias: string, dialect: Dialect, names: Names): string {
  const target = `w${names.next++}`
  const quote = dialect.quote
  const from = `FROM ${quote(way.target.name)} AS ${target}`
  const everything = part.kind === "and" && part.parts.length === 0
  const rest = everything ? "" : ` AND ${conditionSql(part, target, dialect, names)}`
  const [targetKey, ownKey] = [namesOf(way.target.key), namesOf(way.own.key)]
  if (way.forward) return `${from} WHERE ${equalSql(target, targetKey, alias, namesOf(way.forward), dialect)}${rest}`
  if (way.back) return `${from} WHERE ${equalSql(target, namesOf(way.back), alias, ownKey, dialect)}${rest}`
  const link = `w${names.next++}`
  const { name, own, target: toTarget } = way.link!
  const links = `FROM ${quote(name)} AS ${link}`
  const ours = `WHERE ${equalSql(link, own, alias, ownKey, dialect)}`
  if (everything) return `${links} ${ours}`
  if (isKeyOnly(part, way)) return `${links} ${ours} AND ${keyOnlySql(part, `${link}.${quote(toTarget[0]!)}`, dialect)}`
  const join = `JOIN ${quote(way.target.name)} AS ${target} ON ${equalSql(target, targetKey, link, toTarget, dialect)}`
  return `${links} ${join} ${ours}${rest}`
}

/** Whether the condition is about the target's key alone, which the table between the two has itself. */
function isKeyOnly(part: Condition, way: Way): part is Condition & { kind: "compare" | "list" } {
  return (
    (part.kind === "compare" || part.kind === "list") &&
    way.target.key.length === 1 &&
    part.column === way.target.key[0]
  )
}

function keyOnlySql(part: Condition & { kind: "compare" | "list" }, expression: string, dialect: Dialect): string {
  if (part.kind === "compare") return compareSql(part, expression, dialect)
  return listSql(part, expression, dialect)
}

/** Adds the values in the order of their places in the SQL. */
export function conditionParameters(condition: Condition, dialect: Dialect, values: unknown[]): void {
  switch (condition.kind) {
    case "compare":
      values.push(condition.value)
      break
    case "list":
      values.push(dialect.values.list([condition.column]).write(condition.values.map((value) => [value])))
      break
    case "between":
      values.push(condition.low, condition.high)
      break
    case "null":
    case "columns":
      break
    case "not":
    case "untrue":
    case "exists":
      conditionParameters(condition.part, dialect, values)
      break
    default:
      for (const part of condition.parts) conditionParameters(part, dialect, values)
  }
}

/** Which parameters belong to hidden columns, in the same order. */
export function conditionHidden(condition: Condition, hidden: boolean[]): void {
  switch (condition.kind) {
    case "compare":
    case "list":
      hidden.push(condition.column.hidden)
      break
    case "between":
      hidden.push(condition.column.hidden, condition.column.hidden)
      break
    case "null":
    case "columns":
      break
    case "not":
    case "untrue":
    case "exists":
      conditionHidden(condition.part, hidden)
      break
    default:
      for (const part of condition.parts) conditionHidden(part, hidden)
  }
}
