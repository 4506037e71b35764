import type { $ZodCheck } from "zod/v4/core"
import { quote, type Source } from "../generate/source.ts"
import { guard } from "./async.ts"
import type { Payload, ZodSchema } from "./zod-type.ts"

/** Where generated statements go, and the statement that gives up. */
export interface Emitter {
  readonly source: Source
  /** `return invalid`, or a `break` out of the block of one option. */
  readonly fail: string
}

interface CheckDef {
  readonly check: string
  readonly when?: { readonly name: string }
  readonly value?: number | bigint | Date
  readonly inclusive?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly length?: number
  readonly format?: string
  readonly pattern?: RegExp
  readonly fn?: (value: unknown) => unknown
  readonly tx?: (value: unknown) => unknown
}

/** A schema's checks in their order; a format such as `z.email()` is its own first check. */
export function checksOf(schema: ZodSchema): readonly $ZodCheck[] {
  const own = schema._zod.traits.has("$ZodCheck") ? [schema as unknown as $ZodCheck] : []
  return [...own, ...(schema._zod.def.checks ?? [])]
}

/**
 * Whether all checks always run. One with a condition of its own (`when`) depends on issues that
 * generated code does not collect.
 */
export function unconditional(schema: ZodSchema): boolean {
  return checksOf(schema).every((check) => {
    const { when } = defOf(check)
    return when === undefined || when.name === "_whenHasLength" || when.name === "_whenHasSize"
  })
}

/** Whether the checks of a schema give back the very value they were given. */
export function keepsValue(schema: ZodSchema): boolean {
  return checksOf(schema).every((check) => {
    const def = defOf(check)
    if (def.check === "overwrite") return false
    if (def.check === "custom") return def.fn !== undefined
    return def.check !== "string_format" || isPatterned(def)
  })
}

/** Emits all checks of a schema on a value whose type is already right. Returns the value after them. */
export function emitChecks(schema: ZodSchema, input: string, emitter: Emitter): string {
  let value = input
  for (const check of checksOf(schema)) value = emitCheck(check, schema._zod.def.type, value, emitter)
  return value
}

/** Emits upper bounds of a size ahead of the elements, so that an oversized list costs nothing. */
export function emitCap(schema: ZodSchema, input: string, { source, fail }: Emitter): void {
  for (const check of checksOf(schema)) {
    const def = defOf(check)
    if (!/_(?:length|equals)$/.test(def.check)) return
    const most = def.maximum ?? def.length
    if (most !== undefined) source.line(`if (${input}.length > ${number(most)}) ${fail}`)
  }
}

function defOf(check: $ZodCheck): CheckDef {
  return check._zod.def as unknown as CheckDef
}

function emitCheck(check: $ZodCheck, type: string, value: string, emitter: Emitter): string {
  const { source, fail } = emitter
  const def = defOf(check)
  switch (def.check) {
    case "greater_than":
    case "less_than":
      source.line(`if (!(${value} ${comparison(def)} ${operand(def.value, source)})) ${fail}`)
      return value
    case "number_format":
      emitNumberFormat(def.format, value, emitter)
      return value
    case "min_length":
    case "max_length":
    case "length_equals":
      emitLength(def, type, value, emitter)
      return value
    case "overwrite":
      return source.let(`${source.constant(def.tx)}(${value})`)
    case "custom":
      return def.fn === undefined ? emitForeign(check, value, emitter) : emitRefine(def.fn, value, emitter)
    case "string_format":
      return emitFormat(check, value, emitter)
    default:
      return emitForeign(check, value, emitter)
  }
}

function comparison(def: CheckDef): string {
  const relation = def.check === "greater_than" ? ">" : "<"
  return def.inclusive ? `${relation}=` : relation
}

function operand(value: number | bigint | Date | undefined, source: Source): string {
  return typeof value === "number" ? number(value) : source.constant(value)
}

/** A number as source text; anything else that a careless caller smuggled in is refused. */
function number(value: unknown): string {
  if (typeof value !== "number") throw new TypeError("A bound of a schema must be a number.")
  return Object.is(value, -0) ? "-0" : String(value)
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
}

