import { quote } from "../generate/source.ts"
import { literalOf } from "../generate/literals.ts"
import { attempt, type Emission, type Place } from "./emission.ts"
import { child, type ZodSchema } from "./zod-type.ts"

type UnionDef = Extract<ZodSchema["_zod"]["def"], { type: "union" }> & {
  readonly discriminator?: string
  readonly unionFallback?: boolean
}

/** Emits a union. An exclusive one, and one that falls back, stay with Zod. */
export function emitUnion(schema: ZodSchema, input: string, place: Place, emission: Emission): string | undefined {
  const def = schema._zod.def as UnionDef
  if (def.discriminator !== undefined) return emitDiscriminated(def, def.discriminator, input, place, emission)
  if (schema._zod.traits.has("$ZodXor")) return undefined
  return emitOptions(def.options.map(child), input, place, emission)
}

/** The first option that fits wins. */
function emitOptions(options: readonly ZodSchema[], input: string, place: Place, emission: Emission): string {
  const { source } = emission
  const [option, ...others] = options
  if (option === undefined) {
    source.line(place.fail)
    return input
  }
  if (others.length === 0) return emission.emit(option, input, place)
  const { value, ok } = attempt(source, place, (at) => emission.emit(option, input, at))
  source.block(`if (!${ok})`, () => {
    source.line(`${value} = ${emitOptions(others, input, place, emission)}`)
  })
  return value
}

function emitDiscriminated(
  def: UnionDef,
  discriminator: string,
  input: string,
  place: Place,
  emission: Emission,
): string | undefined {
  const { source } = emission
  const cases = casesOf(def.options.map(child), discriminator)
  if (cases === undefined || def.unionFallback) return undefined
  source.line(`if (typeof ${input} !== "object" || ${input} === null || Array.isArray(${input})) ${place.fail}`)
  const tag = source.let(`${input}[${quote(discriminator)}]`)
  const output = source.let()
  let head = ""
  for (const [option, values] of cases) {
    source.block(`${head}if (${values.map((value) => `${tag} === ${value}`).join(" || ")})`, () => {
      source.line(`${output} = ${emission.emit(option, input, place)}`)
    })
    head = "else "
  }
  source.line(`else ${place.fail}`)
  return output
}

/** The values that choose each option, as source text; undefined where Zod itself has to choose. */
function casesOf(options: readonly ZodSchema[], discriminator: string): Map<ZodSchema, string[]> | undefined {
  const cases = new Map<ZodSchema, string[]>()
  const seen = new Set<string>()
  for (const option of options) {
    const { propValues } = option._zod as { propValues?: Readonly<Record<string, ReadonlySet<unknown>>> }
    const texts = [...(propValues?.[discriminator] ?? [])].map(literalOf)
    if (texts.length === 0) return undefined
    for (const text of texts) {
      if (text === undefined || seen.has(text)) return undefined
      seen.add(text)
    }
    cases.set(option, texts as string[])
  }
  return cases
}
