import type { z } from "zod"
import { type Conversion, conversionOf } from "./conversion.ts"
import { type DecimalSize, decimalSize } from "./decimal.ts"
import { type Definition, definition, isCodec, unwrapped } from "./definition.ts"
import { insideJson } from "./inside-json.ts"

/** What a column stores, as far as databases tell it apart. */
export type ColumnKind =
  | "text"
  | "integer"
  | "real"
  | "decimal"
  | "bigint"
  | "boolean"
  | "date"
  | "json"
  | "bytes"
  | "uuid"

export interface ColumnType {
  readonly kind: ColumnKind
  /** May be null in the database: the schema takes null or may be left out. */
  readonly nullable: boolean
  /** What null in the database is for an entity. */
  readonly absent: null | undefined
  /** All values there are, for an enum or a literal. */
  readonly values: readonly (string | number)[] | undefined
  /** Most characters of a text, undefined where its schema does not say. */
  readonly length: number | undefined
  /** Digits of a decimal, which is a text such as "12.30" for an entity. */
  readonly precision: number | undefined
  /** Digits of a decimal after the point. */
  readonly scale: number | undefined
  /** How an entity's value becomes the stored one, where its schema turns one into the other. */
  readonly conversion: Conversion | undefined
}

type Stored = Pick<ColumnType, "kind"> & Partial<ColumnType>

const jsonTypes = new Set(["array", "object", "record", "tuple", "union", "intersection", "lazy", "any", "unknown"])
const plainTypes: Readonly<Record<string, ColumnKind>> = { bigint: "bigint", boolean: "boolean", date: "date" }

const unsaid: Omit<ColumnType, "kind" | "nullable" | "absent"> = Object.freeze({
  values: undefined,
  length: undefined,
  precision: undefined,
  scale: undefined,
  conversion: undefined,
})

/**
 * Reads what a Zod schema stores: of a codec its input side. Returns the reason as a string where it cannot
 * be a column. Transforms that go one way are refused: what was stored could not be checked again.
 */
export function columnType(schema: z.ZodType): ColumnType | string {
  const { inner, nullable, absent } = unwrapped(schema)
  const stored = storedType(inner)
  return typeof stored === "string" ? stored : { ...unsaid, nullable, absent, ...stored }
}

function storedType(inner: z.ZodType): Stored | string {
  const def = definition(inner)
  const plain = plainTypes[def.type]
  if (plain) return { kind: plain }
  if (def.type === "string" || def.type === "template_literal") return textType(inner, def)
  if (def.type === "number") return { kind: (inner as z.ZodNumber).isInt ? "integer" : "real" }
  if (def.type === "enum") return choice(Object.values(def.entries ?? {}))
  if (def.type === "literal") return choice(def.values ?? [])
  if (def.type === "custom" && isBytes(inner)) return { kind: "bytes" }
  if (isCodec(inner)) return codecType(inner, def)
  return jsonTypes.has(def.type) ? jsonType(inner) : `a ${def.type} schema cannot be stored`
}

function textType(inner: z.ZodType, def: Definition): Stored {
  const size: DecimalSize | undefined = decimalSize(inner)
  if (size) return { kind: "decimal", ...size }
  if (def.format === "uuid" || def.format === "guid") return { kind: "uuid" }
  return { kind: "text", length: (inner as Partial<z.ZodString>).maxLength ?? undefined }
}

function choice(values: readonly unknown[]): Stored | string {
  if (values.every((value) => typeof value === "string")) {
    return { kind: "text", values, length: Math.max(...values.map((value) => value.length)) }
  }
  if (values.every((value) => Number.isInteger(value))) return { kind: "integer", values: values as readonly number[] }
  return "an enum or literal has to hold strings only, or integers only"
}

function codecType(inner: z.ZodType, def: Definition): Stored | string {
  const side = unwrapped(def.in!)
  if (side.nullable) return "the stored side of a codec takes no null: write .nullable() around the codec"
  const stored = storedType(side.inner)
  if (typeof stored === "string") return stored
  if (stored.nullable) return "the stored side of a codec takes no null: write .nullable() around the codec"
  return { ...stored, conversion: conversionOf(inner) }
}

function jsonType(inner: z.ZodType): Stored | string {
  const { lossy, codec } = insideJson(inner)
  if (lossy) return `it is stored as JSON, which has no ${lossy}`
  const type: Stored = { kind: "json", ...(codec && { conversion: conversionOf(inner) }) }
  // A union may take null without a wrapper that says so.
  return inner.isNullable() ? { ...type, nullable: true, absent: null } : type
}

function isBytes(schema: z.ZodType): boolean {
  const { Class } = schema._zod.bag as { Class?: unknown }
  return Class === Uint8Array || Class === Buffer
}