function emitNumberFormat(format: string | undefined, value: string, { source, fail }: Emitter): void {
  if (format?.includes("int")) source.line(`if (!Number.isSafeInteger(${value})) ${fail}`)
  const range = ranges[format ?? ""]
  if (range) source.line(`if (${value} < ${range[0]} || ${value} > ${range[1]}) ${fail}`)
}

/** Zod measures strings in code points: one that is surely within or beyond its bound is not counted. */
function emitLength(def: CheckDef, type: string, value: string, { source, fail }: Emitter): void {
  const least = def.minimum ?? def.length
  const most = def.maximum ?? def.length
  if (type !== "string") {
    if (least !== undefined) source.line(`if (${value}.length < ${number(least)}) ${fail}`)
    if (most !== undefined) source.line(`if (${value}.length > ${number(most)}) ${fail}`)
    return
  }
  const count = source.constant(codePoints)
  if (least !== undefined) {
    const surely = `${value}.length < ${number(least)}`
    const maybe = least > 1 ? ` || ${value}.length < ${number(least * 2)} && ${count}(${value}) < ${number(least)}` : ""
    source.line(`if (${surely}${maybe}) ${fail}`)
  }
  if (most !== undefined)
    source.line(`if (${value}.length > ${number(most)} && ${count}(${value}) > ${number(most)}) ${fail}`)
}

function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i + 1 < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) !== 0xd800 || (text.charCodeAt(i + 1) & 0xfc00) !== 0xdc00) continue
    count--
    i++
  }
  return count
}

/** Formats that are decided by their pattern alone; the others run a function of Zod's. */
const patterned: ReadonlySet<string> = new Set(
  "regex lowercase uppercase email guid uuid nanoid cuid cuid2 ulid xid ksuid datetime date time duration ipv4 mac cidrv4 e164 emoji".split(
    " ",
  ),
)

function isPatterned({ fn, pattern, format }: CheckDef): boolean {
  return fn === undefined && pattern !== undefined && patterned.has(format ?? "")
}

function emitFormat(check: $ZodCheck, value: string, emitter: Emitter): string {
  const { source, fail } = emitter
  const def = defOf(check)
  const detail = defOf(check) as { prefix?: string; suffix?: string; includes?: string; position?: number }
  if (detail.prefix !== undefined) source.line(`if (!${value}.startsWith(${quote(detail.prefix)})) ${fail}`)
  else if (detail.suffix !== undefined) source.line(`if (!${value}.endsWith(${quote(detail.suffix)})) ${fail}`)
  else if (!isPatterned(def)) return emitForeign(check, value, emitter)
  else emitPattern(def.pattern!, value, emitter)
  return value
}

/** Emits the test of a pattern; a global or sticky one remembers where it stopped. */
export function emitPattern(pattern: RegExp, value: string, { source, fail }: Emitter): void {
  const name = source.constant(pattern)
  if (pattern.global || pattern.sticky) source.line(`${name}.lastIndex = 0`)
  source.line(`if (!${name}.test(${value})) ${fail}`)
}

function emitRefine(fn: (value: unknown) => unknown, value: string, { source, fail }: Emitter): string {
  const result = source.let(`${source.constant(fn)}(${value})`)
  source.line(`if (typeof ${result} === "object") ${source.constant(guard)}(${result})`)
  source.line(`if (!${result}) ${fail}`)
  return value
}

/** Any other check runs as Zod wrote it, on a payload of its own. */
function emitForeign(check: $ZodCheck, value: string, { source, fail }: Emitter): string {
  const payload = source.let(`${source.constant(runCheck)}(${source.constant(check)}, ${value})`)
  source.line(`if (${payload}.issues.length !== 0) ${fail}`)
  return source.let(`${payload}.value`)
}

function runCheck(check: $ZodCheck, value: unknown): Payload {
  const payload: Payload = { value, issues: [] }
  guard(check._zod.check(payload as Parameters<typeof check._zod.check>[0]))
  return payload
}
