import type { z } from "zod"
import { definition, isCodec } from "./definition.ts"

const lossyTypes = new Set([
  "date",
  "bigint",
  "map",
  "set",
  "symbol",
  "undefined",
  "pipe",
  "transform",
  "file",
  "nan",
  "custom",
])

/** What there is inside a schema whose values are stored as JSON. */
export interface InsideJson {
  /** The first type that JSON would lose. */
  readonly lossy: string | undefined
  /** Whether values have to be converted, because a codec is somewhere inside. */
  readonly codec: boolean
}

/** Looks into a schema; of a codec at the side that is stored. */
export function insideJson(schema: z.ZodType): InsideJson {
  const seen = new Set<z.ZodType>()
  const waiting = [schema]
  let codec = false
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const { type } = definition(next)
    if (isCodec(next)) {
      codec = true
      waiting.push(definition(next).in!)
    } else if (lossyTypes.has(type)) return { lossy: type, codec }
    else waiting.push(...partsOf(next))
  }
  return { lossy: undefined, codec }
}

/** The schemas right inside a schema, whatever its definition calls them. */
function partsOf(schema: z.ZodType): z.ZodType[] {
  const def = definition(schema) as unknown as Record<string, unknown>
  const values = Object.keys(def).flatMap((name) => {
    const value = name === "getter" && typeof def[name] === "function" ? (def[name] as () => unknown)() : def[name]
    return Array.isArray(value) || (isRecord(value) && !("_zod" in value)) ? Object.values(value) : [value]
  })
  return values.filter(isSchema).reverse()
}

/** Checks carry `_zod` too, but only schemas have a definition with a type. */
function isSchema(part: unknown): part is z.ZodType {
  if (!isRecord(part) || !("_zod" in part)) return false
  return typeof (part as { _zod: { def: { type?: unknown } } })._zod.def.type === "string"
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null
}
