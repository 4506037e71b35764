import type { Fault } from "../fault.ts"
import { receivedType } from "../received.ts"
import type { Check } from "./form.ts"

/** A check that nothing fails, for what has been validated already or is open. */
export const anything: Check = { keeps: true, run: (value) => value, emit: (_source, input) => input }

/** A number that JSON can write. */
export const finite: Check = test("number", Number.isFinite)

/** A valid Date. */
export const validDate: Check = test("date", (value) => value instanceof Date && !Number.isNaN(value.getTime()))

/** A bigint. */
export const anyBigint: Check = test("bigint", (value) => typeof value === "bigint")

/** The same check for what is always there: undefined fails it, even where the check itself accepts that. */
export function present({ keeps, run, emit }: Check): Check {
  return {
    keeps,
    run: (value, faults) => {
      const before = faults.length
      const output = run(value, faults)
      if (value === undefined && faults.length === before)
        faults.push({ ...wrongType("a value", value), code: "missing" })
      return output
    },
    emit: (source, input, fail) => {
      source.line(`if (${input} === undefined) ${fail}`)
      return emit(source, input, fail)
    },
  }
}

function test(expected: string, holds: (value: unknown) => boolean): Check {
  return {
    keeps: true,
    run: (value, faults) => {
      if (!holds(value)) faults.push(wrongType(expected, value))
      return value
    },
    emit: (source, input, fail) => {
      source.line(`if (!${source.constant(holds)}(${input})) ${fail}`)
      return input
    },
  }
}

function wrongType(expected: string, value: unknown): Fault {
  const received = receivedType(value)
  const message = `Expected ${expected}, received ${received}.`
  return { in: "output", name: "", pointer: "", code: "invalid_type", expected, received, message }
}
