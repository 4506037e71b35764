import type { OutcomeDoc } from "../../endpoint/outcomes/outcome.ts"
import type { Plan } from "../../endpoint/plan/plan.ts"
import { statusPhrase } from "../../http/status.ts"
import type { JsonSchema } from "../../schema/adapter.ts"
import type { MediaType, ResponseObject } from "../document-types.ts"
import { wireExample } from "./example.ts"
import { type ProblemNames, problemResponses } from "./problems.ts"
import type { SchemaIndex } from "../schemas/schema-index.ts"

/** Everything that an operation can answer, by status: its outcomes and its errors. */
export function responsesOf(plan: Plan, schemas: SchemaIndex, names: ProblemNames): Record<string, ResponseObject> {
  const responses = new Map<number, ResponseObject>()
  for (const [status, outcomes] of Map.groupBy(plan.outcomes, (outcome) => outcome.status)) {
    responses.set(status, outcomeResponse(plan, outcomes, schemas))
  }
  for (const [status, response] of partsOfFile(plan, responses.get(200))) responses.set(status, response)
  for (const [status, problem] of problemResponses(plan, names)) {
    const outcome = responses.get(status)
    responses.set(status, outcome ? joined(outcome, problem) : problem)
  }
  return Object.fromEntries([...responses].toSorted(([a], [b]) => a - b).map(([status, each]) => [`${status}`, each]))
}

/** What a file outcome answers to Range (RFC 9110, section 14) and to conditional requests (section 13). */
function partsOfFile(plan: Plan, whole: ResponseObject | undefined): [number, ResponseObject][] {
  if (!whole || !plan.outcomes.some(({ kind }) => kind === "file")) return []
  return [
    [206, { ...whole, description: "The part of it that the Range header asks for." }],
    [304, { description: statusPhrase(304) }],
  ]
}

function joined(first: ResponseObject, second: ResponseObject): ResponseObject {
  return {
    description: [...new Set([first.description, second.description])].join("\n\n"),
    ...(first.headers || second.headers ? { headers: { ...second.headers, ...first.headers } } : {}),
    content: { ...second.content, ...first.content },
  }
}

function outcomeResponse(plan: Plan, outcomes: readonly OutcomeDoc[], schemas: SchemaIndex): ResponseObject {
  const headers = Object.assign({}, ...outcomes.map((outcome) => headersOf(outcome))) as ReturnType<typeof headersOf>
  const media = Map.groupBy(
    outcomes.filter((outcome) => outcome.mediaType !== undefined),
    (outcome) => outcome.mediaType!.replace(/;.*$/s, "").trimEnd(),
  )
  const content = [...media].map(([type, each]) => [type, mediaType(plan, each, schemas)] as const)
  return {
    description: [...new Set(outcomes.map(descriptionOf))].join("\n\n"),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(content.length > 0 ? { content: Object.fromEntries(content) } : {}),
  }
}

function descriptionOf({ description, status, itemwise, mediaType }: OutcomeDoc): string {
  const text = description ?? (statusPhrase(status) || `Status ${status}`)
  if (!itemwise) return text
  const unit = mediaType === "text/event-stream" ? "the data of each event" : "each line"
  return `${text.replace(/[.]$/, "")}. A sequence without a fixed end; the schema is that of ${unit}.`
}

function headersOf(outcome: OutcomeDoc): NonNullable<ResponseObject["headers"]> {
  return Object.fromEntries(Object.entries(outcome.headers).map(([name, text]) => [name, header(text)]))
}

function header(description: string): { readonly description: string; readonly schema: JsonSchema } {
  return { description, schema: { type: "string" } }
}

function mediaType(plan: Plan, outcomes: readonly OutcomeDoc[], schemas: SchemaIndex): MediaType {
  const used = outcomes.filter(({ schema }) => schema !== undefined)
  const unique = [
    ...new Map(
      used.map(({ schema }) => schemas.of(schema, "output")).map((each) => [JSON.stringify(each), each]),
    ).values(),
  ]
  const schema = unique.length === 0 ? textSchema(outcomes) : unique.length === 1 ? unique[0]! : { anyOf: unique }
  const examples = outcomes.filter(({ example }) => example !== undefined).map((outcome) => wireExample(outcome, plan))
  if (examples.length > 1) {
    return { schema, examples: Object.fromEntries(examples.map((value, index) => [`example${index + 1}`, { value }])) }
  }
  return examples.length === 1 ? { schema, example: examples[0] } : { schema }
}

// Without a schema the body is text or bytes: a string in terms of JSON Schema, `binary` where no text can be meant.
function textSchema([outcome]: readonly OutcomeDoc[]): JsonSchema {
  const type = outcome?.mediaType ?? ""
  const textual = /^text\/|[/+](?:json|xml|javascript|x-ndjson)\b|\bjson/.test(type)
  return textual ? { type: "string" } : { type: "string", format: "binary" }
}
