import { z } from "zod"
import { type ColumnFault, ValidationFailed } from "../errors.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity-state.ts"
import type { Column, Table } from "../model/table.ts"

const whole = new WeakMap<Table, z.ZodObject>()

/** Checks an entity before it is inserted, and sets what its schemas make of the values (trimmed text, say). */
export function validateWhole(entity: EntityObject, table: Table): void {
  const result = schemaOf(table).safeParse(entity)
  const faults = result.success ? [] : faultsOf(result.error, "")
  if (result.success) Object.assign(entity, result.data)
  for (const column of table.columns) {
    if (column.relation !== undefined && !column.nullable) checkOwner(entity, column, faults)
  }
  if (faults.length > 0) throw new ValidationFailed(table.label, faults)
}

function schemaOf(table: Table): z.ZodObject {
  const known = whole.get(table)
  if (known) return known
  const shape: Record<string, z.ZodType> = {}
  for (const { property, schema, generated } of table.columns) {
    if (schema) shape[property] = generated ? schema.optional() : schema
  }
  const made = z.object(shape)
  whole.set(table, made)
  return made
}

/** Checks the columns of a stored entity that have changed. */
export function validateChanges(entity: EntityObject, table: Table, positions: readonly number[]): void {
  const faults: ColumnFault[] = []
  for (const position of positions) {
    const column = table.columns[position]!
    if (column.schema) checkValue(entity, column, column.schema, faults)
    else if (!column.nullable) checkOwner(entity, column, faults)
  }
  if (faults.length > 0) throw new ValidationFailed(table.label, faults)
}

function checkValue(entity: EntityObject, column: Column, schema: z.ZodType, faults: ColumnFault[]): void {
  const result = schema.safeParse(entity[column.property])
  if (result.success) entity[column.property] = result.data
  else faults.push(...faultsOf(result.error, `/${column.property}`))
}

/** A row that has to belong to another one needs that other one, or its key. */
function checkOwner(entity: EntityObject, column: Column, faults: ColumnFault[]): void {
  const owner = entityState(entity).related?.[column.relation!]
  if (owner || (entity[column.property] ?? null) !== null) return
  faults.push({ pointer: `/${column.relation!}`, code: "missing", message: "It has to belong to something." })
}

function faultsOf(error: z.ZodError, prefix: string): ColumnFault[] {
  return error.issues.map((issue) => ({
    pointer: prefix + issue.path.map((part) => `/${escape(String(part))}`).join(""),
    code: issue.code,
    message: issue.message,
  }))
}

/** RFC 6901, section 3. */
function escape(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1")
}
