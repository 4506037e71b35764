import { isPlain } from "../plain-object.ts"
import { emitCap } from "./checks.ts"
import { emitDepth, type Emission, inside, type Place } from "./emission.ts"
import { child, type ZodSchema } from "./zod-type.ts"

type Of<T extends ZodSchema["_zod"]["def"]["type"]> = Extract<ZodSchema["_zod"]["def"], { type: T }>

/** Emits an array. Its upper bound is tested before its elements. */
export function emitArray(schema: ZodSchema, input: string, place: Place, emission: Emission): string {
  const { source } = emission
  const def = schema._zod.def as Of<"array">
  source.line(`if (!Array.isArray(${input})) ${place.fail}`)
  emitDepth(source, place)
  emitCap(schema, input, { source, fail: place.fail })
  const length = source.let(`${input}.length`)
  const output = source.let(`new Array(${length})`)
  const index = source.fresh("i")
  source.block(`for (let ${index} = 0; ${index} < ${length}; ${index}++)`, () => {
    const item = source.let(`${input}[${index}]`)
    source.line(`${output}[${index}] = ${emission.emit(child(def.element), item, inside(place))}`)
  })
  return output
}

/** Emits a tuple whose items are all required; others stay with Zod. */
export function emitTuple(schema: ZodSchema, input: string, place: Place, emission: Emission): string | undefined {
  const { source } = emission
  const def = schema._zod.def as Of<"tuple">
  const items = def.items.map(child)
  if (items.some((item) => item._zod.optin !== undefined || item._zod.optout !== undefined)) return undefined
  source.line(`if (!Array.isArray(${input})) ${place.fail}`)
  emitDepth(source, place)
  if (!def.rest) source.line(`if (${input}.length !== ${items.length}) ${place.fail}`)
  const outputs = items.map((item, i) => emission.emit(item, source.let(`${input}[${i}]`), inside(place)))
  const output = source.let(`[${outputs.join(", ")}]`)
  if (!def.rest) return output
  const index = source.fresh("i")
  source.block(`for (let ${index} = ${items.length}; ${index} < ${input}.length; ${index}++)`, () => {
    const item = source.let(`${input}[${index}]`)
    source.line(`${output}.push(${emission.emit(child(def.rest!), item, inside(place))})`)
  })
  return output
}

/** Emits a record of text keys; one with enumerated or numeric keys stays with Zod. */
export function emitRecord(schema: ZodSchema, input: string, place: Place, emission: Emission): string | undefined {
  const { source } = emission
  const def = schema._zod.def as Of<"record"> & { mode?: string }
  const keyType = child(def.keyType)
  if (keyType._zod.def.type !== "string" || keyType._zod.def.coerce || def.mode === "loose") return undefined
  source.line(`if (!${source.constant(isPlain)}(${input})) ${place.fail}`)
  source.line(`if (${source.constant(hasSymbols)}(${input})) ${place.fail}`)
  emitDepth(source, place)
  const output = source.let("{}")
  const key = source.fresh("n")
  source.block(`for (const ${key} of Object.keys(${input}))`, () => {
    source.line(`if (${key} === "__proto__") continue`)
    const name = emission.emit(keyType, key, inside(place))
    if (name !== key) source.line(`if (${name} === "__proto__") continue`)
    const item = source.let(`${input}[${key}]`)
    source.line(`${output}[${name}] = ${emission.emit(child(def.valueType), item, inside(place))}`)
  })
  return output
}

/** A symbol is no text key: Zod refuses an enumerable one. */
function hasSymbols(value: object): boolean {
  return Object.getOwnPropertySymbols(value).some((key) => Object.prototype.propertyIsEnumerable.call(value, key))
}
