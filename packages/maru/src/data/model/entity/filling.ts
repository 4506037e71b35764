import type { z } from "zod"
import { traitsOf } from "../columns/column.ts"
import type { Table } from "../table/table.ts"
import { uuidv7 } from "../columns/uuid.ts"

/** How a property of a new entity gets its value. */
interface Filling {
  readonly property: string
  readonly kind: "given" | "uuid" | "nothing" | "owner"
  readonly schema: z.ZodType | undefined
}

const known = new WeakMap<Table, readonly Filling[]>()

/**
 * Sets the columns and relations of an entity that the user constructs. Values are checked when it is added.
 * @param assign sets the entity that this one belongs to
 */
export function fill(
  entity: object,
  table: Table,
  values: Readonly<Record<string, unknown>>,
  assign: (entity: object, relation: string, owner: unknown) => void,
): void {
  const target = entity as Record<string, unknown>
  for (const { property, kind, schema } of fillingsOf(table)) {
    const value = values[property]
    if (kind === "given") target[property] = value ?? initial(schema!, value)
    else if (kind === "uuid") target[property] = uuidv7()
    else if (kind === "nothing") target[property] = null
    else assign(entity, property, value ?? null)
  }
}

/** In the order in which the properties were declared; what the database or the flush makes is left out. */
function fillingsOf(table: Table): readonly Filling[] {
  const found = known.get(table)
  if (found) return found
  const { fields, schemas } = table.declaration
  const made = Object.keys(fields).flatMap((property) => fillingOf(table, property, schemas[property]) ?? [])
  known.set(table, made)
  return made
}

function fillingOf(table: Table, property: string, schema: z.ZodType | undefined): Filling | undefined {
  if (!schema) {
    return table.relations.get(property)!.kind === "belongsTo" ? { property, kind: "owner", schema } : undefined
  }
  const { generated } = traitsOf(schema)
  if (generated === "uuidv7") return { property, kind: "uuid", schema }
  if (generated === "deleted") return { property, kind: "nothing", schema }
  return generated === undefined ? { property, kind: "given", schema } : undefined
}

/** The default of a column for a value that was not given. */
function initial(schema: z.ZodType, given: unknown): unknown {
  if (given === null) return null
  const { type, defaultValue } = schema._zod.def as unknown as { type: string; defaultValue?: unknown }
  return type === "default" || type === "prefault" ? defaultValue : undefined
}
