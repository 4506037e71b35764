import { z } from "zod"

/** How a value of an entity becomes the stored one and back. Null is handled before. */
export interface Conversion {
  /** @throws ZodError where the stored value is none that the schema accepts */
  decode(stored: unknown): unknown
  /** @throws ZodError where the value is none that the schema accepts */
  encode(value: unknown): unknown
  /** What is wrong with a value of an entity; empty where it can be stored. */
  faults(value: unknown): readonly z.core.$ZodIssue[]
}

/** The conversion of a Zod codec, or of a schema that has codecs inside. */
export function conversionOf(schema: z.ZodType): Conversion {
  return Object.freeze({
    decode: (stored: unknown) => z.decode(schema, stored as never),
    encode: (value: unknown) => z.encode(schema, value as never),
    faults: (value: unknown) => z.safeEncode(schema, value as never).error?.issues ?? [],
  })
}
