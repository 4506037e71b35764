import type { SourceLine } from "../../errors/source.ts"
import type { SecurityScheme } from "../../provider/provider.ts"
import type { InputPlace } from "../../schema/fault.ts"
import type { AnyEndpoint } from "../endpoint.ts"
import type { OutcomeDoc } from "../outcomes/outcome.ts"

/** What a step of a plan does, in the order in which the kinds appear in a request. */
export type StepKind =
  | "middleware"
  | "read"
  | "coerce"
  | "validate"
  | "refuse"
  | "resolve"
  | "call"
  | "flush"
  | "encode"
  | "tear down"
  | "send"

/** Part of a request that a step belongs to, in the order in which they come. A stream is torn down after it is sent. */
export type Phase =
  | "middleware"
  | "parameters"
  | "security"
  | "body"
  | "providers"
  | "handler"
  | "flush"
  | "encode"
  | "teardown"
  | "send"

/** An answer that a step may give instead of going on. */
export interface PossibleError {
  readonly status: number
  /** `status-429` and the like where only the status is known. */
  readonly code: string
  readonly description?: string | undefined
}

/** One step of a plan, as plain data. */
export interface Step {
  readonly phase: Phase
  readonly kind: StepKind
  /** What it works on: an input, a provider, the handler, an outcome. */
  readonly name: string
  /** A phrase for people: "query, integer, 10 when absent". */
  readonly note: string
  readonly source: SourceLine | undefined
  /** Names of earlier steps whose values it uses. */
  readonly reads: readonly string[]
  readonly errors: readonly PossibleError[]
  /** When it does nothing, in words; undefined for a step that always runs. */
  readonly skipped: string | undefined
}

/** One named input of an endpoint, its own or a dependency's. */
export interface PlanInput {
  readonly in: InputPlace
  /** Name in the request: `page-size`, `user-agent`. */
  readonly name: string
  readonly required: boolean
  /** Schema of the whole input, or of the object it was spread from. */
  readonly schema: unknown
  /** Key in the object that it was spread from; undefined for an input with a schema of its own. */
  readonly field: string | undefined
  readonly many: boolean
  readonly file: boolean
  readonly source: SourceLine | undefined
}

/** Everything that is known of an endpoint once it is compiled: what runs, what is documented, what is explained. */
export interface Plan {
  readonly method: string
  /** Full pattern with all prefixes: `/api/posts/:id`. */
  readonly path: string
  /** Operation name: `posts.create`. */
  readonly operation: string
  readonly summary: string | undefined
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly hidden: boolean
  readonly tags: readonly string[]
  readonly source: SourceLine | undefined
  readonly steps: readonly Step[]
  readonly inputs: readonly PlanInput[]
  readonly bodyLimit: number
  readonly outcomes: readonly OutcomeDoc[]
  readonly errors: readonly PossibleError[]
  readonly security: readonly SecurityScheme[]
  readonly endpoint: AnyEndpoint
}
