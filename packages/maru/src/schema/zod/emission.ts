import type { Source } from "../generate/source.ts"
import { maxDepth } from "../limits.ts"
import type { ZodSchema } from "./zod-type.ts"

/** Where an emitted piece of code stands. */
export interface Place {
  /** The statement that gives up on the value. */
  readonly fail: string
  /** Variable that counts the containers around the function's value, or undefined outside functions. */
  readonly depth: string | undefined
  /** Containers between the function's value and this one, known when the code is emitted. */
  readonly level: number
}

/** What the emitters of single constructs share. */
export interface Emission {
  readonly source: Source
  /** Emits a whole schema on the expression `input`; returns the expression of its output. */
  emit(schema: ZodSchema, input: string, place: Place): string
  /** Leaves a schema to Zod at run time. */
  island(schema: ZodSchema, input: string, place: Place): string
}

/** A place one container further in. */
export function inside(place: Place): Place {
  return { ...place, level: place.level + 1 }
}

/** Emits the limit on nesting; only a function that can call itself needs it. */
export function emitDepth(source: Source, { depth, level, fail }: Place): void {
  if (depth !== undefined) source.line(`if (${depth} > ${maxDepth - 1 - level}) ${fail}`)
}

/** Emits a piece of code that may give up without failing the whole. Returns the variables of its result and of its success. */
export function attempt(source: Source, place: Place, body: (place: Place) => string): { value: string; ok: string } {
  const value = source.let()
  const ok = source.let("false")
  const label = source.fresh("l")
  source.block(`${label}:`, () => {
    source.line(`${value} = ${body({ ...place, fail: `break ${label}` })}`)
    source.line(`${ok} = true`)
  })
  return { value, ok }
}
