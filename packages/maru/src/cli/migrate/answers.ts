import { type Answers, splitPlace } from "../../data/migrate/diff/answers.ts"
import type { Schema } from "../../data/migrate/schema/schema.ts"
import { UsageError } from "../usage.ts"

/** What the user said about renames, drops and values, before it is known which database it is for. */
export interface Said {
  /** From "table" or "table.column" to the new name. */
  readonly renames: Map<string, string>
  readonly drops: Set<string>
  /** From "table.column" to a value as a person writes it. */
  readonly fills: Map<string, string>
}

/** Reads the options. @throws UsageError for what cannot be read */
export function readSaid(renames: readonly string[], drops: readonly string[], fills: readonly string[]): Said {
  return {
    renames: new Map(renames.map((text) => pair("--rename", text, "posts.body=posts.content"))),
    drops: new Set(drops),
    fills: new Map(fills.map((text) => pair("--fill", text, "posts.rating=0"))),
  }
}

function pair(option: string, text: string, example: string): [string, string] {
  const at = text.indexOf("=")
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new UsageError(`${option} is "${text}"; write it as ${option} ${example}`)
}

/**
 * What was said, for one database. What another one alone has is left out.
 * @param literal a value as SQL for a type
 */
export function answersFor(
  { renames, drops, fills }: Said,
  to: Schema,
  literal: (text: string, type: string) => string,
): Answers {
  const columns = [...renames].filter(([from]) => from.includes("."))
  const tables = [...renames].filter(([from]) => !from.includes("."))
  const types = new Map(
    to.tables.flatMap(({ name, columns }) => columns.map((each) => [`${name}.${each.name}`, each.type])),
  )
  return {
    tables: new Map(tables),
    columns: new Map(columns.map(([from, name]) => [from, name.includes(".") ? splitPlace(name)[1] : name])),
    drops,
    fills: new Map(
      [...fills].flatMap(([place, text]) => {
        const type = types.get(place)
        return type === undefined ? [] : [[place, literal(text, type)]]
      }),
    ),
  }
}

/**
 * Refuses what names nothing: a slip of the pen would be ignored otherwise.
 * @throws UsageError
 */
export function checkSaid({ renames, drops, fills }: Said, from: readonly Schema[], to: readonly Schema[]): void {
  const [before, after] = [placesOf(from), placesOf(to)]
  const tables = new Map([...renames].filter(([place]) => !place.includes(".")))
  for (const [place, name] of renames) {
    const [table] = splitPlace(place)
    const target = place.includes(".") ? `${tables.get(table) ?? table}.${name.split(".").at(-1)!}` : name
    if (!before.has(place)) throw unknown("--rename", place, "There is nothing of this name so far.")
    if (after.has(place)) throw unknown("--rename", place, "The models still have it.")
    if (!after.has(target)) throw unknown("--rename", target, "The models have nothing of this name.")
    if (before.has(target))
      throw unknown("--rename", target, "It is there already. Do one after the other, in two migrations.")
  }
  for (const place of drops) {
    if (!before.has(place)) throw unknown("--drop", place, "There is nothing of this name.")
    if (after.has(place)) throw unknown("--drop", place, "The models still have it.")
  }
  for (const place of fills.keys()) {
    if (!after.has(place)) throw unknown("--fill", place, "The models have no such column.")
  }
}

function unknown(option: string, place: string, reason: string): UsageError {
  return new UsageError(`${option} names ${place}. ${reason}`)
}

function placesOf(schemas: readonly Schema[]): Set<string> {
  const tables = schemas.flatMap((schema) => schema.tables)
  return new Set(tables.flatMap(({ name, columns }) => [name, ...columns.map((column) => `${name}.${column.name}`)]))
}
