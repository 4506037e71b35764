import type { Check, Form, Member } from "../encode/form.ts"
import { typeCheck } from "./form-check.ts"
import { type FormContext, step, unsuitable } from "./form-context.ts"
import { lazyInner } from "./graph.ts"
import { maybe } from "./scalar-forms.ts"
import { unionForm } from "../encode/union-form.ts"
import { pipeForm, wrapperForm } from "./wrapper-forms.ts"
import { child, defAs, type ZodSchema } from "./zod-type.ts"

/** The form of a schema that has parts. */
export function compositeForm(schema: ZodSchema, context: FormContext): Form {
  const { def } = schema._zod
  switch (def.type) {
    case "object":
      return objectForm(schema, context)
    case "array":
      return { kind: "array", item: required(child(def.element), step(context, "[]")) }
    case "tuple":
      return {
        kind: "tuple",
        items: def.items.map((item, i) => required(child(item), step(context, `[${i}]`))),
        rest: def.rest ? required(child(def.rest), step(context, "[]")) : undefined,
      }
    case "record":
      return recordForm(schema, context)
    case "union":
      return unionOf(
        def.options.map((option) => context.build(child(option), context)),
        context,
      )
    case "intersection":
      return intersectionForm(
        context.build(child(def.left), context),
        context.build(child(def.right), context),
        context,
      )
    case "pipe":
      return pipeForm(schema, context)
    case "lazy":
      return context.build(lazyInner(schema), context)
    default:
      return wrapperForm(schema, context)
  }
}

/** The form of a schema whose value must be there: JSON has no word for `undefined`. */
export function required(schema: ZodSchema, context: FormContext): Form {
  const form = context.build(schema, context)
  if (mayVanish(form) && !context.open) {
    throw unsuitable("may be undefined, for which JSON has no word here. Use .nullable() instead", context)
  }
  return form
}

/** Whether a value of the form can be written as nothing, as a field may that is left out. */
function mayVanish(form: Form): boolean {
  if (form.kind === "maybe") return form.nothing === undefined || mayVanish(form.form)
  return (form.kind === "codec" || form.kind === "checked") && mayVanish(form.form)
}

function objectForm(schema: ZodSchema, context: FormContext): Form {
  const def = defAs<{ shape: Record<string, ZodSchema>; catchall?: ZodSchema }>(schema)
  const members: Member[] = []
  for (const [name, field] of Object.entries(def.shape)) {
    if (name !== "__proto__") members.push({ name, form: context.build(field, step(context, name)) })
  }
  const rest = def.catchall?._zod.def.type
  if (rest === undefined || rest === "never") return { kind: "object", members, rest: undefined }
  if ((rest === "unknown" || rest === "any") && !context.open) {
    throw unsuitable("lets undeclared fields through (a loose object). Declare them, or use z.object()", context)
  }
  return { kind: "object", members, rest: context.build(def.catchall!, step(context, "*")) }
}

function recordForm(schema: ZodSchema, context: FormContext): Form {
  const def = defAs<{ keyType: ZodSchema; valueType: ZodSchema; mode?: string; partial?: boolean }>(schema)
  const keys = def.keyType._zod.def.type
  const value = context.build(def.valueType, step(context, "*"))
  if (def.mode === "loose" && !context.open) throw unsuitable("lets undeclared keys through", context)
  if (keys === "string" || keys === "template_literal") return { kind: "record", key: typeCheck(def.keyType), value }
  const { values } = def.keyType._zod as { values?: ReadonlySet<unknown> }
  if (values === undefined) throw unsuitable("has keys that are no text", context)
  const names = [...values].map(String).filter((name) => name !== "__proto__")
  const form = def.partial ? maybe(value, undefined) : value
  return { kind: "object", members: names.map((name) => ({ name, form })), rest: undefined }
}

function unionOf(forms: readonly Form[], context: FormContext): Form {
  const form = unionForm(forms, context.open)
  if (form) return form
  throw unsuitable("is a union whose options overlap. Use z.discriminatedUnion()", context)
}

/** Two objects become one that has the fields of both. */
function intersectionForm(left: Form, right: Form, context: FormContext): Form {
  const [a, b] = [bare(left), bare(right)]
  if (a?.kind !== "object" || b?.kind !== "object" || a.rest || b.rest) {
    throw unsuitable("is an intersection of other things than objects. Use .extend()", context)
  }
  const names = new Set(a.members.map((member) => member.name))
  if (b.members.some((member) => names.has(member.name))) {
    throw unsuitable("is an intersection whose sides declare the same field. Use .extend()", context)
  }
  let form: Form = { kind: "object", members: [...a.members, ...b.members], rest: undefined }
  for (const side of [left, right]) for (const check of outerChecks(side)) form = { kind: "checked", form, check }
  return form
}

/** The form behind refinements and references that are already made. */
function bare(form: Form): Form | undefined {
  if (form.kind === "checked") return bare(form.form)
  return form.kind === "reference" ? form.target.form && bare(form.target.form) : form
}

function outerChecks(form: Form): Check[] {
  if (form.kind === "reference") return form.target.form ? outerChecks(form.target.form) : []
  return form.kind === "checked" ? [...outerChecks(form.form), form.check] : []
}
