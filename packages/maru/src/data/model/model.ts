import { z } from "zod"
import { DataError } from "../errors.ts"
import { declare, registerDeclaration } from "./declaration.ts"
import { derivedSchemas } from "./derived.ts"
import { entityState, stampState, stateOf } from "./entity-state.ts"
import { type Table, tableOf } from "./table.ts"
import type { AnyModel, ModelClass } from "./types.ts"

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
 * @throws StartError `model-invalid` where a field is neither
 */
export function model<const Name extends string, F extends object>(table: Name, fields: F): ModelClass<Name, F> {
  const declaration = declare(table, fields, model)
  class Base {
    static readonly table = table
    static readonly fields = fields

    constructor(values: Readonly<Record<string, unknown>>) {
      fill(this, tableOf(new.target as unknown as AnyModel), values)
    }

    /** The entity as JSON has it: its own values without hidden columns; relations could lead in a circle. */
    toJSON(): Record<string, unknown> {
      return visible(this, undefined)
    }

    [Symbol.for("nodejs.util.inspect.custom")](_depth: number, options: unknown, inspect?: Inspect): unknown {
      const values = visible(this, stateOf(this)?.related)
      return inspect ? `${this.constructor.name} ${inspect(values, options)}` : values
    }
  }
  for (const name of declaration.relations) Object.defineProperty(Base.prototype, name, relationAccessor(name))
  for (const [name, make] of Object.entries(derivedSchemas(declaration))) defineLazily(Base, name, make)
  registerDeclaration(Base as unknown as AnyModel, declaration)
  return Base as unknown as ModelClass<Name, F>
}

type Inspect = (value: unknown, options: unknown) => string

function defineLazily(base: object, name: string, make: () => z.ZodType): void {
  let made: z.ZodType | undefined
  Object.defineProperty(base, name, { configurable: true, get: () => (made ??= make()) })
}

/** Sets the columns and relations of an entity that the user constructs. Values are checked when it is added. */
function fill(entity: object, table: Table, values: Readonly<Record<string, unknown>>): void {
  stampState(entity, { table, status: "new", owner: undefined, row: [], offset: 0, related: undefined })
  const target = entity as Record<string, unknown>
  for (const column of table.columns) {
    const { property, schema, relation } = column
    if (relation !== undefined) target[relation] = values[relation] ?? null
    else if (column.generated === undefined) target[property] = values[property] ?? initial(schema!, values[property])
  }
}

/** The default of a column for a value that was not given. */
function initial(schema: z.ZodType, given: unknown): unknown {
  if (given === null) return null
  const { type, defaultValue } = schema._zod.def as unknown as { type: string; defaultValue?: unknown }
  return type === "default" || type === "prefault" ? defaultValue : undefined
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
  state.related[name] = value ?? null
  const key = other ? (value as Record<string, unknown>)[other.table.key.property] : null
  ;(entity as Record<string, unknown>)[`${name}Id`] = key
}

function visible(entity: object, related: Record<string, unknown> | undefined): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...entity, ...related }
  for (const column of stateOf(entity)?.table.columns ?? []) if (column.hidden) delete shown[column.property]
  return shown
}
