import type { Plan } from "../../endpoint/plan/plan.ts"
import type { JsonSchema } from "../../schema/adapter.ts"
import { type ConvertedSchema, convertSchema } from "./conversion.ts"
import { type Definitions, type FinalNames, type Side, addDefinitions, finalNames, take } from "./names.ts"
import { withReferences } from "./walk.ts"

/** All schemas of a document, as the document writes them. */
export interface SchemaIndex {
  /** A schema inline, or the reference to its component. */
  of(schema: unknown, side: Side): JsonSchema
  /** One property of an object schema that a client sends. */
  field(schema: unknown, field: string): JsonSchema
  /** Everything that has a name, whether used or not. */
  readonly components: Readonly<Record<string, JsonSchema>>
  /** Reserves a name for a component that no schema of the application has. */
  reserve(name: string): string
}

/**
 * Converts every schema that the plans use, each once, and decides the names of their components.
 * @throws StartError `document-clash`, `schema-unsuitable`, `schema-unknown`
 */
export function indexSchemas(plans: readonly Plan[]): SchemaIndex {
  const converted = { input: new Map<unknown, ConvertedSchema>(), output: new Map<unknown, ConvertedSchema>() }
  const hints = new Set<string>()
  const definitions: Record<Side, Definitions> = { input: new Map(), output: new Map() }
  for (const plan of plans) {
    for (const { schema, side, hint } of schemasOf(plan)) {
      if (converted[side].has(schema)) continue
      const result = convertSchema(schema, side, take(hints, hint))
      converted[side].set(schema, result)
      addDefinitions(definitions[side], result, { operation: plan.operation, source: plan.source })
    }
  }
  const names = finalNames(definitions.input, definitions.output)
  const refer = referrer(names)
  const components = componentsOf(definitions, names)
  const taken = new Set(Object.keys(components))
  return {
    of: (schema, side) => refer(converted[side].get(schema)!.root, side),
    field: (schema, field) =>
      refer(propertyOf(converted.input.get(schema)!.root, field, definitions.input) ?? {}, "input"),
    components,
    reserve: (name) => take(taken, name),
  }
}

interface SchemaUse {
  readonly schema: unknown
  readonly side: Side
  /** Name for a recursive schema without a name. */
  readonly hint: string
}

function schemasOf(plan: Plan): SchemaUse[] {
  const name = pascalCase(plan.operation)
  return [
    ...plan.inputs
      .filter(({ file }) => !file)
      .map(({ schema, in: place }) => ({ schema, side: "input" as const, hint: `${name}${pascalCase(place)}` })),
    ...plan.outcomes
      .filter(({ schema }) => schema !== undefined)
      .map(({ schema, status }) => ({ schema, side: "output" as const, hint: `${name}Answer${status}` })),
  ]
}

function pascalCase(text: string): string {
  return text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

type Refer = (schema: JsonSchema, side: Side) => JsonSchema

function referrer(names: FinalNames): Refer {
  return (schema, side) =>
    withReferences(schema, (reference) => {
      const name = names[side].get(reference)
      return name === undefined ? reference : `#/components/schemas/${name}`
    })
}

function componentsOf(definitions: Record<Side, Definitions>, names: FinalNames): Record<string, JsonSchema> {
  const refer = referrer(names)
  const side = (each: Side) =>
    [...definitions[each]].map(([name, { schema }]) => [names[each].get(name)!, refer(schema, each)] as const)
  // Of a schema that both sides share, what a client sends is the stricter form.
  return Object.fromEntries([...side("output"), ...side("input")])
}

/** Looks for a property in an object schema, through references and intersections. */
function propertyOf(schema: JsonSchema, field: string, definitions: Definitions): JsonSchema | undefined {
  const properties = schema["properties"] as Readonly<Record<string, JsonSchema>> | undefined
  if (properties && Object.hasOwn(properties, field)) return properties[field]
  const reference = schema["$ref"]
  const target = typeof reference === "string" ? definitions.get(reference)?.schema : undefined
  const parts = [...(target ? [target] : []), ...((schema["allOf"] ?? []) as JsonSchema[])]
  for (const part of parts) {
    const found = propertyOf(part, field, definitions)
    if (found) return found
  }
  return undefined
}
