import { StartError } from "../../errors/start-error.ts"
import { queryReader } from "../../http/query.ts"
import { cookieReader } from "../../http/cookie.ts"
import { listElements } from "../../http/list-field.ts"
import { decodeSegment } from "../../http/target.ts"
import type { Pattern } from "../../routing/pattern.ts"
import { adapterOf } from "../../schema/adapters.ts"
import type { InputPlace } from "../../schema/fault.ts"
import { textFields, textInput } from "../../schema/text-input.ts"
import { kebabCase } from "../errors.ts"
import type { Exchange, RawInput } from "../exchange.ts"
import type { CompiledInput, InputLeaf } from "./input.ts"
import { inputSteps } from "./input-step.ts"
import type { PlanInput } from "../plan/plan.ts"
import { placedInput } from "../placed.ts"
import type { InputDetail } from "../signature.ts"

/** Gives the raw text of one name, found at start. */
type RawReader = (exchange: Exchange) => RawInput

/**
 * Compiles path, query, header and cookie parameters. The names of all inputs of one place are gathered
 * first, so that a query or a cookie header is scanned once per request.
 */
export function compileTexts(leaves: readonly InputLeaf[], pattern: Pattern, owner: string): CompiledInput[] {
  checkPathNames(leaves, pattern, owner)
  const names = { query: new NameIndex(), cookie: new NameIndex() }
  const compiled = leaves.map((leaf) =>
    placedInput(owner, leaf, () => compileText(leaf, (name) => rawReader(leaf, name, pattern, names))),
  )
  names.query.seal(queryReader)
  names.cookie.seal(cookieReader)
  return compiled
}

/** Names that are read together; their scanner is made when all of them are known. */
class NameIndex {
  readonly #names: string[] = []
  scan: (text: string) => readonly RawInput[] = () => []

  place(name: string): number {
    const known = this.#names.indexOf(name)
    return known === -1 ? this.#names.push(name) - 1 : known
  }

  seal(make: (names: readonly string[]) => (text: string) => readonly RawInput[]): void {
    if (this.#names.length > 0) this.scan = make(this.#names)
  }
}

function compileText(leaf: InputLeaf, rawOf: (name: string) => RawReader): CompiledInput {
  const { schema } = leaf.leaf.detail as InputDetail
  const place = leaf.leaf.place as InputPlace
  // One name holds no object: with a name of its own it is compiled as a single input, which says so.
  const isSpread = leaf.leaf.name === undefined && isObject(schema)
  const { read, documents } = isSpread ? spread(leaf, place, schema, rawOf) : single(leaf, place, schema, rawOf)
  return {
    node: leaf.node,
    phase: "parameter",
    read,
    waits: true,
    canFault: true,
    blocks: false,
    documents,
    steps: documents.flatMap((document) =>
      inputSteps({
        place,
        name: document.name,
        source: leaf.source,
        optional: !document.required,
        coerced: true,
        codes: place === "path" || place === "query" ? ["invalid-encoding"] : [],
      }),
    ),
  }
}

interface Compiled {
  readonly read: (exchange: Exchange) => unknown
  readonly documents: readonly PlanInput[]
}

function single(leaf: InputLeaf, place: InputPlace, schema: unknown, rawOf: (name: string) => RawReader): Compiled {
  const name = requestName(place, leaf.name, leaf.leaf.name !== undefined)
  const input = textInput(schema)
  const raw = rawAs(place, input.list, name, rawOf(name))
  const origin = { in: place, name }
  return {
    read: (exchange) => input.read(raw(exchange), origin, exchange.faults),
    documents: [document(leaf, place, schema, name, input.many, place === "path" || !input.optional, undefined)],
  }
}

function spread(leaf: InputLeaf, place: InputPlace, schema: unknown, rawOf: (name: string) => RawReader): Compiled {
  const input = textFields(schema, (field) => requestName(place, field, false))
  const named = input.fields.map((field) => ({ ...field, sent: requestName(place, field.name, false) }))
  const raws = named.map(({ sent, list }) => rawAs(place, list, sent, rawOf(sent)))
  return {
    read: (exchange) =>
      input.read(
        raws.map((raw) => raw(exchange)),
        place,
        exchange.faults,
      ),
    documents: named.map((field) =>
      document(leaf, place, schema, field.sent, field.many, place === "path" || !field.optional, field.name),
    ),
  }
}

function document(
  leaf: InputLeaf,
  place: InputPlace,
  schema: unknown,
  name: string,
  many: boolean,
  required: boolean,
  field: string | undefined,
): PlanInput {
  return { in: place, name, required, schema, field, many, file: false, source: leaf.source }
}

/** Headers are named in kebab-case: the key `userAgent` reads `user-agent`. */
function requestName(place: InputPlace, name: string, explicit: boolean): string {
  if (place !== "header") return name
  return explicit ? name.toLowerCase() : kebabCase(name)
}

function rawReader(
  leaf: InputLeaf,
  name: string,
  pattern: Pattern,
  names: { readonly query: NameIndex; readonly cookie: NameIndex },
): RawReader {
  switch (leaf.leaf.place) {
    case "path": {
      const index = pathNames(pattern).indexOf(name)
      return (exchange) => decodeSegment(exchange.params[index]!)
    }
    case "header":
      return (exchange) => exchange.request.header(name)
    case "cookie": {
      const place = names.cookie.place(name)
      return (exchange) => (exchange.cookies ??= names.cookie.scan(exchange.request.header("cookie") ?? ""))[place]
    }
    default: {
      const place = names.query.place(name)
      return (exchange) => (exchange.query ??= names.query.scan(exchange.request.search))[place]
    }
  }
}

/**
 * The text of a list as its place writes it: a header's elements are separated by commas; a path and a cookie have one
 * text for each name, and no list.
 */
function rawAs(place: InputPlace, list: boolean, name: string, raw: RawReader): RawReader {
  if (!list || place === "query") return raw
  if (place === "header") {
    return (exchange) => {
      const value = raw(exchange)
      return typeof value === "string" ? listElements(value) : value
    }
  }
  throw new StartError(
    "schema-unsuitable",
    `A ${place} has one text for "${name}", so it cannot be read as a list. Read a string and split it, or take the list from the query.`,
  )
}

function isObject(schema: unknown): boolean {
  return adapterOf(schema).shape(schema).kind === "object"
}

function pathNames(pattern: Pattern): string[] {
  return pattern.segments.flatMap((segment) => (segment.kind === "static" ? [] : [segment.name]))
}

// The type checker says the same earlier; this is for values that it could not see.
function checkPathNames(leaves: readonly InputLeaf[], pattern: Pattern, owner: string): void {
  const names = pathNames(pattern)
  for (const input of leaves) {
    const { leaf, name, source } = input
    if (leaf.place !== "path") continue
    const { schema } = leaf.detail as InputDetail
    const asked = placedInput(owner, input, () =>
      isObject(schema) ? textFields(schema).fields.map((field) => field.name) : [name],
    )
    const missing = asked.find((each) => !names.includes(each))
    if (missing === undefined) continue
    throw new StartError(
      "path-name-missing",
      `${owner}: "${missing}" is read from the path, but the path has no ":${missing}". Add it to the endpoint's path or to a router's prefix.`,
      [source],
    )
  }
}
