import type { TypeBoxInput, TypeBoxOutput } from "./typebox-types.ts"

/** A Zod 4 schema, classic or mini, of which only the types are read here. */
interface ZodLike {
  readonly _zod: { readonly input: unknown; readonly output: unknown }
}

/** A Standard Schema (https://standardschema.dev): Valibot, ArkType and others. */
interface StandardLike {
  readonly "~standard": {
    readonly version: 1
    readonly vendor: string
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined
  }
}

/** A TypeBox 1.x type. */
type TypeBoxLike = { readonly "~kind": string } | { readonly "~unsafe": unknown }

/** What signatures accept: a schema of Zod 4, Valibot, ArkType, TypeBox 1.x or any Standard Schema. */
export type SchemaLike = ZodLike | StandardLike | TypeBoxLike

/** A schema of any kind; the same as {@link SchemaLike}. */
export type AnySchema = SchemaLike

/**
 * A schema whose output is T, for signatures that infer T directly. TypeBox types do not carry
 * their output as a member, so they infer only through `Output<S>`.
 */
export type SchemaOf<T> =
  | { readonly _zod: { readonly output: T } }
  | { readonly "~standard": { readonly types?: { readonly output: T } | undefined } }

/** What a client sends for the schema S. */
export type Input<S> = S extends ZodLike
  ? S["_zod"]["input"]
  : S extends StandardLike
    ? NonNullable<S["~standard"]["types"]>["input"]
    : S extends TypeBoxLike
      ? TypeBoxInput<S>
      : never

/** What a handler receives for the schema S. */
export type Output<S> = S extends ZodLike
  ? S["_zod"]["output"]
  : S extends StandardLike
    ? NonNullable<S["~standard"]["types"]>["output"]
    : S extends TypeBoxLike
      ? TypeBoxOutput<S>
      : never
