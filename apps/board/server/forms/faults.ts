import type { ZodError } from "zod"
import type { Texts } from "../../web/src/language/en.ts"

/** What is wrong with a form: beside its fields by name, and with all of it. */
export interface FormFaults {
  readonly fields?: Readonly<Record<string, readonly string[]>>
  readonly form?: string
}

/** The faults of an input beside the fields that they belong to, in the reader's language. */
export function faultsOf(error: ZodError, texts: Texts): FormFaults {
  const fields: Record<string, string[]> = {}
  for (const issue of error.issues) {
    const place = (fields[String(issue.path[0])] ??= [])
    const text = textOf(issue, texts)
    if (!place.includes(text)) place.push(text)
  }
  return { fields }
}

function textOf(issue: ZodError["issues"][number], { faults }: Texts): string {
  if (issue.code === "too_small") return faults.atLeast(Number(issue.minimum))
  if (issue.code === "too_big") return faults.atMost(Number(issue.maximum))
  if (issue.code === "invalid_format") return faults.email
  return issue.code === "custom" ? faults.common : issue.message
}
