import { z } from "zod"
import { decimalSize } from "../model/columns/decimal.ts"
import { type Definition, definition, isCodec, unwrapped } from "../model/columns/definition.ts"
import type { Random } from "./random.ts"

/** What a value is made up for. */
export interface SampleUse {
  /** Name of the property: a part of texts, so that people see where one comes from. */
  readonly name: string
  /** Number of the entity, from 1: what has to be unique has it inside. */
  readonly n: number
  readonly random: Random
}

/** Stands for a column whose value is left to the model: its default, or nothing. */
export const leftOut: unique symbol = Symbol("left out")

/** A value that fits the schema, or `leftOut`. Undefined where none was found. */
export function sample(schema: z.ZodType, use: SampleUse): unknown {
  const { type } = definition(schema)
  if (type === "default" || type === "prefault") return leftOut
  const { inner, nullable, absent } = unwrapped(schema)
  if (!nullable) return made(inner, use)
  return absent === null ? null : leftOut
}

function made(schema: z.ZodType, use: SampleUse): unknown {
  const def = definition(schema)
  if (isCodec(schema)) return z.decode(schema, made(unwrapped(def.in!).inner, use) as never)
  const maker = makers[def.type]
  return maker?.(schema, use, def)
}

type Maker = (schema: z.ZodType, use: SampleUse, def: Definition) => unknown

const makers: Readonly<Record<string, Maker>> = {
  string: textSample,
  number: (schema, use) => numberSample(schema as z.ZodNumber, use),
  bigint: (schema, { n }) => ((schema as z.ZodBigInt).minValue ?? 0n) + BigInt(n),
  boolean: (_, { random }) => random.boolean(),
  date: dateSample,
  enum: (_, { random }, def) => random.pick(Object.values(def.entries ?? {})),
  literal: (_, { random }, def) => random.pick(def.values ?? []),
  custom: (_, { random }) => Uint8Array.from({ length: 8 }, () => random.integer(0, 255)),
  array: (schema, use, def) => listSample(schema, use, def.element!),
  tuple: (_, use, def) => (def.items ?? []).map((item) => plain(item, use)),
  object: (_, use, def) => objectSample(use, def.shape ?? {}),
  record: () => ({}),
  union: (_, use, def) => plain(def.options![0]!, use),
  null: () => null,
  any: () => null,
  unknown: () => null,
}

/** Inside another value, defaults are as good as anything. */
function plain(schema: z.ZodType, use: SampleUse): unknown {
  const value = sample(schema, use)
  return value === leftOut ? definition(schema).defaultValue : value
}

function objectSample(use: SampleUse, shape: Readonly<Record<string, z.ZodType>>): object {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, plain(schema, { ...use, name })]))
}

function listSample(schema: z.ZodType, use: SampleUse, element: z.ZodType): unknown[] {
  const least = checkOf(schema, "min_length")?.minimum ?? checkOf(schema, "length_equals")?.length ?? 0
  return Array.from({ length: least }, () => plain(element, use))
}

/** Counted, not drawn: the values of a unique column differ as long as the schema has room. */
function numberSample(schema: z.ZodNumber, { n }: SampleUse): number {
  const step = checkOf(schema, "multiple_of")?.value ?? 1
  const least = bound(checkOf(schema, "greater_than"), step)
  const most = bound(checkOf(schema, "less_than"), -step)
  if (least === undefined) return most === undefined ? step * n : most - step * n
  if (most === undefined) return least + step * n
  // Between 2 and 3 there is no whole step.
  return most < least ? (least + most) / 2 : least + step * (n % (Math.floor((most - least) / step) + 1))
}

/** Where counting begins or ends. @param step towards the inside, where the bound itself is left out */
function bound(check: Check | undefined, step: number): number | undefined {
  if (check?.value === undefined) return undefined
  return check.inclusive ? check.value : check.value + step
}

/** Minutes of 2026, one after the other. */
function dateSample(schema: z.ZodType, { n }: SampleUse): Date {
  const { minDate, maxDate } = schema as z.ZodDate
  const start = Date.UTC(2026, 0, 1)
  if (minDate && minDate.getTime() > start) return new Date(minDate.getTime() + n)
  return maxDate && maxDate.getTime() < start + n * 60_000
    ? new Date(maxDate.getTime() - n)
    : new Date(start + n * 60_000)
}

function textSample(schema: z.ZodType, use: SampleUse, def: Definition): string {
  const size = decimalSize(schema)
  if (size) return (use.n % 10 ** Math.min(6, size.precision - size.scale)).toFixed(size.scale)
  const format = formats[def.format ?? ""]
  if (format) return format(use)
  const { minLength, maxLength } = schema as Partial<z.ZodString>
  return words(use, minLength ?? 0, maxLength ?? Infinity)
}

const formats: Readonly<Record<string, (use: SampleUse) => string>> = {
  email: ({ name, n }) => `${name.toLowerCase()}${n}@example.com`,
  url: ({ name, n }) => `https://example.com/${name.toLowerCase()}/${n}`,
  uuid: uuidSample,
  guid: uuidSample,
  datetime: ({ n }) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
  date: ({ n }) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10),
  time: ({ n }) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString().slice(11, 19),
  ipv4: ({ n }) => `192.0.2.${n % 256}`,
}

/** "display name 7", cut or filled up to the length that is asked for. The number always stays. */
function words({ name, n }: SampleUse, least: number, most: number): string {
  const spoken = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase()
  const text = `${spoken} ${n}`
  const short = n.toString(36)
  if (text.length > most) return spoken.slice(0, Math.max(0, most - short.length)) + short
  return text.padStart(least, ".")
}

/** Version 7 of a fixed time, so that any version's schema but those of others takes it. */
function uuidSample({ n, random }: SampleUse): string {
  const time = (Date.UTC(2026, 0, 1) + n).toString(16).padStart(12, "0")
  const digits = Array.from({ length: 18 }, () => random.integer(0, 15).toString(16)).join("")
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-a${digits.slice(3, 6)}-${digits.slice(6, 18)}`
}

/** What a check of a schema says, as far as samples need it. */
interface Check {
  readonly check: string
  readonly value?: number
  readonly inclusive?: boolean
  readonly minimum?: number
  readonly length?: number
}

function checkOf(schema: z.ZodType, name: string): Check | undefined {
  const checks = (schema._zod.def.checks ?? []) as readonly { readonly _zod: { readonly def: Check } }[]
  return checks.map(({ _zod }) => _zod.def).findLast(({ check }) => check === name)
}
