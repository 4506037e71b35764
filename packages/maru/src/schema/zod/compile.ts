import { Source } from "../generate/source.ts"
import { isTooDeep } from "../limits.ts"
import { guard } from "./async.ts"
import { emitChecks, unconditional } from "./checks.ts"
import { emitType } from "./construct.ts"
import type { Emission, Place } from "./emission.ts"
import type { SchemaGraph } from "./graph.ts"
import type { Payload, ZodSchema } from "./zod-type.ts"

/** What a compiled validator returns when Zod has to say what is wrong. */
export const invalid: unique symbol = Symbol("invalid")

/** Returns the output of a value that fits, else {@link invalid}. */
export type Fast = (value: unknown) => unknown

/**
 * Compiles a schema to straight code that gives the same output as Zod's own parse. Constructs that
 * are not compiled run in Zod at their place.
 *
 * @returns undefined where code must not be generated
 */
export function compile(schema: ZodSchema, graph: SchemaGraph): Fast | undefined {
  const source = new Source()
  const invalidName = source.constant(invalid)
  const functions = new Map<ZodSchema, string>()
  const fail = `return ${invalidName}`

  const call = (target: ZodSchema, input: string, place: Place): string => {
    let name = functions.get(target)
    if (name === undefined) {
      name = source.fresh("f")
      functions.set(target, name)
      source.function(name, ["x", "d"], () => {
        source.line(`return ${inline(target, "x", { fail, depth: "d", level: 0 })}`)
      })
    }
    const depth = place.depth === undefined ? `${place.level}` : `${place.depth} + ${place.level}`
    const output = source.let(`${name}(${input}, ${depth})`)
    source.line(`if (${output} === ${invalidName}) ${place.fail}`)
    return output
  }
  const run = graph.recursive.size > 0 ? runBounded : runInZod
  const emission: Emission = {
    source,
    emit: (target, input, place) =>
      graph.recursive.has(target) || graph.shared.has(target)
        ? call(target, input, place)
        : inline(target, input, place),
    island: (target, input, place) => {
      const output = source.let(`${source.constant(run)}(${source.constant(target)}, ${input})`)
      source.line(`if (${output} === ${invalidName}) ${place.fail}`)
      return output
    },
  }
  const inline = (target: ZodSchema, input: string, place: Place): string => {
    if (!unconditional(target)) return emission.island(target, input, place)
    const value = emitType(target, input, place, emission)
    return value === undefined
      ? emission.island(target, input, place)
      : emitChecks(target, value, { source, fail: place.fail })
  }

  source.function("root", ["x"], () => {
    source.line(`return ${emission.emit(schema, "x", { fail, depth: undefined, level: 0 })}`)
  })
  return source.build<Fast>("root")
}

/** Runs a schema in Zod, on a payload of its own. */
function runInZod(schema: ZodSchema, value: unknown): unknown {
  const payload = schema._zod.run({ value, issues: [] }, { async: false })
  guard(payload)
  return (payload as Payload).issues.length === 0 ? (payload as Payload).value : invalid
}

/** The same below a recursive schema, where Zod could run out of stack. */
function runBounded(schema: ZodSchema, value: unknown): unknown {
  return isTooDeep(value) ? invalid : runInZod(schema, value)
}
