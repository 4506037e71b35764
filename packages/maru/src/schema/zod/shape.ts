import type { Field, Shape } from "../adapter.ts"
import { lazyInner } from "./graph.ts"
import { child, type ZodSchema } from "./zod-type.ts"
import { meet, unionOf } from "../shapes.ts"

const unknown: Shape = { kind: "unknown" }

/**
 * What text the schema accepts, read from Zod's definitions. What a transform receives is unknown
 * and stays text; a recursive schema is unknown from its second visit on.
 */
export function zodShape(schema: ZodSchema, visiting: ReadonlySet<unknown> = new Set()): Shape {
  if (visiting.has(schema)) return unknown
  const below = new Set(visiting).add(schema)
  const of = (inner: Parameters<typeof child>[0]): Shape => zodShape(child(inner), below)
  const { def } = schema._zod
  switch (def.type) {
    case "string":
    case "template_literal":
      return { kind: "string" }
    case "number":
      return { kind: isInteger(schema) ? "integer" : "number" }
    case "bigint":
    case "boolean":
    case "date":
    case "null":
      return { kind: def.type }
    case "literal":
      return { kind: "literal", values: [...def.values] }
    case "enum":
      return { kind: "literal", values: [...(schema._zod as { values: Set<unknown> }).values] }
    case "array":
      return { kind: "array", item: of(def.element) }
    case "tuple":
      return { kind: "array", item: unionOf([...def.items, ...(def.rest ? [def.rest] : [])].map(of)) }
    case "object":
      return { kind: "object", fields: mapFields(def.shape, of) }
    case "union":
      return unionOf(def.options.map(of))
    case "intersection":
      return meet(of(def.left), of(def.right))
    case "nullable":
      return unionOf([of(def.innerType), { kind: "null" }])
    case "optional":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
    case "success":
      return of(def.innerType)
    case "pipe":
      return of(def.in)
    case "lazy":
      return of(lazyInner(schema))
    default:
      return unknown
  }
}

/** Whether the schema may be left out: optional, with a default, or one that accepts `undefined`. */
export function zodOptional(schema: ZodSchema): boolean {
  const { def, optin, values } = schema._zod as ZodSchema["_zod"] & { values?: ReadonlySet<unknown> }
  if (optin !== undefined || values?.has(undefined)) return true
  if (def.type === "union") return def.options.some((option) => zodOptional(child(option)))
  return def.type === "any" || def.type === "unknown" || def.type === "undefined" || def.type === "void"
}

/** Whether a schema of numbers takes integers only. */
export function isInteger(schema: ZodSchema): boolean {
  const { def } = schema._zod
  const checks = [def, ...(def.checks ?? []).map((check) => check._zod.def)] as { check?: string; format?: string }[]
  return checks.some((check) => check.check === "number_format" && Boolean(check.format?.includes("int")))
}

function mapFields(shape: Readonly<Record<string, unknown>>, of: (inner: never) => Shape): Record<string, Field> {
  const fields: Record<string, Field> = Object.create(null)
  for (const [name, field] of Object.entries(shape)) {
    fields[name] = { shape: of(field as never), optional: zodOptional(field as ZodSchema) }
  }
  return fields
}
