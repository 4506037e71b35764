import { quote } from "../generate/source.ts"
import { attempt, emitDepth, type Emission, inside, type Place } from "./emission.ts"
import { child, type ZodSchema } from "./zod-type.ts"

type ObjectDef = Extract<ZodSchema["_zod"]["def"], { type: "object" }>

/** A field of the output: its value, and the condition under which it is there at all. */
interface Member {
  readonly name: string
  readonly value: string
  readonly when: string | undefined
}

/** Emits an object: undeclared keys are left out, refused, kept or validated as the schema says. */
export function emitObject(schema: ZodSchema, input: string, place: Place, emission: Emission): string | undefined {
  const { source } = emission
  const def = schema._zod.def as ObjectDef
  if (Object.getOwnPropertySymbols(def.shape).length > 0) return undefined
  source.line(`if (typeof ${input} !== "object" || ${input} === null || Array.isArray(${input})) ${place.fail}`)
  emitDepth(source, place)
  // Zod never writes a declared `__proto__`, so neither does this.
  const names = Object.keys(def.shape).filter((name) => name !== "__proto__")
  const members = names.map((name) => emitField(name, child(def.shape[name]!), input, place, emission))
  const plain = members.findIndex((member) => member.when !== undefined)
  const first = plain < 0 ? members : members.slice(0, plain)
  const output = source.let(`{${first.map(({ name, value }) => `${quote(name)}: ${value}`).join(", ")}}`)
  for (const { name, value, when } of members.slice(first.length)) {
    source.line(`${when === undefined ? "" : `if (${when}) `}${output}[${quote(name)}] = ${value}`)
  }
  if (def.catchall) emitOthers(def, input, output, place, emission)
  return output
}

function emitField(name: string, field: ZodSchema, input: string, place: Place, emission: Emission): Member {
  const { source } = emission
  const key = quote(name)
  const value = source.let(`${input}[${key}]`)
  const present = `${key} in ${input}`
  const { optin, optout } = field._zod
  const at = inside(place)
  if (optin === undefined) {
    if (mayBeUndefined(field)) source.line(`if (!(${present})) ${place.fail}`)
    return { name, value: emission.emit(field, value, at), when: undefined }
  }
  if (optout === "optional") return emitOptional(name, field, value, present, at, emission)
  const output = emission.emit(field, value, at)
  return { name, value: output, when: isDefaulted(field) ? undefined : `${output} !== undefined || ${present}` }
}

/** A field that may be absent from the output as well: what is absent stays absent, its faults do not count. */
function emitOptional(
  name: string,
  field: ZodSchema,
  value: string,
  present: string,
  place: Place,
  emission: Emission,
): Member {
  const { source } = emission
  if (isDefaulted(field)) {
    const { value: output, ok } = attempt(source, place, (at) => emission.emit(field, value, at))
    source.line(`if (!${ok} && ${present}) ${place.fail}`)
    return { name, value: output, when: `${output} !== undefined || ${present}` }
  }
  const output = source.let()
  const inner = simpleInner(field)
  source.block(inner ? `if (${value} !== undefined)` : `if (${present})`, () => {
    source.line(`${output} = ${emission.emit(inner ?? field, value, place)}`)
  })
  return { name, value: output, when: inner ? `${value} !== undefined || ${present}` : present }
}

/** The schema inside a plain `.optional()`, which has nothing to say about `undefined`. */
function simpleInner(field: ZodSchema): ZodSchema | undefined {
  const { def, traits } = field._zod
  if (def.type !== "optional" || def.checks?.length || traits.has("$ZodExactOptional")) return undefined
  return child(def.innerType)
}

function isDefaulted(field: ZodSchema): boolean {
  return (field._zod.optin as string | undefined) === "defaulted"
}

function emitOthers(def: ObjectDef, input: string, output: string, place: Place, emission: Emission): void {
  const { source } = emission
  const rest = child(def.catchall!)
  const key = source.fresh("n")
  const names = Object.keys(def.shape)
  const known =
    names.length > 10
      ? `${source.constant(new Set(names))}.has(${key})`
      : names.map((name) => `${key} === ${quote(name)}`).join(" || ") || "false"
  source.block(`for (const ${key} in ${input})`, () => {
    source.line(`if (${known}) continue`)
    if (rest._zod.def.type === "never") {
      source.line(place.fail)
      return
    }
    source.line(`if (${key} === "__proto__") continue`)
    const value = source.let(`${input}[${key}]`)
    source.line(`${output}[${key}] = ${emission.emit(rest, value, inside(place))}`)
  })
}

const definite: ReadonlySet<string> = new Set(
  "string number boolean bigint date null object array tuple record map set symbol file never nan template_literal".split(
    " ",
  ),
)

/** Whether a schema could accept `undefined`, so that the key itself has to be looked for. */
function mayBeUndefined(schema: ZodSchema): boolean {
  const { def } = schema._zod
  if (def.type === "literal" || def.type === "enum") {
    return (schema._zod as unknown as { values: ReadonlySet<unknown> }).values.has(undefined)
  }
  if (def.type === "nullable" || def.type === "readonly") return mayBeUndefined(child(def.innerType))
  if (def.type === "union") return def.options.some((option) => mayBeUndefined(child(option)))
  return !definite.has(def.type) || (def as { coerce?: boolean }).coerce === true
}
