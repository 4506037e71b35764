import type { OutcomeDoc } from "../../endpoint/outcomes/outcome.ts"
import type { Plan } from "../../endpoint/plan/plan.ts"
import { StartError } from "../../errors/start-error.ts"
import { adapterOf } from "../../schema/adapters.ts"
import type { Fault } from "../../schema/fault.ts"

/**
 * The example of an outcome as a client receives it. It may be declared as the handler returns it, with dates
 * and the like, or as it is on the wire.
 *
 * @throws StartError `example-invalid` if it is neither
 */
export function wireExample(outcome: OutcomeDoc, plan: Plan): unknown {
  const { schema, example } = outcome
  if (schema === undefined) return plainData(example)
  const adapter = adapterOf(schema)
  try {
    return JSON.parse(adapter.encode(schema)(example))
  } catch (error) {
    const faults: Fault[] = []
    const value = plainData(example)
    const result = adapter.validate(schema)(value, { in: "output", name: "" }, faults)
    if (result instanceof Promise || faults.length === 0) return value
    throw invalid(outcome, plan, error)
  }
}

function invalid({ status, source }: OutcomeDoc, plan: Plan, error: unknown): StartError {
  const reason = error instanceof Error ? error.message : String(error)
  return new StartError(
    "example-invalid",
    `${plan.operation}: the example of its ${status} outcome does not fit the outcome's schema. ${reason}`,
    [source],
  )
}

/** A value as JSON can carry it: dates as text, big integers as numbers. */
export function plainData(value: unknown): unknown {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part))
  return text === undefined ? undefined : JSON.parse(text)
}
