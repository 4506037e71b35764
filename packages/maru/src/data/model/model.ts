import { z } from "zod"
import { DataError } from "../errors.ts"
import { type Declaration, declarationOf, declare, registerDeclaration } from "./declaration.ts"
import { derivedSchemas } from "./derived.ts"
import { entityState, stampState, stateOf } from "./entity/entity-state.ts"
import { extendedFields, extendedOptions } from "./extension.ts"
import { onlyRead } from "./entity/only-read.ts"
import { showToOwner } from "./entity/in-step.ts"
import { keyOf } from "./table/key.ts"
import { fill } from "./entity/filling.ts"
import { foreignProperty } from "./columns/naming.ts"
import type { ModelOptions } from "./options.ts"
import { tableOf } from "./table/tables.ts"
import type { AnyModel, FieldName, ModelClass } from "./types.ts"

/**
 * Makes the base class of a model: the table, the validator and the type from one object of Zod schemas.
 *
 * ```ts
 * class Post extends model("posts", {
 *   id: primaryKey(),
 *   title: z.string().min(1).max(200),
 *   get author() { return belongsTo(User) },
 * }) {}
 * ```
 *
 * Columns are named in snake_case: `createdAt` is `created_at`. Entities that are read from the database are
 * made without running the constructor, so a model has methods and getters, but no fields of its own.
 *
 * @param table name of the table
 * @param fields columns as Zod schemas, relations as getters
 * @param options what concerns several columns: `{ unique: [["author", "title"]], indexes: [["createdAt", "id"]] }`
 * @throws StartError `model-invalid` where a field is neither
 */
export function model<const Name extends string, F extends object>(
  table: Name,
  fields: F,
  options: ModelOptions<FieldName<F>> = {},
): ModelClass<Name, F> {
  class Base {
    constructor(values: Readonly<Record<string, unknown>>) {
      const table = tableOf(new.target as unknown as AnyModel)
      if (table.view) throw onlyRead(table)
      stampState(this, { table, status: "new", owner: undefined, row: [], offset: 0, related: undefined })
      fill(this, table, values, assignRelation)
    }

    static extend(this: AnyModel, name: string, added: object, more: ModelOptions<string> = {}): unknown {
      const parent = declarationOf(this)!
      const base = class extends (this as unknown as typeof Base) {}
      const all = extendedFields(parent.fields, added)
      return equip(base, declare(name, all, extendedOptions(parent, more), Base.extend), Object.keys(added))
    }

    /** The entity as JSON has it: its own values without hidden columns; relations could lead in a circle. */
    toJSON(): Record<string, unknown> {
      return visible(this, undefined)
    }

    [Symbol.for("nodejs.util.inspect.custom")](_depth: number, shown: unknown, inspect?: Inspect): unknown {
      const values = visible(this, stateOf(this)?.related)
      return inspect ? `${this.constructor.name} ${inspect(values, shown)}` : values
    }
  }
  const declaration = declare(table, fields, options, model)
  return equip(Base, declaration, declaration.relations) as ModelClass<Name, F>
}

/** Gives a class what its declaration says. @param accessors properties of which the relations get accessors */
function equip(base: { readonly prototype: object }, declaration: Declaration, accessors: readonly string[]): unknown {
  for (const name of declaration.relations.filter((each) => accessors.includes(each)))
    Object.defineProperty(base.prototype, name, relationAccessor(name))
  Object.defineProperty(base, "table", { value: declaration.table, enumerable: true, configurable: true })
  Object.defineProperty(base, "fields", { value: declaration.fields, enumerable: true, configurable: true })
  for (const [name, make] of Object.entries(derivedSchemas(declaration))) defineLazily(base, name, make)
  registerDeclaration(base, declaration)
  return base
}

type Inspect = (value: unknown, options: unknown) => string

function defineLazily(base: object, name: string, make: () => z.ZodType): void {
  let made: z.ZodType | undefined
  Object.defineProperty(base, name, { configurable: true, get: () => (made ??= make()) })
}

function relationAccessor(name: string): PropertyDescriptor {
  return {
    configurable: true,
    get(this: object) {
      const state = stateOf(this)
      // The prototype itself is inspected by debuggers and test runners.
      if (!state) return undefined
      if (state.related && name in state.related) return state.related[name]
      const message = `${state.table.label}.${name} is not loaded. Name it where the entity is read: { with: { ${name}: true } }.`
      throw new DataError("not-loaded", message)
    },
    set(this: object, value: unknown) {
      assignRelation(this, name, value)
    },
  }
}

/** `post.author = user`: keeps the entity and its key. */
function assignRelation(entity: object, name: string, value: unknown): void {
  const state = entityState(entity)
  const relation = state.table.relations.get(name)!
  if (relation.kind !== "belongsTo") {
    throw new TypeError(`${state.table.label}.${name} is not set by assignment: it follows from the other side.`)
  }
  const other = value === null || value === undefined ? undefined : stateOf(value)
  if (value !== null && value !== undefined && !(value instanceof relation.target)) {
    throw new TypeError(`${state.table.label}.${name} has to be a ${relation.target.name}.`)
  }
  state.related ??= {}
  // A new entity shows in its owner's lists once it is added to a session.
  const shown = state.status === "added" || state.status === "stored"
  if (shown) showToOwner(entity, relation, state.related[name], false)
  state.related[name] = value ?? null
  if (shown) showToOwner(entity, relation, value, true)
  const key = other ? keyOf(other.table, value as object) : null
  ;(entity as Record<string, unknown>)[foreignProperty(name)] = key
}

function visible(entity: object, related: Record<string, unknown> | undefined): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...entity, ...related }
  for (const column of stateOf(entity)?.table.columns ?? []) if (column.hidden) delete shown[column.path[0]!]
  return shown
}
