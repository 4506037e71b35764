import { quote, Source } from "../generate/source.ts"
import { type Form, type Member, unfit } from "./form.ts"
import { isoText, quoteText } from "./text.ts"

/**
 * Writing small flat objects as one concatenation of text, without an object literal and
 * JSON.stringify. Measured with Node 24 (V8): `{message}` 137 instead of 198 ns, an object of six
 * scalars 489 instead of 766 ns; lists and long texts gain nothing. On Bun (JavaScriptCore)
 * JSON.stringify of a literal is the faster way for every shape, so this is not used there. Without
 * this file the general encoder serves.
 */
export function generateFlatEncoder(form: Form): ((value: unknown) => unknown) | undefined {
  if (process.versions["bun"] !== undefined || !isFlat(form)) return undefined
  const source = new Source()
  const fail = `return ${source.constant(unfit)}`
  source.function("root", ["x"], () => source.line(`return ${emitText(form, "x", source, fail)}`))
  return source.build("root")
}

/** An object whose first field is always there, so that every other one can bring its own comma. */
function isFlat(form: Form): boolean {
  if (form.kind === "checked") return isFlat(form.form)
  if (form.kind !== "object" || form.rest !== undefined) return false
  const [first] = form.members
  if (first === undefined || (first.form.kind === "maybe" && first.form.nothing === undefined)) return false
  return form.members.every((member) => isFlatMember(member.form))
}

function isFlatMember(form: Form): boolean {
  if (form.kind === "maybe")
    return isFlatMember(form.form) && !(form.form.kind === "maybe" && form.form.nothing === undefined)
  return form.kind === "scalar" || form.kind === "date" || form.kind === "bigint" || isFlat(form)
}

/** The expression of a value's JSON text; it is always joined to a string. */
function emitText(form: Form, input: string, source: Source, fail: string): string {
  switch (form.kind) {
    case "scalar": {
      const value = form.check.emit(source, input, fail)
      if (form.json === "string") return `${source.constant(quoteText)}(${value})`
      return form.json === "mixed" ? `JSON.stringify(${value})` : value
    }
    case "date":
      return `'"' + ${source.constant(isoText)}(${form.check.emit(source, input, fail)}) + '"'`
    case "bigint":
      return `'"' + ${form.check.emit(source, input, fail)} + '"'`
    case "maybe":
      return emitMaybe(form.form, input, source, fail)
    case "checked": {
      const text = source.let(emitText(form.form, input, source, fail))
      form.check.emit(source, input, fail)
      return text
    }
    case "object":
      return emitObject(form.members, input, source, fail)
    default:
      throw new TypeError("Only flat forms are written as text.")
  }
}

function emitMaybe(form: Form, input: string, source: Source, fail: string): string {
  const text = source.let(`"null"`)
  source.block(`if (${input} !== null)`, () => source.line(`${text} = ${emitText(form, input, source, fail)}`))
  return text
}

function emitObject(members: readonly Member[], input: string, source: Source, fail: string): string {
  source.line(`if (typeof ${input} !== "object" || ${input} === null || Array.isArray(${input})) ${fail}`)
  const parts = members.map(({ name, form }, index) => {
    const value = source.let(`${input}[${quote(name)}]`)
    const key = quote(`${index === 0 ? "{" : ","}${quote(name)}:`)
    if (form.kind !== "maybe" || form.nothing === null) return `${key} + ${emitText(form, value, source, fail)}`
    const part = source.let(`""`)
    source.block(`if (${value} !== undefined)`, () => {
      source.line(`${part} = ${key} + ${emitText(form.form, value, source, fail)}`)
    })
    return part
  })
  return `${parts.join(" + ")} + "}"`
}
