import type { z } from "zod"

/** What a column stores, as far as databases tell it apart. */
export type ColumnKind = "text" | "integer" | "real" | "bigint" | "boolean" | "date" | "json" | "bytes"

export interface ColumnType {
  readonly kind: ColumnKind
  /** May be null in the database: the schema takes null or may be left out. */
  readonly nullable: boolean
  /** What null in the database is for an entity. */
  readonly absent: null | undefined
  /** All values there are, for an enum or a literal. */
  readonly values: readonly (string | number)[] | undefined
}

interface Definition {
  readonly type: string
  readonly innerType?: z.ZodType
  readonly entries?: Readonly<Record<string, string | number>>
  readonly values?: readonly unknown[]
}

const wrappers = new Set(["optional", "nullable", "default", "prefault", "readonly", "nonoptional", "catch"])
const jsonTypes = new Set(["array", "object", "record", "tuple", "union", "intersection", "lazy", "any", "unknown"])
const plainTypes: Readonly<Record<string, ColumnKind>> = {
  string: "text",
  template_literal: "text",
  bigint: "bigint",
  boolean: "boolean",
  date: "date",
}

/**
 * Reads what a Zod schema stores. Returns the reason as a string where it cannot be a column.
 * Schemas that turn one type into another are refused: what was stored could not be checked again.
 */
export function columnType(schema: z.ZodType): ColumnType | string {
  let inner = schema
  let nullable = false
  let absent: null | undefined
  for (let def = definition(inner); wrappers.has(def.type); def = definition(inner)) {
    if (def.type === "nullable") absent = null
    if (def.type === "nullable" || def.type === "optional") nullable = true
    inner = def.innerType!
  }
  return ofInner(inner, nullable, absent)
}

function ofInner(inner: z.ZodType, nullable: boolean, absent: null | undefined): ColumnType | string {
  const def = definition(inner)
  const plain = plainTypes[def.type]
  if (plain) return { kind: plain, nullable, absent, values: undefined }
  if (def.type === "number") return { kind: isInteger(inner) ? "integer" : "real", nullable, absent, values: undefined }
  if (def.type === "enum") return choice(Object.values(def.entries ?? {}), nullable, absent)
  if (def.type === "literal") return choice(def.values ?? [], nullable, absent)
  if (def.type === "custom" && isBytes(inner)) return { kind: "bytes", nullable, absent, values: undefined }
  if (!jsonTypes.has(def.type)) return `a ${def.type} schema cannot be stored`
  const lossy = notJson(inner)
  if (lossy) return `it is stored as JSON, which has no ${lossy}`
  // A union may take null without a wrapper that says so.
  const takesNull = inner.isNullable()
  return { kind: "json", nullable: nullable || takesNull, absent: takesNull ? null : absent, values: undefined }
}

function choice(values: readonly unknown[], nullable: boolean, absent: null | undefined): ColumnType | string {
  if (values.every((value) => typeof value === "string")) return { kind: "text", nullable, absent, values }
  if (values.every((value) => Number.isInteger(value))) {
    return { kind: "integer", nullable, absent, values: values as readonly number[] }
  }
  return "an enum or literal has to hold strings only, or integers only"
}

/** The first type inside a schema that JSON would lose. */
function notJson(schema: z.ZodType, seen: Set<unknown> = new Set()): string | undefined {
  if (seen.has(schema)) return undefined
  seen.add(schema)
  const def = definition(schema) as unknown as Record<string, unknown>
  const lossy = ["date", "bigint", "map", "set", "symbol", "undefined", "pipe", "transform", "file", "nan", "custom"]
  if (lossy.includes(def["type"] as string)) return def["type"] as string
  for (const value of Object.values(def)) {
    const parts = Array.isArray(value) ? value : isRecord(value) && !("_zod" in value) ? Object.values(value) : [value]
    for (const part of parts) {
      const found = isRecord(part) && "_zod" in part && isSchema(part) ? notJson(part as never, seen) : undefined
      if (found) return found
    }
  }
  return undefined
}

/** Checks carry `_zod` too, but only schemas have a definition with a type. */
function isSchema(part: object): boolean {
  return typeof (part as { _zod: { def: Partial<Definition> } })._zod.def.type === "string"
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null
}

function isInteger(schema: z.ZodType): boolean {
  return (schema as z.ZodNumber).isInt
}

function isBytes(schema: z.ZodType): boolean {
  const { Class } = schema._zod.bag as { Class?: unknown }
  return Class === Uint8Array || Class === Buffer
}

function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition
}
