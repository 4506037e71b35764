import type { Dialect } from "../../dialects/dialect.ts"
import { stateOf } from "../../model/entity/entity-state.ts"
import { columnValue, entityKeyParts, identityOf } from "../../model/table/key.ts"
import type { Column, Table, TableRelation } from "../../model/table/table.ts"
import { type Way, wayOf } from "../../model/table/way.ts"
import { equal, invalid, isPlainObject, readColumn } from "./comparison.ts"
import { type Condition, all, everything } from "./condition.ts"
import { onlyUndeleted } from "./undeleted.ts"

/** Reads what a user passes to `where`. @throws DataError `query-invalid` */
export function readCondition(table: Table, dialect: Dialect, where: Readonly<Record<string, unknown>>): Condition {
  const parts: Condition[] = []
  for (const [name, value] of Object.entries(where)) {
    if (value === undefined) throw invalid(table, name, "is undefined, which would select everything")
    const column = table.byProperty.get(name)
    const group = table.groups.get(name)
    if (column) readColumn(table, dialect, column, value, parts)
    else if (group) readGroup(table, dialect, name, group, value, parts)
    else if (name === "not") parts.push({ kind: "not", part: readCondition(table, dialect, value as never) })
    else if (name === "and" || name === "or") parts.push(readList(table, dialect, name, value))
    else parts.push(readRelation(table, dialect, name, value))
  }
  return parts.length === 1 ? parts[0]! : { kind: "and", parts }
}

function readList(table: Table, dialect: Dialect, kind: "and" | "or", value: unknown): Condition {
  if (!Array.isArray(value)) throw invalid(table, kind, "has to be a list of conditions")
  return { kind, parts: value.map((part) => readCondition(table, dialect, part as never)) }
}

/** A value of several columns: all of those that are named have to be as it says. */
function readGroup(
  table: Table,
  dialect: Dialect,
  name: string,
  group: readonly Column[],
  value: unknown,
  parts: Condition[],
): void {
  if (value === null) for (const column of group) parts.push({ kind: "null", column, yes: true })
  else if (isPlainObject(value)) readFields(table, dialect, name, group, value, parts)
  else {
    const { conversion } = group[0]!.whole ?? {}
    if (!conversion || conversion.faults(value).length > 0) {
      throw invalid(table, name, "has to be an object of its columns")
    }
    for (const column of group)
      readColumn(table, dialect, column, columnValue({ [name]: value }, column) ?? null, parts)
  }
}

function readFields(
  table: Table,
  dialect: Dialect,
  name: string,
  group: readonly Column[],
  fields: Readonly<Record<string, unknown>>,
  parts: Condition[],
): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) throw invalid(table, `${name}.${field}`, "is undefined, which would select everything")
    const columns = group.filter(({ path }) => path[1] === field)
    if (columns.length === 0) throw invalid(table, `${name}.${field}`, "is no column")
    for (const column of columns) {
      const part = columnValue({ [name]: fields }, { path: column.path, whole: undefined })
      if (part !== undefined) readColumn(table, dialect, column, part, parts)
    }
  }
}

function readRelation(table: Table, dialect: Dialect, name: string, value: unknown): Condition {
  const relation = table.relations.get(name)
  if (!relation) throw invalid(table, name, "is neither a column nor a relation")
  const way = wayOf(table, relation)
  const state = stateOf(value)
  if (way.forward) {
    if (value === null) return all(way.forward.map((column) => ({ kind: "null", column, yes: true })))
    if (state) return sameKey(table, dialect, relation, way, way.forward, value)
  }
  if (state) {
    const part = sameKey(way.target, dialect, relation, way, way.target.key, value)
    return reached(name, way, part)
  }
  if (value === null) return { kind: "not", part: reached(name, way, everything) }
  if (!isPlainObject(value)) throw invalid(table, name, "has to be an entity or a condition")
  if (isQuantified(relation, way, value)) return all(quantified(table, dialect, name, way, value))
  return reached(name, way, readCondition(way.target, dialect, value))
}

/** That a relation leads to such a row. Who belongs to a row belongs to it, deleted or not. */
function reached(relation: string, way: Way, part: Condition): Condition {
  return { kind: "exists", relation, way, part: way.forward ? part : onlyUndeleted(way.target, part) }
}

const quantifiers = new Set(["some", "every", "none"])

/** A list is asked by how many of its rows are like something, unless its model has columns of these names. */
function isQuantified({ kind }: TableRelation, { target }: Way, value: Record<string, unknown>): boolean {
  const names = Object.keys(value)
  if (names.length === 0 || (kind !== "hasMany" && kind !== "manyToMany")) return false
  return names.every((name) => quantifiers.has(name) && !target.byProperty.has(name) && !target.relations.has(name))
}

function quantified(
  table: Table,
  dialect: Dialect,
  relation: string,
  way: Way,
  value: Record<string, unknown>,
): Condition[] {
  return Object.entries(value).map(([name, where]): Condition => {
    if (!isPlainObject(where)) throw invalid(table, `${relation}.${name}`, "has to be a condition")
    const like = readCondition(way.target, dialect, where)
    // Every one is like it where none is otherwise.
    const part: Condition = name === "every" ? { kind: "untrue", part: like } : like
    const exists = reached(relation, way, part)
    return name === "some" ? exists : { kind: "not", part: exists }
  })
}

/** @param columns that hold the key of the entity */
function sameKey(
  table: Table,
  dialect: Dialect,
  relation: TableRelation,
  way: Way,
  columns: readonly Column[],
  entity: unknown,
): Condition {
  if (!(entity instanceof relation.target)) throw invalid(table, relation.property, `has to be a ${way.target.label}`)
  const key = entityKeyParts(way.target, entity)
  if (identityOf(key) === undefined) throw invalid(table, relation.property, "has no key yet: flush the session first")
  return all(columns.map((column, place) => equal({ table, dialect, column }, key[place])))
}
