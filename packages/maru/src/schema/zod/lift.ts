import { bigint, date } from "../coercion.ts"
import { isObject } from "../plain-object.ts"
import { graphOf, lazyInner } from "./graph.ts"
import { isBytes } from "./scalar-forms.ts"
import { child, defAs, type ZodSchema } from "./zod-type.ts"

/** Turns the text that stands for a date, bigint or bytes in JSON into the value; anything else stays. */
export type Lift = (value: unknown) => unknown

/**
 * What JSON has no form for travels as text: a date, a bigint, bytes. This finds where a schema
 * expects them, so that a JSON body means what the same schema writes as a result. Numbers and
 * booleans in text stay text: JSON has forms for those.
 *
 * @returns undefined for a schema that expects nothing of the kind, as most do
 */
export function liftOf(schema: ZodSchema): Lift | undefined {
  const { recursive, endless } = graphOf(schema)
  return endless ? undefined : build(schema, { recursive, known: new Map() })
}

interface Context {
  readonly recursive: ReadonlySet<ZodSchema>
  readonly known: Map<ZodSchema, { lift: Lift | undefined }>
}

/** A schema that contains itself calls what is made of it once that is known. */
function build(schema: ZodSchema, context: Context): Lift | undefined {
  if (!context.recursive.has(schema)) return inline(schema, context)
  const known = context.known.get(schema)
  if (known) return (value) => (known.lift ? known.lift(value) : value)
  const holder: { lift: Lift | undefined } = { lift: undefined }
  context.known.set(schema, holder)
  holder.lift = inline(schema, context)
  return holder.lift
}

function inline(schema: ZodSchema, context: Context): Lift | undefined {
  const { def } = schema._zod
  switch (def.type) {
    case "date":
      return text(date)
    case "bigint":
      return text(bigint)
    case "custom":
      return isBytes(schema) ? text(bytes) : undefined
    case "object":
      return objectLift(Object.entries(def.shape).map(([name, field]) => [name, build(child(field), context)]))
    case "array":
      return listLift([], build(child(def.element), context))
    case "tuple":
      return listLift(
        def.items.map((item) => build(child(item), context)),
        def.rest ? build(child(def.rest), context) : undefined,
      )
    case "record":
      return recordLift(build(child(def.valueType), context))
    case "union":
      return unionLift(schema, context)
    case "intersection":
      return both(build(child(def.left), context), build(child(def.right), context))
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return build(child(def.innerType), context)
    case "pipe":
      return build(child(def.in), context)
    case "lazy":
      return build(lazyInner(schema), context)
    default:
      return undefined
  }
}

function text(read: (text: string) => unknown): Lift {
  return (value) => (typeof value === "string" ? read(value) : value)
}

function bytes(base64: string): unknown {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return base64
  }
}

/** Copies only what changes: the value itself is never written to. */
function objectLift(fields: readonly (readonly [name: string, lift: Lift | undefined])[]): Lift | undefined {
  const lifts = fields.filter((field): field is [string, Lift] => field[1] !== undefined && field[0] !== "__proto__")
  if (lifts.length === 0) return undefined
  return (value) => {
    if (!isObject(value)) return value
    let result = value as Record<string, unknown>
    for (const [name, lift] of lifts) {
      if (!Object.hasOwn(value, name)) continue
      const before = (value as Record<string, unknown>)[name]
      const after = lift(before)
      if (after === before) continue
      if (result === value) result = { ...value }
      result[name] = after
    }
    return result
  }
}

function listLift(items: readonly (Lift | undefined)[], rest: Lift | undefined): Lift | undefined {
  if (rest === undefined && items.every((lift) => lift === undefined)) return undefined
  const liftAt = (item: unknown, index: number): unknown => {
    const lift = index < items.length ? items[index] : rest
    return lift ? lift(item) : item
  }
  return (value) => (Array.isArray(value) ? value.map(liftAt) : value)
}

function recordLift(lift: Lift | undefined): Lift | undefined {
  if (lift === undefined) return undefined
  return (value) => {
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lift(item)]))
  }
}

function both(left: Lift | undefined, right: Lift | undefined): Lift | undefined {
  return left && right ? (value) => right(left(value)) : (left ?? right)
}

/**
 * Text stays text if an option takes text. An object or array is lifted by the option that its
 * discriminator names, or by the only one that has something to lift.
 */
function unionLift(schema: ZodSchema, context: Context): Lift | undefined {
  const { options, discriminator } = defAs<{ options: ZodSchema[]; discriminator?: string }>(schema)
  if (options.some(takesText)) return undefined
  const lifts = options.map((option) => build(option, context))
  if (lifts.every((lift) => lift === undefined)) return undefined
  const structures = lifts.filter((lift, i) => lift && isStructure(options[i]!))
  const chosen = (value: unknown): Lift | undefined => {
    if (discriminator === undefined) return structures.length === 1 ? structures[0] : undefined
    if (!isObject(value)) return undefined
    const tag = (value as Record<string, unknown>)[discriminator]
    return lifts[options.findIndex((option) => valuesAt(option, discriminator)?.has(tag))]
  }
  const scalars = lifts.filter((lift, i) => lift && !isStructure(options[i]!)) as Lift[]
  return (value) => {
    if (typeof value === "string")
      return scalars.reduce((result, lift) => (result === value ? lift(value) : result), value as unknown)
    return chosen(value)?.(value) ?? value
  }
}

function valuesAt(option: ZodSchema, discriminator: string): ReadonlySet<unknown> | undefined {
  return (option._zod as { propValues?: Record<string, ReadonlySet<unknown>> }).propValues?.[discriminator]
}

function takesText(schema: ZodSchema): boolean {
  return ["string", "template_literal", "any", "unknown"].includes(schema._zod.def.type)
}

function isStructure(schema: ZodSchema): boolean {
  return ["object", "array", "tuple", "record", "union"].includes(schema._zod.def.type)
}
