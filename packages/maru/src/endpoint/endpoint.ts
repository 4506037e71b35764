import { type SourceLine, callerSource } from "../errors/source.ts"
import type { StartCode } from "../errors/codes.ts"
import { StartError } from "../errors/start-error.ts"
import type { Arguments, Asked, Signature } from "../provider/provider.ts"
import type { Raises } from "./errors.ts"
import type { CheckedPath, Fit, Names, Returned } from "./handler-types.ts"
import type { EndpointOption } from "./option.ts"
import { type AnyOutcome, type OutcomePart, isOutcome } from "./outcomes/outcome.ts"
import type { Part } from "./part.ts"

/** Carries path names that a prefix still has to give; never present at run time. */
export declare const unmet: unique symbol
/** Carries all path names that its URL is built of; never present at run time. */
export declare const pathNames: unique symbol

/** Something that can be put into a router or an app. N: path names that a prefix still has to give. */
export interface Routed<out N extends string> {
  readonly [unmet]: N
}

/** Method, path, signature, outcomes and handler as one value. */
export interface Endpoint<out N extends string, out P extends string = string> extends Routed<N> {
  readonly [pathNames]: P
  readonly kind: "endpoint"
  readonly method: string
  readonly path: string
}

/** The run-time side of an endpoint. */
export interface AnyEndpoint {
  readonly kind: "endpoint"
  readonly method: string
  readonly path: string
  readonly signature: Signature
  readonly outcomes: readonly AnyOutcome[]
  readonly raises: readonly Raises[]
  readonly options: readonly EndpointOption[]
  readonly handler: (args: never) => unknown
  readonly source: SourceLine | undefined
}

/**
 * Declares an endpoint of one method.
 *
 * @param path pattern: static segments, `:name`, and `*name` for the rest of the path
 * @param signature providers whose values the handler receives, by name
 * @param outcome what the endpoint answers where the handler returns a plain value
 * @param rest further outcomes, errors and options in any order; the handler last
 */
export type Declare = <
  const P extends string,
  S extends Signature,
  F extends OutcomePart,
  O extends readonly Part[],
  R extends Returned,
>(
  path: CheckedPath<P, S>,
  signature: S,
  outcome: F,
  ...rest: [...parts: O, handler: (args: Arguments<S>) => Fit<R, F, O>]
) => Endpoint<Exclude<Asked<S>, Names<P>>, Asked<S>>

function declare(method: string): Declare {
  const declared = (path: string, signature: Signature, ...rest: readonly unknown[]) => {
    const parts = rest.slice(0, -1) as Part[]
    const endpoint: AnyEndpoint = {
      kind: "endpoint",
      method,
      path,
      signature,
      outcomes: parts.filter(isOutcome),
      raises: parts.filter((part): part is Raises => kindOf(part) === "raises"),
      options: parts.filter((part): part is EndpointOption => optionKinds.has(kindOf(part))),
      handler: rest.at(-1) as AnyEndpoint["handler"],
      source: callerSource(declared as never),
    }
    checkEndpoint(endpoint, parts)
    return Object.freeze(endpoint)
  }
  return declared as unknown as Declare
}

const optionKinds: ReadonlySet<unknown> = new Set<EndpointOption["kind"]>(["describe", "use", "body-limit"])

const knownKinds: ReadonlySet<unknown> = new Set([...optionKinds, "raises"])

function kindOf(part: unknown): unknown {
  return (part as { kind?: unknown } | null | undefined)?.kind
}

function checkEndpoint(endpoint: AnyEndpoint, parts: readonly unknown[]): void {
  const refuse = (code: StartCode, problem: string): never => {
    throw new StartError(code, `${endpoint.method} ${endpoint.path}${problem}`, [endpoint.source])
  }
  if (typeof endpoint.handler !== "function" || isOutcome(endpoint.handler)) {
    refuse("endpoint-expected", ": the last argument must be the handler, a function.")
  }
  // A part that is not known would be left out in silence: a guard that never runs.
  const at = parts.findIndex((part) => !isOutcome(part) && !knownKinds.has(kindOf(part)))
  if (at !== -1) {
    const hint = kindOf(parts[at]) === "middleware" ? " Put middleware into use(…)." : ""
    refuse(
      "part-unknown",
      ` was given something between signature and handler that is no part of an endpoint (argument ${at + 3}). Parts are outcomes, raises(…), use(…), describe(…) and bodyLimit(…).${hint}`,
    )
  }
  if (endpoint.outcomes.length === 0) {
    refuse(
      "outcome-missing",
      " declares no outcome, so nothing could leave it. Add one before the handler, such as returns(200, Schema) or returns(204).",
    )
  }
}

/** Reads a resource; safe and idempotent. HEAD is answered by it too. */
export const get: Declare = declare("GET")
/** Creates, or does what no other method means; not idempotent. */
export const post: Declare = declare("POST")
/** Replaces a resource whole; idempotent. */
export const put: Declare = declare("PUT")
/** Changes a part of a resource. */
export const patch: Declare = declare("PATCH")
/** Deletes a resource; idempotent. (`delete` is a reserved word.) */
export const del: Declare = declare("DELETE")
/** Answers HEAD by itself, in the place of the GET endpoint. */
export const head: Declare = declare("HEAD")
/** Answers OPTIONS by itself, in the place of the automatic answer with Allow. */
export const options: Declare = declare("OPTIONS")
/** Answers TRACE. Servers pass TRACE on only where they are told to. */
export const trace: Declare = declare("TRACE")
