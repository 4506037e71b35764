import type { z } from "zod"

/** What a Zod schema says of itself, as far as columns need it. */
export interface Definition {
  readonly type: string
  readonly format?: string
  readonly innerType?: z.ZodType
  /** Both sides of a codec: what is stored, and what an entity has. */
  readonly in?: z.ZodType
  readonly out?: z.ZodType
  readonly reverseTransform?: unknown
  readonly entries?: Readonly<Record<string, string | number>>
  readonly values?: readonly unknown[]
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly items?: readonly z.ZodType[]
  readonly options?: readonly z.ZodType[]
  readonly defaultValue?: unknown
}

export function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition
}

const wrappers = new Set(["optional", "nullable", "default", "prefault", "readonly", "nonoptional", "catch"])

/** A schema without its wrappers, and what they say about null. */
export interface Unwrapped {
  readonly inner: z.ZodType
  readonly nullable: boolean
  /** What null in the database is for an entity. */
  readonly absent: null | undefined
}

export function unwrapped(schema: z.ZodType): Unwrapped {
  let inner = schema
  let nullable = false
  let absent: null | undefined
  for (let def = definition(inner); wrappers.has(def.type); def = definition(inner)) {
    if (def.type === "nullable") absent = null
    if (def.type === "nullable" || def.type === "optional") nullable = true
    inner = def.innerType!
  }
  return { inner, nullable, absent }
}

/** Whether a schema turns one type into another in both directions. */
export function isCodec(schema: z.ZodType): boolean {
  const { type, reverseTransform } = definition(schema)
  return type === "pipe" && typeof reverseTransform === "function"
}
