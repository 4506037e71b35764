import { type } from "arktype"
import { type Static, Type } from "typebox"
import * as v from "valibot"
import { z } from "zod"
import * as mini from "zod/mini"
import type { AnySchema, Input, Output, SchemaOf } from "../../src/schema/types.ts"

// Read by the type check alone: what has to be inferred, exactly.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function exact<_T extends true>(): void {}
declare function take<S extends AnySchema>(schema: S): Output<S>
declare function infer<T>(schema: SchemaOf<T>): T

// Zod.
const zodUser = z.object({
  id: z.int(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  tags: z.array(z.string()).default([]),
})
exact<Equal<Output<typeof zodUser>, { id: number; at: Date; tags: string[] }>>()
exact<Equal<Input<typeof zodUser>, { id: number; at: string; tags?: string[] | undefined }>>()
const taken = take(zodUser)
exact<Equal<typeof taken, { id: number; at: Date; tags: string[] }>>()
const inferred = infer(zodUser)
exact<Equal<typeof inferred, { id: number; at: Date; tags: string[] }>>()
const zodMini = mini.object({ a: mini.optional(mini.string()) })
exact<Equal<Output<typeof zodMini>, { a?: string | undefined }>>()
const brand = z.string().brand<"Id">()
exact<Equal<Output<typeof brand>, z.output<typeof brand>>>()

// Recursion through a getter.
const Tree = z.object({
  name: z.string(),
  get kids() {
    return z.array(Tree)
  },
})
take(Tree).kids[0]!.kids[0]!.name satisfies string

// Valibot.
const valibotUser = v.object({ id: v.pipe(v.string(), v.transform(Number)), nick: v.optional(v.string(), "x") })
exact<Equal<Output<typeof valibotUser>, { id: number; nick: string }>>()
exact<Equal<Input<typeof valibotUser>, { id: string; nick?: string | undefined }>>()

// ArkType.
const arkUser = type({ id: "number.integer", "nick?": "string", n: "string.numeric.parse" })
exact<Equal<Output<typeof arkUser>, { id: number; nick?: string; n: number }>>()
exact<Equal<Input<typeof arkUser>, { id: number; nick?: string; n: string }>>()

// TypeBox, from its structure alone.
const boxUser = Type.Object({
  id: Type.Integer(),
  nick: Type.Optional(Type.String()),
  kind: Type.Union([Type.Literal("a"), Type.Literal(1), Type.Null()]),
  tags: Type.Array(Type.String()),
  pair: Type.Tuple([Type.String(), Type.Boolean()]),
  level: Type.Enum(["low", "high"]),
  any: Type.Unknown(),
})
exact<Equal<Output<typeof boxUser>, Static<typeof boxUser>>>()
exact<Equal<Output<typeof boxUser>["pair"], [string, boolean]>>()
exact<Equal<Output<typeof boxUser>["level"], "low" | "high">>()
const boxRecord = Type.Record(Type.String(), Type.Number())
exact<Equal<Output<typeof boxRecord>, Record<string, number>>>()
const boxBoth = Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.Number() })])
take(boxBoth) satisfies { a: string; b: number }
const boxDate = Type.Codec(Type.String())
  .Decode((text) => new Date(text))
  .Encode((date) => date.toISOString())
exact<Equal<Output<typeof boxDate>, Date>>()
exact<Equal<Input<typeof boxDate>, string>>()
const boxUnsafe = Type.Unsafe<Map<string, number>>({ type: "object" })
exact<Equal<Output<typeof boxUnsafe>, Map<string, number>>>()

// @ts-expect-error A number is no schema.
take(1)
// @ts-expect-error Neither is any object.
take({ parse: (value: unknown) => value })
