import { isDeepStrictEqual } from "node:util"
import { StartError } from "../../errors/start-error.ts"
import type { SourceLine } from "../../errors/source.ts"
import type { JsonSchema } from "../../schema/adapter.ts"
import type { ConvertedSchema } from "./conversion.ts"
import { eachReference, mapSchema, withReferences } from "./walk.ts"

/** `input` is what a client sends, `output` what it receives. */
export type Side = "input" | "output"

/** Where a named schema was met. */
export interface SchemaOwner {
  /** Operation name, for messages. */
  readonly operation: string
  readonly source: SourceLine | undefined
}

interface Definition {
  readonly schema: JsonSchema
  readonly owner: SchemaOwner
}

/** The named schemas of one side. */
export type Definitions = Map<string, Definition>

/**
 * Adds the named schemas of a converted one.
 * @throws StartError `document-clash` if another schema has the same name
 */
export function addDefinitions(definitions: Definitions, converted: ConvertedSchema, owner: SchemaOwner): void {
  for (const [name, schema] of Object.entries(converted.definitions)) {
    const known = definitions.get(name)
    if (!known) definitions.set(name, { schema, owner })
    else if (!isDeepStrictEqual(anonymous(known.schema), anonymous(schema))) throw clash(name, known.owner, owner)
  }
}

// Names that were made up depend on where the conversion began, so they tell nothing apart.
function anonymous(schema: JsonSchema): JsonSchema {
  return withReferences(schema, (name) => (name.startsWith("~") ? "~" : name))
}

function clash(name: string, first: SchemaOwner, second: SchemaOwner): StartError {
  const places =
    first.operation === second.operation
      ? `both used by ${first.operation}`
      : `one used by ${first.operation}, the other by ${second.operation}`
  return new StartError(
    "document-clash",
    `Two different schemas are called "${name}" in the OpenAPI document, ${places}. Give one of them another name (.meta({ id })).`,
    [first.source, second.source],
  )
}

/** Maps every name of both sides to the name that it has in the document. */
export type FinalNames = Readonly<Record<Side, ReadonlyMap<string, string>>>

/**
 * One name in the document for a schema that is the same on both sides, two for one that is not: `Post` and
 * `PostInput`. Made-up names (with a leading "~") lose their mark.
 */
export function finalNames(inputs: Definitions, outputs: Definitions): FinalNames {
  const split = splitNames(inputs, outputs)
  const taken = new Set([...inputs.keys(), ...outputs.keys()].filter((name) => !name.startsWith("~")))
  const made = new Map<string, string>()
  const plain = (name: string): string => {
    if (!name.startsWith("~")) return name
    if (!made.has(name)) made.set(name, take(taken, name.slice(1)))
    return made.get(name)!
  }
  const output = new Map([...outputs.keys()].map((name) => [name, plain(name)] as const))
  const input = new Map(
    [...inputs.keys()].map(
      (name) => [name, split.has(name) ? take(taken, `${name.replace("~", "")}Input`) : plain(name)] as const,
    ),
  )
  return { input, output }
}

/** A name that nobody has, as near as possible to the wanted one; it is taken from now on. */
export function take(taken: Set<string>, wanted: string): string {
  let name = wanted
  for (let count = 2; taken.has(name); count++) name = `${wanted}${count}`
  taken.add(name)
  return name
}

/** Names whose two sides differ, in themselves or in what they refer to. */
function splitNames(inputs: Definitions, outputs: Definitions): Set<string> {
  const both = [...inputs.keys()].filter((name) => outputs.has(name))
  const differs = (name: string) => !isDeepStrictEqual(lenient(inputs.get(name)!.schema), outputs.get(name)!.schema)
  const split = new Set(both.filter(differs))
  const reachesSplit = (name: string) => {
    let reaches = false
    eachReference(inputs.get(name)!.schema, (reference) => (reaches ||= split.has(reference)))
    return reaches
  }
  for (let size = -1; size !== split.size;) {
    size = split.size
    for (const name of both) if (!split.has(name) && reachesSplit(name)) split.add(name)
  }
  return split
}

// Answers never forbid further fields in the document, so that alone makes no difference.
function lenient(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, (part) => {
    if (part["additionalProperties"] !== false) return part
    const { additionalProperties: _, ...rest } = part
    return rest
  })
}
