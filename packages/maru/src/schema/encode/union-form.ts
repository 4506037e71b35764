import { areDisjoint, domainOf } from "./domain.ts"
import type { Form, Option } from "./form.ts"

/**
 * The form of a union, or undefined if it is not certain which option writes a value: then a field
 * that only one of them declares could be lost or could leave. Options without parts may overlap,
 * since they are all written as they are.
 *
 * @param open overlapping options are allowed; the first that fits writes
 */
export function unionForm(forms: readonly Form[], open: boolean): Form | undefined {
  const flat = forms.flatMap(flatten)
  const nothings = new Set(flat.flatMap((form) => (form.kind === "maybe" ? [form.nothing] : [])))
  const options = flat.map((form) => optionOf(form.kind === "maybe" ? form.form : form))
  if (!open && !isCertain(options)) return undefined
  const expected = [...new Set(options.flatMap(wordsOf))].join(" or ")
  let form: Form = options.length === 1 ? options[0]!.form : { kind: "union", options, expected }
  if (nothings.has(null)) form = { kind: "maybe", nothing: null, form }
  return nothings.has(undefined) ? { kind: "maybe", nothing: undefined, form } : form
}

/** Options of unions inside unions, and both kinds of nothing as options of their own. */
function flatten(form: Form): Form[] {
  if (form.kind === "union") return form.options.map((option) => option.form)
  if (form.kind === "maybe" && form.form.kind === "maybe") return [{ ...form, form: form.form.form }, form.form]
  if (form.kind === "maybe" && form.form.kind === "union") {
    return form.form.options.map((option) => ({ ...form, form: option.form }))
  }
  return [form]
}

function optionOf(form: Form): Option {
  return { form, domain: domainOf(form) }
}

function isCertain(options: readonly Option[]): boolean {
  return options.every((option, i) =>
    options
      .slice(i + 1)
      .every((other) => (isScalar(option) && isScalar(other)) || areDisjoint(option.domain, other.domain)),
  )
}

function isScalar({ form }: Option): boolean {
  return form.kind === "scalar"
}

/** What an option accepts, in words: an object by its tags. */
function wordsOf({ domain }: Option): string[] {
  const tags = [...domain.tags].map(
    ([name, values]) => `${name} ${[...values].map((value) => JSON.stringify(value)).join("|")}`,
  )
  return [...domain.types].map((type) =>
    type === "object" && tags.length > 0 ? `object with ${tags.join(", ")}` : type,
  )
}
