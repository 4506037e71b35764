import { literalOf } from "../generate/literals.ts"
import { quote, Source } from "../generate/source.ts"
import { maxDepth } from "../limits.ts"
import { belongs } from "./domain.ts"
import { type Form, type Option, type Target, unfit } from "./form.ts"
import { base64Text, isoText } from "./text.ts"

/** Where an emitted piece stands: see the validator's emission, which counts the same way. */
interface Place {
  readonly fail: string
  readonly depth: string | undefined
  readonly level: number
}

type Kind<K extends Form["kind"]> = Extract<Form, { kind: K }>

/**
 * Generates the function that turns a domain value into one that JSON.stringify writes: an object
 * literal of the declared fields, checked on the way.
 *
 * @returns undefined where no code may be generated
 */
export function generateEncoder(form: Form): ((value: unknown) => unknown) | undefined {
  const source = new Source()
  const writer = new Writer(source, source.constant(unfit))
  source.function("root", ["x"], () => {
    source.line(`return ${writer.emit(form, "x", { fail: writer.fail, depth: undefined, level: 0 })}`)
  })
  return source.build("root")
}

/** Emits forms; it remembers the functions of those that are referred to. */
class Writer {
  readonly fail: string
  readonly #source: Source
  readonly #unfit: string
  readonly #functions = new Map<object, string>()

  constructor(source: Source, unfitName: string) {
    this.#source = source
    this.#unfit = unfitName
    this.fail = `return ${unfitName}`
  }

  emit(form: Form, input: string, place: Place): string {
    const source = this.#source
    switch (form.kind) {
      case "scalar":
      case "raw":
        return form.check.emit(source, input, place.fail)
      case "date":
        return source.let(`${source.constant(isoText)}(${form.check.emit(source, input, place.fail)})`)
      case "bytes":
        return source.let(`${source.constant(base64Text)}(${form.check.emit(source, input, place.fail)})`)
      case "bigint":
        return source.let(`String(${form.check.emit(source, input, place.fail)})`)
      case "object":
        return this.#object(form, input, place)
      case "record":
        return this.#record(form, input, place)
      case "array":
        return this.#array(form, input, place)
      case "tuple":
        return this.#tuple(form, input, place)
      case "maybe":
        return this.#maybe(form, input, place)
      case "union":
        return this.#union(form, input, place)
      case "codec": {
        const domain = form.check.emit(source, input, place.fail)
        const encoded = source.let(`${source.constant(form)}.encode(${domain})`)
        source.line(`if (${encoded} === ${this.#unfit}) ${place.fail}`)
        return this.emit(form.form, encoded, place)
      }
      case "checked": {
        const output = this.emit(form.form, input, place)
        form.check.emit(source, input, place.fail)
        return output
      }
      case "reference":
        return this.#call(form.target, input, place)
    }
  }

