import { type SourceLine, callerSource } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { Answer } from "../../http/answer.ts"
import { HeaderList } from "../../http/header-list.ts"
import { adapterOf, isSchema } from "../../schema/adapters.ts"
import type { AnySchema, Output } from "../../schema/types.ts"
import { refuseAnswer } from "./handler-result.ts"
import { pageLinks } from "./page-links.ts"
import { type EmptyOutcome, type Outcome, type OutcomeOptions, type Responder, defineOutcome } from "./outcome.ts"

/**
 * An answer of JSON. The value is stripped to what the schema declares, checked and encoded; what does not
 * fit is a 500 and leaves nothing. Without a schema the answer has no body.
 *
 * @param status 200 to 599
 * @param schema what the answer looks like; a schema that cannot guarantee that is a start error
 * @example
 * const created = returns(201, PostOut)
 */
export function returns<const S extends number, M extends AnySchema>(
  status: S,
  schema: M,
  options?: OutcomeOptions,
): Outcome<S, Output<M>>
export function returns<const S extends number>(status: S, options?: OutcomeOptions): EmptyOutcome<S>
export function returns(status: number, first?: unknown, second?: OutcomeOptions): unknown {
  const source = callerSource(returns as never)
  if (!isSchema(first)) {
    const options = emptyOptions(first, source)
    return defineOutcome(status, { kind: "empty" }, options, source, () => emptyResponder(status))
  }
  const parts = { kind: "returns", mediaType: "application/json", schema: first }
  return defineOutcome(status, parts, second ?? {}, source, () => jsonResponder(status, first))
}

const noHeaders: readonly string[] = Object.freeze([])
const jsonHeaders: readonly string[] = Object.freeze(["content-type", "application/json"])

const optionNames: ReadonlySet<string> = new Set<keyof OutcomeOptions>(["description", "example", "headers"])

/** The options of an outcome without a schema. What only looks like a schema would otherwise empty every answer. */
function emptyOptions(value: unknown = {}, source: SourceLine | undefined): OutcomeOptions {
  const isOptions =
    typeof value === "object" && value !== null && Object.keys(value).every((key) => optionNames.has(key))
  if (isOptions) return value
  throw new StartError(
    "schema-unknown",
    "returns(status, …): what was given is not a schema that Maru knows. Make one of it, such as z.object({ … }).",
    [source],
  )
}

function emptyResponder(status: number): Responder {
  return (value) => {
    refuseAnswer(value)
    return new Answer(status, HeaderList.shared(noHeaders), null)
  }
}

function jsonResponder(status: number, schema: unknown): Responder {
  const encode = adapterOf(schema).encode(schema)
  const links = pageLinks(schema)
  return (value, { request }) => {
    try {
      const linked = links ? links(value, request.search) : value
      return new Answer(status, HeaderList.shared(jsonHeaders), encode(linked))
    } catch (error) {
      refuseAnswer(value)
      throw error
    }
  }
}
