import type { SchemaAdapter, Validate } from "../adapter.ts"
import { EncodeError } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import type { Origin } from "../adapter.ts"
import { isTooDeep } from "../limits.ts"
import { tooDeepFault } from "../too-deep.ts"
import { bigintNode, type JsonNode } from "./json-node.ts"
import { adapterOfLibrary } from "./library.ts"
import { requiredPackage } from "./optional-package.ts"
import { pushErrors, type TypeBoxError } from "./typebox-errors.ts"

/** A TypeBox 1.x type: a JSON Schema whose marks are not enumerable. */
interface TypeBoxSchema extends JsonNode {
  readonly "~kind"?: string
  readonly "~optional"?: boolean
}

interface Validator {
  Check(value: unknown): boolean
  Errors(value: unknown): TypeBoxError[]
  Default(value: unknown): unknown
  Clean(value: unknown): unknown
  Decode(value: unknown): unknown
  Encode(value: unknown): unknown
}

/** TypeBox 1.x, by its own marks. The application has the package, or it would have no types. */
export const typeBoxAdapter: SchemaAdapter<TypeBoxSchema> = adapterOfLibrary<TypeBoxSchema>({
  validate,
  describe: (schema) => mark(schema, new Set(Object.keys(schema.$defs ?? {}))) as JsonNode,
  optional: (schema) => schema["~optional"] === true || "default" in schema,
  toJson,
})

/** Whether a value has TypeBox's marks. */
export function isTypeBox(schema: object): boolean {
  return "~kind" in schema || "~unsafe" in schema
}

interface Tools {
  readonly validator: Validator
  clone(value: unknown): unknown
}

function toolsOf(schema: TypeBoxSchema): Tools {
  const purpose = "to use TypeBox types"
  const { Compile } = requiredPackage<{ Compile(type: unknown): Validator }>("typebox/compile", purpose)
  const { Clone } = requiredPackage<{ Clone(value: unknown): unknown }>("typebox/value", purpose)
  return { validator: Compile(schema), clone: Clone }
}

/** Defaults are filled in, undeclared properties removed and codecs decoded, on a copy of the input. */
function validate(schema: TypeBoxSchema): Validate {
  const { validator, clone } = toolsOf(schema)
  return (value, origin, faults) => {
    // Copying recurses into all of the value, so its depth is tested whatever the type is.
    if (isTooDeep(value)) {
      faults.push(tooDeepFault(value, origin))
      return undefined
    }
    const copy = validator.Default(clone(value))
    if (validator.Check(copy)) return validator.Decode(validator.Clean(copy))
    pushErrors(validator.Errors(copy), copy, origin, faults)
    return undefined
  }
}

const output: Origin = { in: "output", name: "" }

/** A domain value encoded by its codecs and checked in that form. */
function toJson(schema: TypeBoxSchema): (value: unknown) => unknown {
  const { validator, clone } = toolsOf(schema)
  return (value) => {
    const faults: Fault[] = []
    if (isTooDeep(value)) throw new EncodeError([tooDeepFault(value, output)])
    try {
      return validator.Encode(clone(value))
    } catch {
      pushErrors(validator.Errors(value), value, output, faults)
    }
    if (faults.length === 0) faults.push(refusal(value))
    throw new EncodeError(faults)
  }
}

function refusal(value: unknown): Fault {
  const message = "A codec refused to encode the value."
  return {
    ...output,
    pointer: "",
    code: "custom",
    expected: "a value that its codec encodes",
    received: typeof value,
    message,
  }
}

/**
 * A copy as plain JSON Schema. TypeBox describes bigints by a type that JSON Schema does not have, and
 * refers to definitions by their bare names.
 */
function mark(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((part) => mark(part, names))
  if (typeof value !== "object" || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value)) copy[key] = mark(part, names)
  const { $ref, $id } = copy
  if (typeof $ref === "string" && names.has($ref)) copy["$ref"] = `#/$defs/${$ref}`
  if (typeof $id === "string" && names.has($id)) delete copy["$id"]
  return copy["type"] === "bigint" ? bigintNode : copy
}
