import { App, type AppPart, openapiDocument } from "../../src/index.ts"
import type { AppOptions, OpenApiDocument } from "../../src/index.ts"

/** The document of an application made of these parts. */
export function documentOf(parts: readonly AppPart[], options: Partial<AppOptions> = {}): OpenApiDocument {
  return openapiDocument(new App({ title: "Test", version: "1.0.0", ...options }, parts))
}

/** What a document says of a schema, looked up where the JSON path leads. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<string | number, unknown> | undefined)?.[key], value)
}

const json = ["content", "application/json", "schema"] as const
const problem = ["content", "application/problem+json", "schema"] as const

/** Schema of a JSON answer. */
export function answerSchema(document: OpenApiDocument, path: string, method = "get", status = 200): unknown {
  return at(document.paths, path, method, "responses", `${status}`, ...json)
}

/** Schema of a JSON body. */
export function bodySchema(document: OpenApiDocument, path: string, method = "post"): unknown {
  return at(document.paths, path, method, "requestBody", ...json)
}

/** Codes that an answer of this status can have. */
export function codesOf(document: OpenApiDocument, path: string, method: string, status: number): unknown {
  return at(
    document.paths,
    path,
    method,
    "responses",
    `${status}`,
    ...problem,
    "allOf",
    1,
    "properties",
    "code",
    "enum",
  )
}
