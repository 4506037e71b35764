// Why: Zod's `safeParse` makes an error object of what it finds, which under load costs Bun several times what the search
// does (decisions/0022-speed-of-requests.md). A run by hand gives the same issues and messages; only versions of Zod that
// this was tested against are run so, all others by `safeParse`.
import { AsyncCheck } from "./async.ts"
import type { ZodIssue, ZodSchema } from "./zod-type.ts"

/** How a schema is run. `abortEarly` stops at the first fault; Zod knows it since 4.6. */
export interface RunContext {
  readonly reportInput: true
  readonly abortEarly?: true
}

/** What an application may give as a message: a text, or an object that has one. */
type Message = string | { readonly message?: string } | null | undefined
type ErrorMap = (issue: RawIssue) => Message

/** An issue as a schema or a check raises it, before it has its message. */
type RawIssue = { -readonly [K in keyof ZodIssue]: ZodIssue[K] } & {
  readonly inst?: Raiser
  schema?: Raiser | undefined
}

/** A schema or a check; an application's own check may name anything. */
interface Raiser {
  readonly _zod?: { readonly def: { readonly error?: ErrorMap }; readonly traits: ReadonlySet<string> }
}

interface Config {
  readonly customError?: ErrorMap
  readonly localeError?: ErrorMap
}

interface Found {
  readonly value: unknown
  readonly issues: RawIssue[]
}

interface Runs {
  readonly _zod: { run(payload: Found, context: object): Found | Promise<Found> }
}

/**
 * Runs a schema synchronously and tells what it found; no issues mean that `value` is the output.
 * @throws AsyncCheck, or Zod's own error, where a check is asynchronous
 */
export function runSync(
  schema: ZodSchema,
  value: unknown,
  context: RunContext,
): { readonly value: unknown; readonly issues: readonly ZodIssue[] } {
  const found = (schema as unknown as Runs)._zod.run({ value, issues: [] }, { ...context, async: false })
  if (found instanceof Promise) {
    found.catch(() => {})
    throw new AsyncCheck("The schema returned a promise in a synchronous run.")
  }
  if (found.issues.length > 0) {
    const config = (globalThis as { __zod_globalConfig?: Config }).__zod_globalConfig ?? {}
    for (const issue of found.issues) complete(issue, config)
  }
  return found as { value: unknown; issues: ZodIssue[] }
}

/** Gives an issue its path and its message, which the nearest place that has a word on it decides. */
function complete(issue: RawIssue, config: Config): void {
  issue.path ??= []
  issue.schema = ownerOf(issue)
  if (issue.message) return
  const { inst, schema } = issue
  issue.message =
    textOf(inst?._zod?.def.error?.(issue)) ??
    (schema === inst ? undefined : textOf(schema?._zod?.def.error?.(issue))) ??
    textOf(config.customError?.(issue)) ??
    textOf(config.localeError?.(issue)) ??
    "Invalid input"
}

/** The schema that an issue belongs to: the one that raised it, or the one whose check did. */
function ownerOf({ inst, schema }: RawIssue): Raiser | undefined {
  const traits = inst?._zod?.traits
  if (!traits?.has("$ZodType")) return schema
  // String formats are schema and check at once; as a check they leave the issue to the schema they stand at.
  return traits.has("$ZodCheck") ? (schema ?? inst) : inst
}

function textOf(message: Message): string | undefined {
  return typeof message === "string" ? message : message?.message
}
