import { StartError } from "../../errors/start-error.ts"
import type { SourceLine } from "../../errors/source.ts"
import type { JsonSchema } from "../../schema/adapter.ts"
import { type ConvertedSchema, isUnnamed } from "./conversion.ts"
import { sameSchema } from "./same-schema.ts"
import { eachReference } from "./walk.ts"

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

/** The schemas of one side that are referred to, by name. */
export type Definitions = Map<string, Definition>

/**
 * Adds the definitions of a converted schema.
 * @throws StartError `document-clash` if another schema has the same name
 */
export function addDefinitions(definitions: Definitions, converted: ConvertedSchema, owner: SchemaOwner): void {
  const find = (name: string) =>
    isUnnamed(name) ? (converted.definitions[name] ?? definitions.get(name)?.schema) : undefined
  for (const [name, schema] of Object.entries(converted.definitions)) {
    const known = definitions.get(name)
    if (!known) definitions.set(name, { schema, owner })
    else if (!sameSchema(known.schema, schema, find)) throw clash(name, known.owner, owner)
  }
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
 * `PostInput`. Unnamed schemas get a name that nobody has.
 */
export function finalNames(inputs: Definitions, outputs: Definitions): FinalNames {
  const split = splitNames(inputs, outputs)
  const taken = new Set([...inputs.keys(), ...outputs.keys()].filter((name) => !isUnnamed(name)))
  const nameOf = (name: string): string => (isUnnamed(name) ? take(taken, name.slice(1)) : name)
  const output = new Map([...outputs.keys()].map((name) => [name, nameOf(name)] as const))
  const input = new Map(
    [...inputs.keys()].map((name) => [name, split.has(name) ? take(taken, `${name}Input`) : nameOf(name)] as const),
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
  const find = (name: string) => (isUnnamed(name) ? (inputs.get(name) ?? outputs.get(name))?.schema : undefined)
  const both = [...inputs.keys()].filter((name) => outputs.has(name))
  const differs = (name: string) =>
    !sameSchema(inputs.get(name)!.schema, outputs.get(name)!.schema, find, forbidsFurtherFields)
  const split = new Set(both.filter(differs))
  for (let size = -1; size !== split.size;) {
    size = split.size
    for (const name of both) if (namesBehind(name, inputs).some((other) => split.has(other))) split.add(name)
  }
  return split
}

// Answers never forbid further fields in the document, so that alone makes no difference.
function forbidsFurtherFields(keyword: string, value: unknown): boolean {
  return keyword === "additionalProperties" && value === false
}

/** The names that a schema refers to, through unnamed parts too. */
function namesBehind(name: string, definitions: Definitions): string[] {
  const seen = new Set<string>()
  const visit = (each: string): void => {
    if (seen.has(each)) return
    seen.add(each)
    if (each === name || isUnnamed(each)) eachReference(definitions.get(each)?.schema ?? {}, visit)
  }
  visit(name)
  return [...seen]
}
