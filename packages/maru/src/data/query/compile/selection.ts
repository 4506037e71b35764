import type { Dialect } from "../../dialects/dialect.ts"
import { DataError } from "../../errors.ts"
import type { MappedColumn } from "../../mapping/mapping.ts"
import type { Mapper } from "../../mapping/mapper.ts"
import type { Table, TableRelation } from "../../model/table/table.ts"
import { type Way, wayOf } from "../../model/table/way.ts"
import { equalSql, namesOf } from "./join-sql.ts"
import type { WithTree } from "./with-tree.ts"

/** Entities that one part of a row makes, and what comes with them. */
export interface Selection {
  readonly mapper: Mapper
  /** Where the part begins in the row. */
  readonly offset: number
  /** Names of the relations that lead here from the root. */
  readonly path: readonly string[]
  /** Relations to at most one row that holds no key of ours: read from the same row. */
  readonly joined: readonly Joined[]
  /** Relations to other rows: one more statement for each, whatever the number of entities. */
  readonly followed: readonly Followed[]
}

export interface Joined {
  readonly name: string
  /** Our columns that hold the key of the other row. */
  readonly foreign: readonly MappedColumn[]
  readonly selection: Selection
}

export interface Followed {
  readonly name: string
  readonly relation: TableRelation
  readonly way: Way
}

/** A selection together with the parts of its SQL. */
export interface SelectionSql {
  readonly selection: Selection
  readonly columns: string[]
  readonly joins: string[]
}

/** @param mapperOf mapper of a table for the dialect */
export function selectWith(
  table: Table,
  tree: WithTree | undefined,
  dialect: Dialect,
  mapperOf: (table: Table) => Mapper,
): SelectionSql {
  const columns: string[] = []
  const joins: string[] = []
  let aliases = 0
  const visit = (current: Table, branch: WithTree | undefined, alias: string, path: readonly string[]): Selection => {
    const offset = columns.length
    for (const column of current.columns)
      columns.push(dialect.values.select(column, `${alias}.${dialect.quote(column.name)}`))
    const joined: Joined[] = []
    const followed: Followed[] = []
    for (const [name, inner] of branches(current, branch)) {
      const relation = current.relations.get(name)!
      const way = wayOf(current, relation)
      if (way.forward) {
        const next = `t${++aliases}`
        joins.push(joinSql(way, alias, next, dialect))
        const foreign = way.forward.map(({ position }) => mapperOf(current).columns[position]!)
        joined.push({ name, foreign, selection: visit(way.target, inner, next, [...path, name]) })
      } else followed.push({ name, relation, way })
    }
    return { mapper: mapperOf(current), offset, path, joined, followed }
  }
  return { selection: visit(table, tree, "t0", []), columns, joins }
}

function branches(table: Table, tree: WithTree | undefined): [name: string, inner: WithTree | undefined][] {
  const found: [string, WithTree | undefined][] = []
  for (const [name, branch] of Object.entries(tree ?? {})) {
    if (!table.relations.has(name)) {
      throw new DataError("query-invalid", `${table.label} has no relation "${name}" that could be loaded.`)
    }
    if (branch) found.push([name, branch === true ? undefined : branch.with])
  }
  return found
}

/** A left join keeps the order in which tables are read, and the row whose partner is missing. */
function joinSql(way: Way, alias: string, next: string, dialect: Dialect): string {
  const quote = dialect.quote
  const on = equalSql(next, namesOf(way.target.key), alias, namesOf(way.forward!), dialect)
  return `LEFT JOIN ${quote(way.target.name)} AS ${next} ON ${on}`
}
