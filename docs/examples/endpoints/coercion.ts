// The schemas of the guide's table of coercion; a test sends every text of the table to them.
import { z } from "zod"

export const kinds: Readonly<Record<string, z.ZodType>> = {
  "z.string()": z.string(),
  "z.int()": z.int(),
  "z.number()": z.number(),
  "z.bigint()": z.bigint(),
  "z.boolean()": z.boolean(),
  "z.date()": z.date(),
  'z.enum(["a", "b"])': z.enum(["a", "b"]),
  "z.literal(1)": z.literal(1),
  "z.array(z.int())": z.array(z.int()),
  "z.union([z.int(), z.boolean()])": z.union([z.int(), z.boolean()]),
  "z.union([z.int(), z.string()])": z.union([z.int(), z.string()]),
}
