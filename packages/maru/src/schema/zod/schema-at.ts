import { lazyInner } from "./graph.ts"
import { isInteger } from "./shape.ts"
import { child, type ZodSchema } from "./zod-type.ts"

/** Whether the schema at a path is one of integers, which Zod calls a number where the type is wrong. */
export function isIntegerAt(root: ZodSchema, path: readonly PropertyKey[]): boolean {
  let schema: ZodSchema | undefined = unwrap(root)
  for (const key of path) {
    if (schema === undefined) return false
    const next = below(schema, key)
    schema = next && unwrap(next)
  }
  return schema !== undefined && isInteger(schema)
}

function below(schema: ZodSchema, key: PropertyKey): ZodSchema | undefined {
  const { def } = schema._zod
  switch (def.type) {
    case "object":
      return Object.hasOwn(def.shape, key) ? child(def.shape[key as string]!) : undefined
    case "array":
      return child(def.element)
    case "tuple":
      return def.items[key as number] ? child(def.items[key as number]!) : undefined
    case "record":
      return child(def.valueType)
    default:
      return undefined
  }
}

/** The schema of the value itself, without what stands around it. */
function unwrap(schema: ZodSchema): ZodSchema {
  const { def } = schema._zod
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return unwrap(child(def.innerType))
    case "pipe":
      return unwrap(child(def.in))
    case "lazy":
      return unwrap(lazyInner(schema))
    default:
      return schema
  }
}
