import type { Origin, Shape, Validate } from "./adapter.ts"
import { adapterOf } from "./adapters.ts"
import { acceptsMany, type RawText } from "./coercion.ts"
import type { Fault, InputPlace } from "./fault.ts"
import { StartError } from "../errors/start-error.ts"
import { splitPointer } from "./pointer.ts"
import { faultOf, Refusal, takeText, textStep, type TextStep } from "./text-step.ts"

/** A parameter that arrives as text: path, query, header, cookie or form field. */
export interface TextInput {
  /** A key may be repeated: pass all its values as a list. */
  readonly many: boolean
  /** The schema is an array: nothing but a list is accepted. */
  readonly list: boolean
  /** May be absent. */
  readonly optional: boolean
  /**
   * Coerces and validates. Pushes at least one fault when the text does not fit; the result is then
   * meaningless. Returns a promise only if the schema has asynchronous checks.
   */
  read(raw: RawText, origin: Origin, faults: Fault[]): unknown
}

/** One parameter of an object schema that spreads into several. */
export interface TextField {
  readonly name: string
  readonly many: boolean
  /** The field is an array. */
  readonly list: boolean
  readonly optional: boolean
}

/** An object schema whose fields are parameters of their own. */
export interface TextFields {
  readonly fields: readonly TextField[]
  /**
   * @param raws text of each field, in the order of `fields`
   * @param place where the fields come from; faults carry the field's own name
   */
  read(raws: readonly RawText[], place: InputPlace, faults: Fault[]): unknown
}

/**
 * Compiles the reading of one named parameter.
 *
 * @param schema a scalar schema, or an array of scalars
 * @throws StartError `schema-unknown`, `schema-unsuitable` (no introspection, or an object)
 */
export function textInput(schema: unknown): TextInput {
  const adapter = adapterOf(schema)
  const shape = adapter.shape(schema)
  if (shape.kind === "object") {
    throw new StartError(
      "schema-unsuitable",
      "One parameter cannot hold an object. Give the object schema without a name, so that each field is a parameter.",
    )
  }
  refuseDeep(shape, "This parameter")
  const optional = adapter.optional(schema)
  const step = textStep(shape, optional)
  const validate = adapter.validate(schema)
  return {
    many: acceptsMany(shape),
    list: shape.kind === "array",
    optional,
    read: (raw, origin, faults) => {
      const value = takeText(step, raw)
      if (!(value instanceof Refusal)) return validate(value, origin, faults)
      faults.push(faultOf(value, step, origin))
      return undefined
    },
  }
}

/**
 * Compiles the reading of an object schema that spreads into several named parameters. The whole
 * object is validated, so refinements, defaults and strictness hold.
 *
 * @param schema an object schema
 * @param nameOf the name under which a field is sent, for its faults; the field's own by default
 * @throws StartError `schema-unknown`, `schema-unsuitable` (no introspection, or no object)
 */
export function textFields(schema: unknown, nameOf: (field: string) => string = (field) => field): TextFields {
  const adapter = adapterOf(schema)
  const shape = adapter.shape(schema)
  if (shape.kind !== "object") {
    throw new StartError("schema-unsuitable", "Only an object schema spreads into several parameters.")
  }
  for (const [name, field] of Object.entries(shape.fields)) refuseDeep(field.shape, `The field "${name}"`)
  const fields = Object.entries(shape.fields).map(([name, field]) => ({
    name,
    many: acceptsMany(field.shape),
    list: field.shape.kind === "array",
    optional: field.optional,
  }))
  const steps = Object.values(shape.fields).map((field) => textStep(field.shape, field.optional))
  return {
    fields,
    read: reader(
      fields.map((field) => field.name),
      nameOf,
      steps,
      adapter.validate(schema),
    ),
  }
}

/** Text can be a scalar or a list of scalars; what is deeper could never be sent. */
function refuseDeep(shape: Shape, what: string): void {
  if (isText(shape) || (shape.kind === "array" && isText(shape.item))) return
  const found = shape.kind === "array" ? "list of lists or objects" : shape.kind
  throw new StartError(
    "schema-unsuitable",
    `${what} arrives as text, which cannot hold ${found === "object" ? "an object" : `a ${found}`}. Let it be text, a number, a boolean or a date, or a list of these.`,
  )
}

function isText(shape: Shape): boolean {
  if (shape.kind !== "union") return shape.kind !== "object" && shape.kind !== "array"
  return shape.options.some((option) => isText(option) || (option.kind === "array" && isText(option.item)))
}

const none: ReadonlySet<string> = new Set()

function reader(
  names: readonly string[],
  nameOf: (field: string) => string,
  steps: readonly TextStep[],
  validate: Validate,
): TextFields["read"] {
  const sent = new Map(names.map((name) => [name, nameOf(name)]))
  return (raws, place, faults) => {
    const input: Record<string, unknown> = {}
    let failed: ReadonlySet<string> = none
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      const value = takeText(steps[i]!, raws[i])
      if (value instanceof Refusal) {
        failed = new Set(failed).add(name)
        faults.push(faultOf(value, steps[i]!, { in: place, name: sent.get(name)! }))
      } else if (value !== undefined && name !== "__proto__") input[name] = value
    }
    const found: Fault[] = []
    const result = validate(input, { in: place, name: "" }, found)
    if (result instanceof Promise) return result.then((value) => settle(value, found, failed, sent, faults))
    return found.length === 0 ? result : settle(result, found, failed, sent, faults)
  }
}

/** Faults of the whole object become faults of the parameter they name; each parameter fails once. */
function settle(
  value: unknown,
  found: readonly Fault[],
  failed: ReadonlySet<string>,
  sent: ReadonlyMap<string, string>,
  faults: Fault[],
): unknown {
  for (const fault of found) {
    const [name, pointer] = splitPointer(fault.pointer)
    if (fault.pointer === "") faults.push(fault)
    else if (!failed.has(name)) faults.push({ ...fault, name: sent.get(name) ?? name, pointer })
  }
  return value
}
