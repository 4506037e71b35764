import { z } from "zod"
import { type ColumnFault, ValidationFailed } from "../errors.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import type { Conversion } from "../model/columns/conversion.ts"
import { computedDefault } from "../model/columns/default.ts"
import { entityState } from "../model/entity/entity-state.ts"
import { columnValue } from "../model/table/key.ts"
import type { Column, Table } from "../model/table/table.ts"

/** A property that has a schema: a column, or a value of several columns. */
interface Checked {
  readonly property: string
  readonly schema: z.ZodType
  readonly nullable: boolean
  readonly conversion: Conversion | undefined
  /** May be missing in a new entity: somebody else fills it. */
  readonly filled?: boolean
}

/** What is checked of a table, in the order of its columns, and the schema of all that need no conversion. */
interface Checks {
  readonly plain: z.ZodObject
  readonly converted: readonly Checked[]
  readonly owners: readonly Column[]
}

const known = new WeakMap<Table, Checks>()

/** Checks an entity before it is inserted, and sets what its schemas make of the values (trimmed text, say). */
export function validateWhole(entity: EntityObject, table: Table): void {
  validate(entity, table, true)
}

/** The same for a row that is no entity: what it belongs to is known otherwise. */
export function validateRow(row: EntityObject, table: Table): void {
  validate(row, table, false)
}

function validate(entity: EntityObject, table: Table, owned: boolean): void {
  const { plain, converted, owners } = checksOf(table)
  const result = plain.safeParse(entity)
  const faults = result.success ? [] : faultsOf(result.error.issues, "")
  if (result.success) for (const name in result.data) setValue(entity, name, result.data[name])
  for (const checked of converted) checkValue(entity, checked, faults)
  if (owned) for (const column of owners) checkOwner(entity, column, faults)
  if (faults.length > 0) throw new ValidationFailed(table.label, faults)
}

function checksOf(table: Table): Checks {
  const found = known.get(table)
  if (found) return found
  const all = new Map(table.columns.flatMap((column) => checkedOf(column) ?? []).map((each) => [each.property, each]))
  const shape: Record<string, z.ZodType> = {}
  for (const { property, schema, filled, conversion } of all.values()) {
    if (!conversion) shape[property] = filled ? schema.optional() : schema
  }
  const made = {
    plain: z.object(shape),
    converted: [...all.values()].filter(({ conversion }) => conversion),
    owners: table.columns.filter((column) => column.relation !== undefined && !column.nullable),
  }
  known.set(table, made)
  return made
}

/** What is checked where a column has a value: for a field of a value object, the object. */
function checkedOf(column: Column): Checked | undefined {
  const { whole, schema, property, conversion } = column
  if (whole) return whole
  const filled = column.generated !== undefined || computedDefault(column) !== undefined
  return schema && { property, schema, nullable: column.nullable || filled, conversion, filled }
}

/** Checks the columns of a stored entity that have changed. */
export function validateChanges(entity: EntityObject, table: Table, positions: readonly number[]): void {
  const faults: ColumnFault[] = []
  const done = new Set<string>()
  for (const position of positions) {
    const column = table.columns[position]!
    const checked = checkedOf(column)
    if (checked && !done.has(checked.property)) checkValue(entity, checked, faults)
    if (checked) done.add(checked.property)
    else if (!column.nullable) checkOwner(entity, column, faults)
  }
  if (faults.length > 0) throw new ValidationFailed(table.label, faults)
}

function checkValue(entity: EntityObject, checked: Checked, faults: ColumnFault[]): void {
  const { property, schema, conversion, nullable } = checked
  const value = entity[property]
  const missing = value === null || value === undefined
  // What a codec makes is checked on its way back: the schema itself reads the stored form.
  if (conversion && !missing) faults.push(...faultsOf(conversion.faults(value), `/${property}`))
  if (conversion && (!missing || nullable)) return
  const result = schema.safeParse(value)
  if (result.success) setValue(entity, property, result.data)
  else faults.push(...faultsOf(result.error.issues, `/${property}`))
}

/** Sets a value that was checked. An object stays the same one: somebody may hold it. */
function setValue(entity: EntityObject, property: string, value: unknown): void {
  const current = entity[property]
  if (!isPlain(current) || !isPlain(value) || Object.isFrozen(current)) {
    entity[property] = value
    return
  }
  for (const name in current) if (!(name in value)) delete (current as Record<string, unknown>)[name]
  Object.assign(current, value)
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** A row that has to belong to another one needs that other one, or its key. */
function checkOwner(entity: EntityObject, column: Column, faults: ColumnFault[]): void {
  const owner = entityState(entity).related?.[column.relation!]
  if (owner || (columnValue(entity, column) ?? null) !== null) return
  faults.push({ pointer: `/${column.relation!}`, code: "missing", message: "It has to belong to something." })
}

function faultsOf(issues: readonly z.core.$ZodIssue[], prefix: string): ColumnFault[] {
  return issues.map((issue) => ({
    pointer: prefix + issue.path.map((part) => `/${escape(String(part))}`).join(""),
    code: issue.code,
    message: issue.message,
  }))
}

/** RFC 6901, section 3. */
function escape(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1")
}
