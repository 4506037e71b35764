import type { AppInfo, ServerInfo, TagInfo } from "../app/app-info.ts"
import type { JsonSchema } from "../schema/adapter.ts"

// The parts of OpenAPI 3.1.1 (https://spec.openapis.org/oas/v3.1.1) that Maru writes.

/** A whole document, as plain data. */
export interface OpenApiDocument {
  readonly openapi: "3.1.1"
  readonly info: Omit<AppInfo, "servers" | "tags">
  readonly servers: readonly ServerInfo[]
  readonly tags: readonly TagInfo[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: Components
}

/** Named parts that the rest of a document refers to. */
export interface Components {
  readonly schemas?: Readonly<Record<string, JsonSchema>>
  readonly responses?: Readonly<Record<string, ResponseObject>>
  readonly securitySchemes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Operations of one path, by method in lower case. */
export type PathItem = Readonly<Record<string, Operation>>

export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly deprecated?: true
  /** Alternatives; none means that the operation is open to all. */
  readonly security: readonly SecurityRequirement[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: RequestBody
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>
}

/** Schemes that are all needed together, each with its scopes. An empty one allows the request without any. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

export interface Parameter {
  readonly name: string
  readonly in: "path" | "query" | "header" | "cookie"
  readonly required: boolean
  readonly description?: string
  readonly deprecated?: true
  readonly schema: JsonSchema
}

export interface RequestBody {
  readonly required: boolean
  readonly content: Readonly<Record<string, MediaType>>
}

export interface ResponseObject {
  readonly description: string
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
  readonly content?: Readonly<Record<string, MediaType>>
}

export interface MediaType {
  readonly schema?: JsonSchema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

export interface Reference {
  readonly $ref: string
}
