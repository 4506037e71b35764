import type { z } from "zod"
import { type Conversion, conversionOf } from "./conversion.ts"
import { mark } from "./column.ts"
import { definition, isCodec, unwrapped } from "./definition.ts"
import type { Embedded } from "../types.ts"

/**
 * A value object: an object that has no row of its own, but a column for each of its fields.
 * `address: embedded(z.object({ street: z.string(), city: z.string() }))` makes the columns `address_street` and
 * `address_city`; an entity has `address.city`. `.nullable()` around the object makes all of them nullable together: if
 * every column is null, there is no object. A codec makes an instance of a class of it:
 * `embedded(z.codec(z.object({ ... }), z.instanceof(Address), { decode, encode }))`.
 */
export function embedded<S extends z.ZodType<object | null | undefined>>(schema: S): Embedded<S> {
  return mark(schema, { embedded: true }) as Embedded<S>
}

/** The value that a column is a part of. */
export interface Whole {
  readonly property: string
  readonly schema: z.ZodType
  readonly nullable: boolean
  /** What an entity has where every column is null. */
  readonly absent: null | undefined
  /** Between the value of an entity and an object of the columns. */
  readonly conversion: Conversion | undefined
}

/** The whole and the schemas of its parts; or the reason why it has none. */
export function readEmbedded(
  property: string,
  schema: z.ZodType,
): { readonly whole: Whole; readonly shape: Readonly<Record<string, z.ZodType>> } | string {
  const { inner, nullable, absent } = unwrapped(schema)
  const codec = isCodec(inner)
  const object = codec ? unwrapped(definition(inner).in!).inner : inner
  const { shape, type } = definition(object)
  if (type !== "object" || !shape) return "only an object, or a codec that stores one, can be embedded"
  const strange = Object.keys(shape).find((name) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
  if (strange !== undefined) return `no column can be named "${strange}"`
  const conversion = codec ? conversionOf(inner) : undefined
  return { whole: Object.freeze({ property, schema, nullable, absent, conversion }), shape }
}

/** Stands for a value that cannot be taken apart: its check says why. */
export const faultyParts: Readonly<Record<string, unknown>> = Object.freeze({})

/** The object of columns that a value of an entity is stored as. */
export function partsOf(conversion: Conversion, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  return conversion.faults(value).length > 0 ? faultyParts : conversion.encode(value)
}
