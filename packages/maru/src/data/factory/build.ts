import { safeEncode, type z } from "zod"
import { traitsOf } from "../model/columns/column.ts"
import type { Table, TableRelation } from "../model/table/table.ts"
import { type Random, random } from "./random.ts"
import { leftOut, sample } from "./sample.ts"

/** What one entity is made of. */
export interface Recipe {
  /** Number of the entity. */
  readonly n: number
  readonly seed: string | number
  /** Values by property: as they are, or functions of `n` and random numbers. */
  readonly given: Readonly<Record<string, unknown>>
  /** The entity that this one belongs to. @param given what was said, undefined for nothing */
  readonly owner: (relation: TableRelation, given: unknown) => unknown
}

/** @throws TypeError for a column whose values cannot be made up */
export function buildEntity(table: Table, recipe: Recipe): object {
  const values: Record<string, unknown> = {}
  const later: Record<string, unknown> = {}
  for (const [property, schema] of Object.entries(table.declaration.schemas)) {
    const { generated } = traitsOf(schema)
    if (!(property in recipe.given) && generated) continue
    const value =
      property in recipe.given ? givenValue(table, property, recipe) : madeUp(table, property, schema, recipe)
    if (value !== leftOut) (generated ? later : values)[property] = value
  }
  for (const relation of table.relations.values()) {
    if (relation.kind !== "belongsTo") continue
    const { property } = relation
    values[property] = recipe.owner(
      relation,
      property in recipe.given ? givenValue(table, property, recipe) : undefined,
    )
  }
  // A model's constructor takes nothing that is generated; a seed may want a row to be older than it is.
  return Object.assign(new table.model(values) as object, later)
}

function givenValue(table: Table, property: string, recipe: Recipe): unknown {
  const value = recipe.given[property]
  if (typeof value === "function") return (value as Function)(recipe.n, randomOf(table, property, recipe)) as unknown
  // Entities must not share a list: one of them may change it.
  if (Array.isArray(value)) return [...(value as unknown[])]
  return value
}

function madeUp(table: Table, property: string, schema: z.ZodType, recipe: Recipe): unknown {
  const value = sample(schema, { name: property, n: recipe.n, random: randomOf(table, property, recipe) })
  if (value === leftOut || fits(schema, value)) return value
  const place = `${table.label}.${property}`
  throw new TypeError(
    `Nothing that was made up fits ${place}. Say it: factory(${table.label}, { ${property}: (n) => ... }).`,
  )
}

/** Whether an entity may have the value: of a codec it is the side that comes out. */
function fits(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success || safeEncode(schema, value).success
}

/** Numbers of their own for each value, so that a new column changes no other one. */
function randomOf(table: Table, property: string, { n, seed }: Recipe): Random {
  return random(`${seed}|${table.name}.${property}|${n}`)
}
