import { domainOf } from "../encode/domain.ts"
import { type Form, unfit } from "../encode/form.ts"
import { anything, present } from "../encode/simple-checks.ts"
import { domainCheck, typeCheck } from "./form-check.ts"
import { type FormContext, unsuitable } from "./form-context.ts"
import { maybe, pendingDomain, rawForm, reasons, scalarForm } from "./scalar-forms.ts"
import { child, defAs, type ZodSchema } from "./zod-type.ts"

/** The form of a schema that stands around another one. */
export function wrapperForm(schema: ZodSchema, context: FormContext): Form {
  const { def } = schema._zod
  switch (def.type) {
    case "optional":
      return maybe(context.build(child(def.innerType), context), undefined)
    case "nullable":
      return maybe(context.build(child(def.innerType), context), null)
    case "default":
    case "nonoptional": {
      const form = context.build(child(def.innerType), context)
      return form.kind === "maybe" && form.nothing === undefined ? presentForm(form.form) : form
    }
    case "prefault":
    case "catch":
    case "readonly":
      return context.build(child(def.innerType), context)
    case "undefined":
    case "void":
      return maybe({ kind: "scalar", json: "mixed", check: typeCheck(schema) }, undefined)
    default:
      return rawForm(schema, context)
  }
}

/** Scalars alone may be undefined themselves: `z.void()`, or a literal that has it among its values. */
function presentForm(form: Form): Form {
  return form.kind === "scalar" ? { ...form, check: present(form.check) } : form
}

/** The form of a codec, or of schemas that a value passes one after the other. */
export function pipeForm(schema: ZodSchema, context: FormContext): Form {
  const def = defAs<{
    in: ZodSchema
    out: ZodSchema
    reverseTransform?: (value: unknown, payload: unknown) => unknown
  }>(schema)
  const oneWay = def.in._zod.def.type === "transform" || def.out._zod.def.type === "transform"
  if (oneWay) return rawPipe(context)
  const form = context.build(def.in, context)
  if (form.kind === "raw") return context.build(def.out, context)
  const { reverseTransform } = def
  const encode = schema._zod.traits.has("$ZodCodec") ? (value: unknown) => reverse(reverseTransform!, value) : same
  const plain = scalarForm(def.out)
  const domain = plain ? domainOf(plain) : pendingDomain(def.out)
  const check = plain || def.out._zod.def.type === "custom" ? typeCheck(def.out) : domainCheck(def.out)
  return { kind: "codec", check, domain, encode, form }
}

function rawPipe(context: FormContext): Form {
  if (!context.open) throw unsuitable(reasons["transform"]!, context)
  return { kind: "raw", check: anything }
}

function same(value: unknown): unknown {
  return value
}

/** Zod hands a codec a payload, where it reports what it cannot encode. */
function reverse(encode: (value: unknown, payload: unknown) => unknown, value: unknown): unknown {
  const payload = { value, issues: [] as unknown[] }
  const result = encode(value, payload)
  return payload.issues.length > 0 ? unfit : result
}
