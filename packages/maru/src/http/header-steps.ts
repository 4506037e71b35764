// Why: a layer mostly sets the same header to the same value on every answer. Such a step from one constant list to the
// next is remembered, so that the answer keeps a constant list, whose form on the wire is kept too, and nothing is checked,
// copied or converted again. Gain in decisions/0022-speed-of-requests.md; a step that is not remembered copies the list.

/** A header that was set, and the list that came of it. */
interface Step {
  readonly value: string
  readonly list: readonly string[]
}

/** Different values of one header on one list: beyond them it is taken for one that varies, such as an entity tag. */
const maxValues = 4

/** Steps that one process remembers, and the longest value, so that clients who have a say in values cannot fill its memory. */
const maxSteps = 1000
const maxLength = 200

const steps = new WeakMap<readonly string[], Map<string, Step[]>>()
let remembered = 0

/** The constant list that comes of setting a header on another one; undefined where it is not known. @param name as it was given */
export function knownStep(list: readonly string[], name: string, value: string): readonly string[] | undefined {
  const known = steps.get(list)?.get(name)
  if (known === undefined) return undefined
  for (const step of known) if (step.value === value) return step.list
  return undefined
}

/**
 * Remembers a step, unless the header varies or there are too many already.
 * @param made the list that came of it, which nobody changes any more
 * @returns whether it is remembered, so that `made` is constant from now on
 */
export function rememberStep(list: readonly string[], name: string, value: string, made: readonly string[]): boolean {
  if (remembered === maxSteps || value.length > maxLength || name.toLowerCase() === "set-cookie") return false
  let names = steps.get(list)
  if (!names) steps.set(list, (names = new Map()))
  let known = names.get(name)
  if (!known) names.set(name, (known = []))
  if (known.length === maxValues) return false
  known.push({ value, list: made })
  remembered++
  return true
}
