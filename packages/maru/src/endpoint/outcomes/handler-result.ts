import { Answer } from "../../http/answer.ts"

/** The error where a handler returned what its outcome cannot send. It names the kind of the value and never quotes it. */
export function misfit(outcome: string, takes: string, value: unknown): TypeError {
  return ownAnswer(value) ?? new TypeError(`${outcome} takes ${takes}, not ${nameOf(value)}.`)
}

/** @throws TypeError where a handler returned an answer of its own making */
export function refuseAnswer(value: unknown): void {
  const error = ownAnswer(value)
  if (error) throw error
}

function ownAnswer(value: unknown): TypeError | undefined {
  const what = value instanceof Response ? "a web Response" : value instanceof Answer ? "an answer" : undefined
  if (!what) return undefined
  return new TypeError(
    `The handler returned ${what}. Return the value itself, or call an outcome with it to set headers and cookies; raw() and stream() send other bodies, and an error becomes an answer by being thrown.`,
  )
}

function nameOf(value: unknown): string {
  if (value === undefined) return "nothing"
  if (value === null) return "null"
  return typeof value === "object" ? "an object" : `a ${typeof value}`
}
