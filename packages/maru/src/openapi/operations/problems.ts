import type { Plan, PossibleError } from "../../endpoint/plan/plan.ts"
import { requestCodes } from "../../errors/codes.ts"
import { problemMediaType, toProblem } from "../../http/problem.ts"
import { statusPhrase } from "../../http/status.ts"
import type { JsonSchema } from "../../schema/adapter.ts"
import type { Fault } from "../../schema/fault.ts"
import type { MediaType, ResponseObject } from "../document-types.ts"

/** Names of the components that describe failures, as reserved in a document. */
export interface ProblemNames {
  readonly problem: string
  readonly invalidRequest: string
  readonly fault: string
  readonly internalError: string
}

const invalidRequestCode = "invalid-request"
const internalErrorCode = "internal-error"

/** Reserves names for the components that describe failures. */
export function problemNames(reserve: (name: string) => string): ProblemNames {
  return {
    problem: reserve("Problem"),
    invalidRequest: reserve("InvalidRequest"),
    fault: reserve("Fault"),
    internalError: reserve("InternalError"),
  }
}

/** The answers of an operation that are failures, one per status. */
export function problemResponses(plan: Plan, names: ProblemNames): Map<number, ResponseObject> {
  const internal = { status: requestCodes[internalErrorCode], code: internalErrorCode }
  const byStatus = Map.groupBy([...plan.errors, internal], ({ status }) => status)
  const challenged = plan.security.some(({ scheme }) => scheme["type"] === "http")
  return new Map([...byStatus].map(([status, errors]) => [status, problemResponse(status, errors, challenged, names)]))
}

function problemResponse(
  status: number,
  errors: readonly PossibleError[],
  challenged: boolean,
  names: ProblemNames,
): ResponseObject {
  const codes = [...new Set(errors.map(({ code }) => code))]
  const notes = errors.flatMap(({ description }) => description ?? [])
  const headers = headersOf(status, challenged)
  return {
    description: notes.length > 0 ? notes.join("\n\n") : statusPhrase(status) || `Status ${status}`,
    ...(headers ? { headers } : {}),
    content: { [problemMediaType]: { schema: problemSchema(status, codes, names), ...examplesOf(status, codes) } },
  }
}

function examplesOf(status: number, codes: readonly string[]): Pick<MediaType, "example" | "examples"> {
  const examples = codes.filter(isKnown).map((code) => [code, exampleOf(status, code)] as const)
  if (examples.length === 0) return {}
  if (examples.length === 1) return { example: examples[0]![1] }
  return { examples: Object.fromEntries(examples.map(([code, value]) => [code, { value }])) }
}

/** Of an answer by a middleware sometimes only the status is known. */
function isKnown(code: string): boolean {
  return !/^status-\d+$/.test(code)
}

function exampleOf(status: number, code: string): unknown {
  if (code === invalidRequestCode) return toProblem({ status, code, extensions: { errors: [exampleFault] } })
  if (code === internalErrorCode) {
    return toProblem({ status, code, extensions: { id: "3f0b9a2e-6c1d-4f57-9a43-8d2b7c5e1f60" } })
  }
  return toProblem({ status, code })
}

function headersOf(status: number, challenged: boolean): ResponseObject["headers"] {
  if (status === 401 && challenged) {
    return { "WWW-Authenticate": { description: "How to authenticate (RFC 9110).", schema: { type: "string" } } }
  }
  if (status !== 429 && status !== 503) return undefined
  return { "Retry-After": { description: "Seconds after which to try again.", schema: { type: "integer" } } }
}

// Each status with the codes it can have. The two that carry more than a problem have components of their own.
function problemSchema(status: number, codes: readonly string[], names: ProblemNames): JsonSchema {
  const special: Readonly<Record<string, string>> = {
    [invalidRequestCode]: names.invalidRequest,
    [internalErrorCode]: names.internalError,
  }
  const plain = codes.filter((code) => !Object.hasOwn(special, code))
  const code = plain.every(isKnown) ? { code: { type: "string", enum: plain } } : {}
  const narrowed = narrow(names, { properties: { status: { const: status }, ...code } })
  const alternatives = [
    ...(plain.length > 0 ? [narrowed] : []),
    ...codes.flatMap((code) => (Object.hasOwn(special, code) ? [refer(special[code]!)] : [])),
  ]
  return alternatives.length === 1 ? alternatives[0]! : { anyOf: alternatives }
}

function narrow({ problem }: ProblemNames, part: JsonSchema): JsonSchema {
  return { allOf: [refer(problem), { type: "object", ...part }] }
}

function refer(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

/** The schemas behind all failures. */
export function problemSchemas(names: ProblemNames): Record<string, JsonSchema> {
  return {
    [names.problem]: problem,
    [names.invalidRequest]: {
      ...narrow(names, {
        required: ["errors"],
        properties: {
          code: { const: invalidRequestCode },
          errors: { type: "array", items: refer(names.fault), minItems: 1 },
        },
      }),
      description: "The request's inputs do not fit: every fault at once.",
    },
    [names.fault]: fault,
    [names.internalError]: {
      ...narrow(names, {
        required: ["id"],
        properties: {
          code: { const: internalErrorCode },
          id: { type: "string", description: "Under which the server's log tells what happened." },
        },
      }),
      description: "A fault of the server.",
    },
  }
}

const problem: JsonSchema = {
  type: "object",
  description: "Problem details (RFC 9457).",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string", format: "uri-reference", description: "about:blank where the status says it all." },
    title: { type: "string", description: "Short, and the same for every occurrence." },
    status: { type: "integer", description: "The HTTP status." },
    code: { type: "string", description: "Stable: what programs should look at." },
    detail: { type: "string", description: "A sentence about this occurrence." },
    instance: { type: "string", format: "uri-reference", description: "This occurrence." },
  },
}

const exampleFault: Fault = {
  in: "query",
  name: "limit",
  pointer: "",
  code: "invalid_type",
  expected: "integer",
  received: "string",
  message: "Expected integer.",
}

const fault: JsonSchema = {
  type: "object",
  description: "One thing wrong with an input.",
  required: ["in", "name", "pointer", "code", "expected", "received", "message"],
  properties: {
    in: { type: "string", enum: ["path", "query", "header", "cookie", "body", "form"] },
    name: { type: "string", description: "Name of the parameter or form field; empty for a body." },
    pointer: { type: "string", description: "JSON Pointer (RFC 6901) below it; empty for the whole." },
    code: { type: "string", description: "Stable: missing, invalid_type, too_small and others." },
    expected: { type: "string", description: "What would have been accepted." },
    received: { type: "string", description: "Type of what was received, never its value." },
    message: { type: "string", description: "A sentence for people." },
  },
}
