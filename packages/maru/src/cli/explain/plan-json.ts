import type { Plan } from "../../endpoint/plan/plan.ts"
import { type SourceLine, formatSource } from "../../errors/source.ts"

/** A plan as JSON, without its schemas and functions. */
export function planAsJson(plan: Plan): string {
  const { method, path, operation, summary, description, deprecated, hidden, tags, bodyLimit, errors } = plan
  const value = {
    method,
    path,
    operation,
    summary,
    description,
    deprecated,
    hidden,
    tags,
    bodyLimit,
    source: sourceOf(plan),
    security: plan.security.map(({ name, optional, scopes }) => ({
      name,
      optional: optional ?? false,
      scopes: scopes ?? [],
    })),
    inputs: plan.inputs.map((input) => ({
      in: input.in,
      name: input.name,
      required: input.required,
      many: input.many,
      file: input.file,
      source: sourceOf(input),
    })),
    outcomes: plan.outcomes.map((outcome) => ({
      kind: outcome.kind,
      status: outcome.status,
      mediaType: outcome.mediaType,
      source: sourceOf(outcome),
    })),
    errors,
    steps: plan.steps.map((step) => ({ ...step, source: sourceOf(step) })),
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

function sourceOf({ source }: { readonly source: SourceLine | undefined }): string | undefined {
  return source && formatSource(source)
}
