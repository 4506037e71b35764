/** A value that generated code refers to by name, such as a regular expression or a function of the user. */
type Constant = unknown

/**
 * Collects the text of one generated module: functions, their statements, and the constants they
 * refer to. Every name of the user's goes through {@link quote}; nothing else of his becomes text.
 */
export class Source {
  readonly #functions: string[] = []
  readonly #names = new Map<Constant, string>()
  #lines: string[] = []
  #counter = 0

  /** A name that is used nowhere else. */
  fresh(prefix: string): string {
    return `${prefix}${this.#counter++}`
  }

  line(text: string): void {
    this.#lines.push(text)
  }

  /** The name under which generated code finds a value. */
  constant(value: Constant): string {
    const known = this.#names.get(value)
    if (known !== undefined) return known
    const name = this.fresh("k")
    this.#names.set(value, name)
    return name
  }

  /** Declares a variable and returns its name. */
  let(value?: string): string {
    const name = this.fresh("v")
    this.line(value === undefined ? `let ${name}` : `let ${name} = ${value}`)
    return name
  }

  /** Writes statements inside a block that starts with `head`, such as `if (x)`. */
  block(head: string, body: () => void): void {
    this.line(`${head} {`)
    body()
    this.line("}")
  }

  /** Adds a function beside the others; they may call each other. */
  function(name: string, parameters: readonly string[], body: () => void): void {
    const outer = this.#lines
    this.#lines = []
    body()
    this.#functions.push(`function ${name}(${parameters.join(", ")}) {\n${this.#lines.join("\n")}\n}`)
    this.#lines = outer
  }

  /**
   * Evaluates the functions and returns the one named `entry`, or `undefined` where generating code
   * is forbidden (`--disallow-code-generation-from-strings`, a content security policy, Workers).
   */
  build<F>(entry: string): F | undefined {
    if (!mayGenerate()) return undefined
    const body = `"use strict"\n${this.#functions.join("\n")}\nreturn ${entry}`
    const factory = Reflect.construct(Function, [...this.#names.values(), body]) as (...values: unknown[]) => F
    return factory(...this.#names.keys())
  }
}

/** A string as a literal of the source text. */
export function quote(text: string): string {
  return JSON.stringify(text)
}

let allowed: boolean | undefined

function mayGenerate(): boolean {
  if (allowed === undefined) {
    try {
      Reflect.construct(Function, ["return 0"])
      allowed = true
    } catch {
      allowed = false
    }
  }
  return allowed
}
