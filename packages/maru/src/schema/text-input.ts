import type { Origin, Shape, Validate } from "./adapter.ts"
import { adapterOf } from "./adapters.ts"
import { acceptsEmpty, acceptsMany, type Coerce, coerce, type RawText, repeated } from "./coercion.ts"
import type { Fault, InputPlace } from "./fault.ts"
import { StartError } from "../errors/start-error.ts"
import { splitPointer } from "./pointer.ts"

/** A parameter that arrives as text: path, query, header, cookie or form field. */
export interface TextInput {
  /** A key may be repeated: pass all its values as a list. */
  readonly many: boolean
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
  const optional = adapter.optional(schema)
  const step = stepOf(shape, optional)
  const validate = adapter.validate(schema)
  return {
    many: acceptsMany(shape),
    optional,
    read: (raw, origin, faults) => {
      const value = prepare(step, raw, origin, faults)
      return value === refused ? undefined : validate(value, origin, faults)
    },
  }
}

/**
 * Compiles the reading of an object schema that spreads into several named parameters. The whole
 * object is validated, so refinements, defaults and strictness hold.
 *
 * @param schema an object schema
 * @throws StartError `schema-unknown`, `schema-unsuitable` (no introspection, or no object)
 */
export function textFields(schema: unknown): TextFields {
  const adapter = adapterOf(schema)
  const shape = adapter.shape(schema)
  if (shape.kind !== "object") {
    throw new StartError("schema-unsuitable", "Only an object schema spreads into several parameters.")
  }
  const fields = Object.entries(shape.fields).map(([name, field]) => ({
    name,
    many: acceptsMany(field.shape),
    optional: field.optional,
  }))
  const steps = Object.values(shape.fields).map((field) => stepOf(field.shape, field.optional))
  return { fields, read: reader(fields, steps, adapter.validate(schema)) }
}

interface Step {
  readonly coerce: Coerce
  readonly empty: boolean
  readonly optional: boolean
  readonly expected: string
}

function stepOf(shape: Shape, optional: boolean): Step {
  return { coerce: coerce(shape), empty: acceptsEmpty(shape), optional, expected: describe(shape) }
}

const refused: unique symbol = Symbol("refused")

/** The coerced value, or `refused` after pushing the fault that no validator needs to see. */
function prepare(step: Step, raw: RawText, origin: Origin, faults: Fault[]): unknown {
  if (raw === undefined && !step.optional) return refuse("missing", "nothing", step, origin, faults)
  const value = step.coerce(raw)
  if (value === repeated) return refuse("repeated", "array", step, origin, faults)
  if (value === "" && !step.empty) return refuse("invalid_type", "string", step, origin, faults)
  return value
}

const sentences = {
  missing: "This is required.",
  repeated: "This may be given only once.",
  invalid_type: "This may not be empty.",
}

function refuse(
  code: keyof typeof sentences,
  received: string,
  step: Step,
  origin: Origin,
  faults: Fault[],
): typeof refused {
  faults.push({
    in: origin.in,
    name: origin.name,
    pointer: "",
    code,
    expected: step.expected,
    received,
    message: sentences[code],
  })
  return refused
}

function reader(fields: readonly TextField[], steps: readonly Step[], validate: Validate): TextFields["read"] {
  return (raws, place, faults) => {
    const input: Record<string, unknown> = {}
    const before = faults.length
    for (let i = 0; i < fields.length; i++) {
      const { name } = fields[i]!
      const value = prepare(steps[i]!, raws[i], { in: place, name }, faults)
      if (value !== refused && value !== undefined) define(input, name, value)
    }
    const known = new Set(faults.slice(before).map((fault) => fault.name))
    const found: Fault[] = []
    const result = validate(input, { in: place, name: "" }, found)
    if (result instanceof Promise) return result.then((value) => settle(value, found, known, faults))
    return settle(result, found, known, faults)
  }
}

/** Faults of the whole object become faults of the parameter they name; each parameter fails once. */
function settle(value: unknown, found: readonly Fault[], known: ReadonlySet<string>, faults: Fault[]): unknown {
  for (const fault of found) {
    const [first, pointer] = splitPointer(fault.pointer)
    if (fault.pointer !== "" && known.has(first)) continue
    faults.push(fault.pointer === "" ? fault : { ...fault, name: first, pointer })
  }
  return value
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") return
  target[name] = value
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case "literal":
      return shape.values
        .map((value) => (typeof value === "string" ? JSON.stringify(value) : String(value)))
        .join(" or ")
    case "union":
      return [...new Set(shape.options.map(describe))].join(" or ")
    case "unknown":
      return "a value"
    case "bigint":
      return "integer"
    default:
      return shape.kind
  }
}
