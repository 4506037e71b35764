import { EncodeError, type Origin, type SchemaAdapter, type Validate } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { isTooDeep, maxFaults } from "../limits.ts"
import { tooDeepFault } from "../too-deep.ts"
import { bigintNode, type JsonNode } from "./json-node.ts"
import { adapterOfLibrary } from "./library.ts"
import { requiredPackage } from "../optional-package.ts"
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
}

/** Functions of `typebox/value`. Those that convert on the way ("1" to 1) are not used: a body is taken as it is. */
interface ValueModule {
  Clone(value: unknown): unknown
  DecodeUnsafe(context: object, type: unknown, value: unknown): unknown
  EncodeUnsafe(context: object, type: unknown, value: unknown): unknown
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
  readonly value: ValueModule
  /** All errors of a value that failed. */
  errors(value: unknown): TypeBoxError[]
}

interface Settings {
  Get(): { readonly maxErrors: number }
  Set(settings: { readonly maxErrors: number }): void
}

function toolsOf(schema: TypeBoxSchema): Tools {
  const purpose = "to use TypeBox types"
  const { Compile } = requiredPackage<{ Compile(type: unknown): Validator }>("typebox/compile", purpose)
  const value = requiredPackage<ValueModule>("typebox/value", purpose)
  const { Settings } = requiredPackage<{ readonly Settings: Settings }>("typebox/system", purpose)
  const validator = Compile(schema)
  const errors = (wrong: unknown): TypeBoxError[] => {
    const before = Settings.Get().maxErrors
    // TypeBox stops at eight, of which one union takes several; a fault for each field needs more.
    Settings.Set({ maxErrors: maxFaults })
    try {
      return validator.Errors(wrong)
    } finally {
      Settings.Set({ maxErrors: before })
    }
  }
  return { validator, value, errors }
}

/** Defaults are filled in, undeclared properties removed and codecs decoded, on a copy of the input. */
function validate(schema: TypeBoxSchema): Validate {
  const { validator, value: module, errors } = toolsOf(schema)
  return (value, origin, faults) => {
    // Copying recurses into all of the value, so its depth is tested whatever the type is.
    if (isTooDeep(value)) {
      faults.push(tooDeepFault(value, origin))
      return undefined
    }
    const copy = validator.Default(module.Clone(value))
    if (validator.Check(copy)) return module.DecodeUnsafe({}, schema, validator.Clean(copy))
    pushErrors(errors(copy), copy, origin, faults)
    return undefined
  }
}

const output: Origin = { in: "output", name: "" }

/** A domain value encoded by its codecs and checked in that form. */
function toJson(schema: TypeBoxSchema): (value: unknown) => unknown {
  const { validator, value: module, errors } = toolsOf(schema)
  return (value) => {
    if (isTooDeep(value)) throw new EncodeError([tooDeepFault(value, output)])
    const encoded = module.EncodeUnsafe({}, schema, module.Clone(value))
    if (validator.Check(encoded)) return encoded
    const faults: Fault[] = []
    pushErrors(errors(encoded), encoded, output, faults)
    throw new EncodeError(faults)
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
