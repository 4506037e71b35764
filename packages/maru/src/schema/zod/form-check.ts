import { domainType } from "../encode/domain.ts"
import type { Check } from "../encode/form.ts"
import { type Emitter, checksOf, emitChecks, keepsValue, unconditional } from "./checks.ts"
import { guard } from "./async.ts"
import { emitScalar } from "./construct.ts"
import { type Failure, pushIssues } from "./issues.ts"
import type { Payload, ZodIssue, ZodSchema } from "./zod-type.ts"

const origin = { in: "output", name: "" } as const

/** The whole of a schema that has no parts: its type and its checks. */
export function typeCheck(schema: ZodSchema): Check {
  const { type, coerce } = schema._zod.def as { type: string; coerce?: boolean }
  const run = (value: unknown): Payload =>
    coerce && domainType(value) !== type ? wrongType(type, value) : runSchema(schema, value, {})
  return {
    keeps: keepsValue(schema),
    run: (value, faults) => settle(run(value), { schema, value, origin, faults }),
    emit: (source, input, fail) => {
      const emitted = unconditional(schema) ? emitScalar(schema, input, fail, source, false) : undefined
      if (emitted === undefined) return emitRun(run, input, { source, fail })
      return emitChecks(schema, emitted, { source, fail })
    },
  }
}

/** A schema on the domain side of a codec, run as Zod runs it on the way out. */
export function domainCheck(schema: ZodSchema): Check {
  const run = (value: unknown): Payload => runSchema(schema, value, { direction: "backward" })
  return {
    keeps: false,
    run: (value, faults) => settle(run(value), { schema, value, origin, faults }),
    emit: (source, input, fail) => emitRun(run, input, { source, fail }),
  }
}

/** Only the refinements of a schema, on a value whose parts are known to be right. */
export function ownChecks(schema: ZodSchema): Check | undefined {
  if (checksOf(schema).length === 0) return undefined
  const run = (value: unknown): Payload => runChecks(schema, value)
  return {
    keeps: true,
    run: (value, faults) => settle(run(value), { schema, value, origin, faults }),
    emit: (source, input, fail) => {
      if (unconditional(schema)) return emitChecks(schema, input, { source, fail })
      return emitRun(run, input, { source, fail })
    },
  }
}

/** A result is checked and never coerced, so that its type holds. */
function wrongType(expected: string, input: unknown): Payload {
  return { value: input, issues: [{ code: "invalid_type", expected, input } as never] }
}

function emitRun(run: (value: unknown) => Payload, input: string, { source, fail }: Emitter): string {
  const payload = source.let(`${source.constant(run)}(${input})`)
  source.line(`if (${payload}.issues.length !== 0) ${fail}`)
  return source.let(`${payload}.value`)
}

function runSchema(schema: ZodSchema, value: unknown, context: { direction?: "backward" }): Payload {
  const payload = schema._zod.run({ value, issues: [] }, { async: false, ...context })
  guard(payload)
  return payload as Payload
}

function runChecks(schema: ZodSchema, value: unknown): Payload {
  const payload: Payload = { value, issues: [] }
  for (const check of checksOf(schema)) {
    const { when } = check._zod.def as { when?: (payload: Payload) => boolean }
    if (payload.issues.length === 0 && (when === undefined || when(payload)))
      guard(check._zod.check(payload as Parameters<typeof check._zod.check>[0]))
  }
  return payload
}

/** Issues as they are raised have no message of Zod's yet; the place and the types say enough to the developer. */
function settle(payload: Payload, failure: Failure): unknown {
  const issues = payload.issues.map((issue) => ({ ...issue, path: issue.path ?? [] }) as unknown as ZodIssue)
  pushIssues(issues, failure)
  return payload.value
}
