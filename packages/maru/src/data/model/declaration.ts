import type { z } from "zod"
import { type SourceLine, callerSource } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { markHidden } from "../../schema/hidden.ts"
import { traitsOf } from "./columns/column.ts"
import type { ModelOptions } from "./options.ts"

/** What a model declares, before anything of another model is known. */
export interface Declaration {
  readonly table: string
  readonly fields: object
  /** Properties declared by a value: Zod schemas. */
  readonly schemas: Readonly<Record<string, z.ZodType>>
  /** Properties declared by a getter: relations, unread. */
  readonly relations: readonly string[]
  readonly options: ModelOptions<string>
  readonly source: SourceLine | undefined
}

const reserved = new Set(["constructor", "toJSON", "and", "or", "not", "__proto__"])

/** Sorts columns from relations without running a getter: the other model may not exist yet. */
export function declare(
  table: string,
  fields: object,
  options: ModelOptions<string>,
  declarer: (...args: never[]) => unknown,
): Declaration {
  const source = callerSource(declarer)
  const schemas: Record<string, z.ZodType> = {}
  const relations: string[] = []
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(fields))) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || reserved.has(name)) {
      throw new StartError("model-invalid", `The model "${table}" cannot have a column named "${name}".`, [source])
    }
    if (descriptor.get) relations.push(name)
    else if (isSchema(descriptor.value)) schemas[name] = hiddenIfMarked(descriptor.value)
    else {
      throw new StartError(
        "model-invalid",
        `"${name}" of the model "${table}" is no Zod schema. Columns are Zod schemas; relations are written as getters: get ${name}() { return belongsTo(...) }.`,
        [source],
      )
    }
  }
  return { table, fields, schemas, relations, options, source }
}

function isSchema(value: unknown): value is z.ZodType {
  return typeof value === "object" && value !== null && "_zod" in value
}

function hiddenIfMarked(schema: z.ZodType): z.ZodType {
  return traitsOf(schema).hidden ? markHidden(schema) : schema
}

const declarations = new WeakMap<object, Declaration>()

/** Called by `model` for the class that it makes. */
export function registerDeclaration(base: object, declaration: Declaration): void {
  declarations.set(base, declaration)
}

/** The declaration behind a class: its own, or that of the class it extends. */
export function declarationOf(model: unknown): Declaration | undefined {
  let base: unknown = model
  while (typeof base === "function") {
    const declaration = declarations.get(base)
    if (declaration) return declaration
    base = Object.getPrototypeOf(base)
  }
  return undefined
}
