import { domainOfTypes } from "../encode/domain.ts"
import { anything } from "../encode/simple-checks.ts"
import type { Domain, Form } from "../encode/form.ts"
import { type FormContext, unsuitable } from "./form-context.ts"
import { typeCheck } from "./form-check.ts"
import type { ZodSchema } from "./zod-type.ts"

/** The form of a schema that has no parts; undefined for any other. */
export function scalarForm(schema: ZodSchema): Form | undefined {
  const { def } = schema._zod
  switch (def.type) {
    case "string":
    case "template_literal":
      return { kind: "scalar", json: "string", check: typeCheck(schema) }
    case "number":
    case "boolean":
    case "null":
      return { kind: "scalar", json: def.type, check: typeCheck(schema) }
    case "date":
    case "bigint":
      return { kind: def.type, check: typeCheck(schema) }
    case "never":
      return { kind: "scalar", json: "mixed", check: typeCheck(schema) }
    case "literal":
    case "enum":
      return valuesForm(schema)
    case "custom":
      return isBytes(schema) ? { kind: "bytes", check: typeCheck(schema) } : undefined
    default:
      return undefined
  }
}

/** `z.instanceof(Uint8Array)` and its kin, which are written as base64. */
export function isBytes(schema: ZodSchema): boolean {
  const { Class } = (schema._zod as { bag: { Class?: unknown } }).bag
  return typeof Class === "function" && (Class === Uint8Array || Class.prototype instanceof Uint8Array)
}

/** A few given values; undefined if JSON has no form for one of them. */
function valuesForm(schema: ZodSchema): Form | undefined {
  const { values } = schema._zod as unknown as { values: ReadonlySet<unknown> }
  const present = [...values].filter((value) => value !== undefined)
  if (present.some((value) => typeof value === "bigint" || typeof value === "symbol")) return undefined
  const types = new Set(present.map((value) => (value === null ? "null" : typeof value)))
  const json = types.size === 1 ? ([...types][0] as "string" | "number" | "boolean" | "null") : "mixed"
  const form: Form = { kind: "scalar", json, check: typeCheck(schema), values: new Set(present) }
  return values.has(undefined) ? maybe(form, undefined) : form
}

/** `undefined` is kept outside `null`, where the object around it looks. */
export function maybe(form: Form, nothing: null | undefined): Form {
  if (form.kind !== "maybe") return { kind: "maybe", nothing, form }
  if (form.nothing === nothing) return form
  return nothing === undefined ? { kind: "maybe", nothing, form } : { ...form, form: maybe(form.form, nothing) }
}

/** Why a schema of a type cannot guarantee what leaves, and the way out. */
export const reasons: Readonly<Record<string, string>> = {
  any: "accepts anything",
  unknown: "accepts anything",
  custom: "is checked by a function only, which tells nothing about its form",
  transform: "is transformed in one direction only. Use z.codec()",
  map: "is a Map, for which JSON has no form. Use z.record()",
  set: "is a Set, for which JSON has no form. Use z.array()",
  literal: "has values for which JSON has no form",
  enum: "has values for which JSON has no form",
  nan: "is NaN, for which JSON has no word",
  file: "is a file. Use the outcome file() instead",
  success: "is transformed in one direction only",
}

/** Anything that guarantees nothing leaves only by `open()`. */
export function rawForm(schema: ZodSchema, context: FormContext): Form {
  const { type } = schema._zod.def
  if (!context.open) throw unsuitable(reasons[type] ?? `has the type ${type}, for which JSON has no form`, context)
  return {
    kind: "raw",
    check: type === "any" || type === "unknown" || type === "custom" ? typeCheck(schema) : anything,
  }
}

/** What is known of a schema that contains itself before its form is made. */
export function pendingDomain(schema: ZodSchema): Domain {
  const { type } = schema._zod.def
  if (type === "object" || type === "record") return domainOfTypes("object")
  return domainOfTypes(type === "array" || type === "tuple" ? "array" : "anything")
}
