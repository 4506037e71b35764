import { z } from "zod"
import type { Codec, Dialect } from "../dialects/dialect.ts"
import { DataError } from "../errors.ts"
import type { ColumnType } from "../model/columns/column-kind.ts"
import type { Conversion } from "../model/columns/conversion.ts"

/** A column, or an expression of the same type. */
type StoredColumn = ColumnType & { readonly name?: string }

/** How the values of a column are stored: what its schema makes of a value, and what the dialect makes of that. */
export function columnCodec(column: StoredColumn, dialect: Dialect): Codec {
  const stored = dialect.values.codec(column)
  return column.conversion ? convertingCodec(column, column.conversion, stored) : stored
}

/** Changes are noticed in the stored form, which has no identity and no hidden state. */
function convertingCodec(column: StoredColumn, conversion: Conversion, stored: Codec): Codec {
  const encode = (value: unknown): unknown => {
    try {
      return conversion.encode(value)
    } catch (error) {
      throw error instanceof z.ZodError ? new TypeError(reasons(error)) : error
    }
  }
  return {
    plain: false,
    read(value) {
      try {
        return conversion.decode(stored.plain ? value : stored.read(value))
      } catch (error) {
        throw error instanceof z.ZodError ? unreadable(column, error) : error
      }
    },
    write: (value) => stored.write(encode(value)),
    keep: (value, row) => stored.keep(row === undefined ? encode(value) : stored.read(row), row),
    changed(value, kept) {
      // What cannot be stored has changed: the check that follows says why.
      return conversion.faults(value).length > 0 || stored.changed(conversion.encode(value), kept)
    },
  }
}

function unreadable({ name }: StoredColumn, error: z.ZodError): DataError {
  const place = name === undefined ? "" : ` in its column "${name}"`
  const message = `A row has something${place} that the column's schema cannot read: ${reasons(error)}.`
  return new DataError("row-unreadable", message, { cause: error })
}

function reasons(error: z.ZodError): string {
  return error.issues.map(({ message }) => message).join("; ")
}
