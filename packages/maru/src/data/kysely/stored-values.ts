import type { Dialect } from "../dialects/dialect.ts"
import { DataError } from "../errors.ts"
import { columnCodec } from "../mapping/column-codec.ts"
import type { Stored } from "./schema.ts"

/** A parameter that traces must not show. */
export class HiddenValue {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }
}

/** What a column, or an expression over columns, is made of: stored values, or a number that was counted. */
export type Content = Stored | "number" | undefined

/** What comparisons are made of. */
export const truth: Stored = Object.freeze({
  kind: "boolean",
  nullable: true,
  absent: null,
  values: undefined,
  hidden: false,
} as Stored)

/** A value as the driver binds it. @param content of the column that it is compared with, or stored in */
export function bindValue(value: unknown, content: Content, dialect: Dialect): unknown {
  if (value === null || value === undefined) return value
  try {
    if (content === "number" || content === undefined) return dialect.values.bind(value)
    const written = columnCodec(content, dialect).write(value)
    return content.hidden ? new HiddenValue(written) : written
  } catch (error) {
    throw new DataError("query-invalid", `A value of a query does not fit its column: ${(error as Error).message}`)
  }
}

/** Turns what the driver reads into what an entity would have; undefined where it stays as it is. */
export function readerOf(content: Content, dialect: Dialect): ((stored: unknown) => unknown) | undefined {
  if (content === undefined) return undefined
  if (content === "number") return Number
  const codec = columnCodec(content, dialect)
  return codec.plain ? undefined : (stored) => codec.read(stored)
}

/** The text around an expression that reads it without loss; undefined if it needs none. */
export function lossless(content: Content, dialect: Dialect): readonly [before: string, after: string] | undefined {
  if (content === undefined || content === "number") return undefined
  const mark = "\u0000"
  const text = dialect.values.select(content, mark)
  if (text === mark) return undefined
  const place = text.indexOf(mark)
  return [text.slice(0, place), text.slice(place + mark.length)]
}
