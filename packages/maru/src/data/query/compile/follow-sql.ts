import type { Dialect } from "../../dialects/dialect.ts"
import type { Table } from "../../model/table/table.ts"
import type { Way } from "../../model/table/way.ts"
import { conditionHidden, conditionSql } from "../condition/condition-sql.ts"
import { equalSql, namesOf } from "./join-sql.ts"
import { completeOrder, orderSql } from "./order.ts"
import type { ListPart } from "./with-tree.ts"

/** The parts of a SELECT of rows that a relation leads to from a list of owners. */
export interface FollowSql {
  readonly from: string
  readonly rest: string
  /** Columns of the owner's key. */
  readonly owner: readonly string[]
  readonly hidden: readonly boolean[]
}

/** @param table of the owners */
export function followSql(table: Table, way: Way, part: ListPart | undefined, dialect: Dialect): FollowSql {
  const { quote, values } = dialect
  const [alias, names] = way.link ? ["l", way.link.own] : ["t0", namesOf(way.back!)]
  const owner = names.map((column) => `${alias}.${quote(column)}`)
  const order = orderSql(completeOrder(way.target, part?.order ?? []), "t0", dialect)
  const from = ["FROM", fromWay(way, dialect), ...order.joins].join(" ")
  const hidden = [table.key.some((column) => column.hidden)]
  const where = `WHERE ${ownersSql(table, owner, dialect)}${partSql(part, dialect, hidden)}`
  const select = (expressions: readonly string[]): string[] =>
    table.key.map((column, place) => values.select(column, expressions[place]!))
  if (part?.limit === undefined) return { from, rest: `${where} ORDER BY ${order.text}`, owner: select(owner), hidden }
  hidden.push(false)
  const ranked = rankedSql(way, owner, `${from} ${where}`, order.text, dialect)
  const owners = owner.map((_, place) => `ranked.w${place}`)
  return { from: ranked, rest: "WHERE ranked.place <= ? ORDER BY ranked.place", owner: select(owners), hidden }
}

function ownersSql(table: Table, owner: readonly string[], { values }: Dialect): string {
  const member = owner.length === 1 ? owner[0]! : `(${owner.join(", ")})`
  return `${member} ${values.list(table.key).sql}`
}

function partSql(part: ListPart | undefined, dialect: Dialect, hidden: boolean[]): string {
  if (!part) return ""
  conditionHidden(part.condition, hidden)
  return ` AND ${conditionSql(part.condition, "t0", dialect, { next: 0 })}`
}

/** The keys of the rows, each with its place among those of its owner. */
function rankedSql(way: Way, owner: readonly string[], rest: string, order: string, { quote }: Dialect): string {
  const keys = namesOf(way.target.key)
  const columns = [
    ...keys.map((name, place) => `t0.${quote(name)} AS k${place}`),
    ...owner.map((expression, place) => `${expression} AS w${place}`),
    `ROW_NUMBER() OVER (PARTITION BY ${owner.join(", ")} ORDER BY ${order}) AS place`,
  ]
  const on = keys.map((name, place) => `t0.${quote(name)} = ranked.k${place}`).join(" AND ")
  return `FROM (SELECT ${columns.join(", ")} ${rest}) AS ranked JOIN ${quote(way.target.name)} AS t0 ON ${on}`
}

function fromWay(way: Way, dialect: Dialect): string {
  const target = `${dialect.quote(way.target.name)} AS t0`
  if (!way.link) return target
  const on = equalSql("t0", namesOf(way.target.key), "l", way.link.target, dialect)
  return `${dialect.quote(way.link.name)} AS l JOIN ${target} ON ${on}`
}
