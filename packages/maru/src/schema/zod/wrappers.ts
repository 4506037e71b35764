import { attempt, type Emission, type Place } from "./emission.ts"
import { guard } from "./async.ts"
import { lazyInner } from "./graph.ts"
import { defAs, type Payload, type ZodSchema } from "./zod-type.ts"

interface Inner {
  readonly innerType: ZodSchema
}

/** Emits what stands around another schema. Returns undefined for what is left to Zod. */
export function emitWrapper(schema: ZodSchema, input: string, place: Place, emission: Emission): string | undefined {
  const { source } = emission
  const { def } = schema._zod
  const inner = (value = input): string => emission.emit(defAs<Inner>(schema).innerType, value, place)
  switch (def.type) {
    case "optional":
      return emitOptional(schema, input, place, emission)
    case "nullable":
      return emitUnless(`${input} === null`, "null", inner, emission)
    case "default":
      return emitDefault(def, input, inner, emission)
    case "prefault":
      return inner(source.let(`${input} === undefined ? ${source.constant(def)}.defaultValue : ${input}`))
    case "catch":
      return emitCatch(schema, input, place, emission)
    case "readonly":
      return source.let(`Object.freeze(${inner()})`)
    case "nonoptional": {
      const output = inner()
      source.line(`if (${output} === undefined) ${place.fail}`)
      return output
    }
    case "pipe":
      return emitPipe(schema, input, place, emission)
    case "transform":
      return emitPayload(
        source.let(`${source.constant(runTransform)}(${source.constant(schema)}, ${input})`),
        place,
        emission,
      )
    case "lazy":
      return emission.emit(lazyInner(schema), input, place)
    default:
      return undefined
  }
}

/** Emits `body` unless the condition holds, which gives `otherwise`. */
function emitUnless(condition: string, otherwise: string, body: () => string, { source }: Emission): string {
  const output = source.let(otherwise)
  source.block(`if (!(${condition}))`, () => source.line(`${output} = ${body()}`))
  return output
}

/** Absence stays absence, unless the schema inside has a default for it, whose faults do not count. */
function emitOptional(schema: ZodSchema, input: string, place: Place, emission: Emission): string {
  const { source } = emission
  const inner = defAs<Inner>(schema).innerType
  if (schema._zod.traits.has("$ZodExactOptional")) return emission.emit(inner, input, place)
  if ((inner._zod.optin as string | undefined) !== "defaulted") {
    return emitUnless(`${input} === undefined`, "undefined", () => emission.emit(inner, input, place), emission)
  }
  const { value, ok } = attempt(source, place, (at) => emission.emit(inner, input, at))
  source.line(`if (!${ok} && ${input} !== undefined) ${place.fail}`)
  source.line(`if (!${ok}) ${value} = undefined`)
  return value
}

function emitDefault(def: object, input: string, inner: () => string, { source }: Emission): string {
  const fallback = `${source.constant(def)}.defaultValue`
  const output = source.let()
  source.line(`if (${input} === undefined) ${output} = ${fallback}`)
  source.block("else", () => {
    source.line(`${output} = ${inner()}`)
    source.line(`if (${output} === undefined) ${output} = ${fallback}`)
  })
  return output
}

/** What the schema inside refuses goes to Zod, which hands the faults to the user's function. */
function emitCatch(schema: ZodSchema, input: string, place: Place, emission: Emission): string {
  const { source } = emission
  const inner = defAs<Inner>(schema).innerType
  const { value, ok } = attempt(source, place, (at) => emission.emit(inner, input, at))
  source.line(`if (!${ok}) ${value} = ${source.constant(runParse)}(${source.constant(schema)}, ${input})`)
  return value
}

function emitPipe(schema: ZodSchema, input: string, place: Place, emission: Emission): string {
  const { source } = emission
  const def = defAs<{ in: ZodSchema; out: ZodSchema; transform?: unknown }>(schema)
  const left = emission.emit(def.in, input, place)
  if (!schema._zod.traits.has("$ZodCodec")) return emission.emit(def.out, left, place)
  const payload = source.let(`${source.constant(decode)}(${source.constant(def.transform)}, ${left})`)
  return emission.emit(def.out, emitPayload(payload, place, emission), place)
}

function emitPayload(payload: string, place: Place, { source }: Emission): string {
  source.line(`if (${payload}.issues.length !== 0) ${place.fail}`)
  return source.let(`${payload}.value`)
}

function runTransform(schema: ZodSchema, value: unknown): Payload {
  const payload = schema._zod.parse({ value, issues: [] }, { async: false })
  guard(payload)
  return payload as Payload
}

function runParse(schema: ZodSchema, value: unknown): unknown {
  return runTransform(schema, value).value
}

function decode(transform: (value: unknown, payload: Payload) => unknown, value: unknown): Payload {
  const payload: Payload = { value, issues: [] }
  const result = transform(value, payload)
  guard(result)
  payload.value = result
  return payload
}
