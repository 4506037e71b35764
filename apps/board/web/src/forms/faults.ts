import type { Fault, Problem } from "../api/problem.ts"
import type { Texts } from "../language/en.ts"

/** What is wrong with a form: beside its fields, and with all of it. */
export interface FormFaults {
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** Sentences that belong to no field of the form. */
  readonly form: readonly string[]
}

export const noFaults: FormFaults = { fields: {}, form: [] }

/**
 * Sorts what the server refused beside the fields of a form. A code that the page knows is said in the reader's
 * language, every other one with the server's own words.
 *
 * @param names of the form's fields, which are the names of the body's members
 */
export function formFaults(problem: Problem, names: readonly string[], texts: Texts): FormFaults {
  const taken = names.find((name) => problem.code === `${name}-taken`)
  if (taken) return { fields: { [taken]: [takenText(taken, problem, texts)] }, form: [] }
  if (problem.faults.length === 0) return { fields: {}, form: [problemText(problem, texts)] }

  const fields: Record<string, string[]> = {}
  const form: string[] = []
  for (const fault of problem.faults) {
    const name = names.find((name) => name === firstMember(fault))
    const place = name === undefined ? form : (fields[name] ??= [])
    const text = faultText(fault, texts)
    if (!place.includes(text)) place.push(text)
  }
  return { fields, form }
}

/** One sentence for a whole problem. */
export function problemText(problem: Problem, texts: Texts): string {
  const known: Readonly<Record<string, string>> = texts.problems
  if (Object.hasOwn(known, problem.code)) return known[problem.code] ?? texts.problems.unknown
  if (problem.status === 401) return texts.problems["not-authenticated"]
  if (problem.status === 403) return texts.problems["not-allowed"]
  if (problem.status === 404) return texts.problems["not-found"]
  if (problem.status === 429) return texts.problems["too-many"]
  if (problem.status >= 500) return texts.problems.server
  return problem.message || texts.problems.unknown
}

/** One sentence for one fault. The server gives limits as words ("string with at least 8 characters"). */
export function faultText(fault: Fault, texts: Texts): string {
  const amount = Number(/\d+/.exec(fault.expected)?.[0])
  const ofCharacters = /character/.test(fault.expected)
  if (fault.code === "missing" || fault.received === "nothing") return texts.faults.required
  if (fault.code === "too_small" && ofCharacters)
    return amount === 1 ? texts.faults.required : texts.faults.atLeast(amount)
  if (fault.code === "too_big" && ofCharacters) return texts.faults.atMost(amount)
  if (fault.code === "too_big" && amount > 0) return texts.faults.atMostItems(amount)
  if (fault.code === "invalid_format" && /e-?mail/i.test(fault.expected)) return texts.faults.email
  if (fault.code === "custom" && firstMember(fault) === "password") return texts.faults.common
  return fault.message || texts.problems.unknown
}

function takenText(name: string, problem: Problem, texts: Texts): string {
  const known: Readonly<Record<string, string>> = texts.faults.taken
  return known[name] ?? problemText(problem, texts)
}

/** "/tags/2" belongs to the field tags. */
function firstMember(fault: Fault): string {
  return fault.pointer.split("/")[1] ?? fault.name
}
