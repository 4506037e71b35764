import { z } from "zod"
import { traitsOf } from "./columns/column.ts"
import { computedDefault } from "./columns/default.ts"
import type { Declaration } from "./declaration.ts"

type Shape = Record<string, z.ZodType>

/** The Zod objects that follow from the columns, each made when it is first asked for. */
export function derivedSchemas(declaration: Declaration): Readonly<Record<string, () => z.ZodObject>> {
  const columns = declaration.schemas
  return {
    row: () => z.object({ ...columns }),
    insert: () => z.object(insertShape(columns)),
    patch: () => z.object(patchShape(columns)),
    public: () => z.object(choose(columns, (schema) => !traitsOf(schema).hidden)),
  }
}

function choose(columns: Readonly<Shape>, wanted: (schema: z.ZodType) => boolean): Shape {
  return Object.fromEntries(Object.entries(columns).filter(([, schema]) => wanted(schema)))
}

function insertShape(columns: Readonly<Shape>): Shape {
  const given = Object.entries(columns).filter(([, schema]) => traitsOf(schema).generated === undefined)
  // What the database computes may be left to it.
  return Object.fromEntries(
    given.map(([name, schema]) => [name, computedDefault(traitsOf(schema)) ? schema.optional() : schema]),
  )
}

/**
 * Everything optional, and no defaults: with them a change that leaves a field out would set the field
 * back to its default.
 */
function patchShape(columns: Readonly<Shape>): Shape {
  const entries = Object.entries(insertShape(columns))
  return Object.fromEntries(entries.map(([name, schema]) => [name, withoutDefault(schema).optional()]))
}

function withoutDefault(schema: z.ZodType): z.ZodType {
  const def = schema._zod.def as unknown as { type: string; innerType: z.ZodType }
  const wrapped = def.type === "default" || def.type === "prefault" || def.type === "optional"
  return wrapped ? withoutDefault(def.innerType) : schema
}