  #call(target: Target, input: string, place: Place): string {
    const source = this.#source
    let name = this.#functions.get(target)
    if (name === undefined) {
      name = source.fresh("f")
      this.#functions.set(target, name)
      source.function(name, ["x", "d"], () => {
        source.line(`return ${this.emit(target.form!, "x", { fail: this.fail, depth: "d", level: 0 })}`)
      })
    }
    const depth = place.depth === undefined ? `${place.level}` : `${place.depth} + ${place.level}`
    const output = source.let(`${name}(${input}, ${depth})`)
    source.line(`if (${output} === ${this.#unfit}) ${place.fail}`)
    return output
  }

  #container(condition: string, place: Place): Place {
    this.#source.line(`if (!(${condition})) ${place.fail}`)
    if (place.depth !== undefined)
      this.#source.line(`if (${place.depth} > ${maxDepth - 1 - place.level}) ${place.fail}`)
    return { ...place, level: place.level + 1 }
  }

  #object(form: Kind<"object">, input: string, place: Place): string {
    const source = this.#source
    const at = this.#container(isObject(input), place)
    const parts = form.members.map(({ name, form: member }) => {
      const value = source.let(`${input}[${quote(name)}]`)
      return `${quote(name)}: ${this.emit(member, value, at)}`
    })
    const output = source.let(`{${parts.join(", ")}}`)
    if (!form.rest) return output
    const key = source.fresh("n")
    const known = source.constant(new Set(["__proto__", ...form.members.map((member) => member.name)]))
    source.block(`for (const ${key} of Object.keys(${input}))`, () => {
      source.line(`if (${known}.has(${key})) continue`)
      const value = source.let(`${input}[${key}]`)
      source.line(`${output}[${key}] = ${this.emit(form.rest!, value, at)}`)
    })
    return output
  }

  #record(form: Kind<"record">, input: string, place: Place): string {
    const source = this.#source
    const at = this.#container(isObject(input), place)
    const output = source.let("{}")
    const key = source.fresh("n")
    source.block(`for (const ${key} of Object.keys(${input}))`, () => {
      source.line(`if (${key} === "__proto__") continue`)
      const name = form.key.emit(source, key, place.fail)
      if (name !== key) source.line(`if (${name} === "__proto__") continue`)
      const value = source.let(`${input}[${key}]`)
      source.line(`${output}[${name}] = ${this.emit(form.value, value, at)}`)
    })
    return output
  }

  /** Items that are written as they are need no second array: JSON.stringify reads the first. */
  #array(form: Kind<"array">, input: string, place: Place): string {
    const source = this.#source
    const at = this.#container(`Array.isArray(${input})`, place)
    const same = isUnchanged(form.item)
    const output = same ? input : source.let(`new Array(${input}.length)`)
    const index = source.fresh("i")
    source.block(`for (let ${index} = 0; ${index} < ${input}.length; ${index}++)`, () => {
      const item = source.let(`${input}[${index}]`)
      const value = this.emit(form.item, item, at)
      if (!same) source.line(`${output}[${index}] = ${value}`)
    })
    return output
  }

  #tuple(form: Kind<"tuple">, input: string, place: Place): string {
    const source = this.#source
    const length = `${input}.length ${form.rest ? ">=" : "==="} ${form.items.length}`
    const at = this.#container(`Array.isArray(${input}) && ${length}`, place)
    const items = form.items.map((item, i) => this.emit(item, source.let(`${input}[${i}]`), at))
    const output = source.let(`[${items.join(", ")}]`)
    if (!form.rest) return output
    const index = source.fresh("i")
    source.block(`for (let ${index} = ${form.items.length}; ${index} < ${input}.length; ${index}++)`, () => {
      source.line(`${output}.push(${this.emit(form.rest!, source.let(`${input}[${index}]`), at)})`)
    })
    return output
  }

  #maybe(form: Kind<"maybe">, input: string, place: Place): string {
    const output = this.#source.let(String(form.nothing))
    this.#source.block(`if (${input} !== ${form.nothing})`, () => {
      this.#source.line(`${output} = ${this.emit(form.form, input, place)}`)
    })
    return output
  }

  #union(form: Kind<"union">, input: string, place: Place): string {
    const source = this.#source
    const output = source.let()
    const label = source.fresh("l")
    source.block(`${label}:`, () => {
      for (const option of form.options) this.#option(option, input, output, label, place)
      source.line(place.fail)
    })
    return output
  }

  #option(option: Option, input: string, output: string, done: string, place: Place): void {
    const source = this.#source
    const label = source.fresh("l")
    source.block(`${label}:`, () => {
      source.line(`if (!(${this.#belongs(option, input)})) break ${label}`)
      source.line(`${output} = ${this.emit(option.form, input, { ...place, fail: `break ${label}` })}`)
      source.line(`break ${done}`)
    })
  }

  /** One tag is compared in place; anything else is decided by a function. */
  #belongs({ domain }: Option, input: string): string {
    const [tag, ...others] = domain.tags
    const literals = [...(tag?.[1] ?? [])].map(literalOf)
    if (tag && others.length === 0 && domain.types.size === 1 && literals.every((text) => text !== undefined)) {
      const value = `${input}[${quote(tag[0])}]`
      return `${isObject(input)} && (${literals.map((text) => `${value} === ${text}`).join(" || ")})`
    }
    return `${this.#source.constant(belongs)}(${input}, ${this.#source.constant(domain)})`
  }
}

function isObject(input: string): string {
  return `typeof ${input} === "object" && ${input} !== null && !Array.isArray(${input})`
}

/** Whether values of the form are certainly written as they are. */
function isUnchanged(form: Form): boolean {
  return form.kind === "scalar" && form.check.keeps
}
