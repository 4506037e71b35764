/**
 * Static types of TypeBox 1.x types, read from their structure so that TypeBox itself need not be
 * installed. Covers what describes JSON; references and computed types are `unknown` and can be
 * given a type through `Unsafe<T>`.
 */
export type TypeBoxOutput<S> = Static<S, "decoded">

/** The type that a client sends for a TypeBox type: codecs stay encoded. */
export type TypeBoxInput<S> = Static<S, "encoded">

type Side = "decoded" | "encoded"

// TypeBox declares the two callbacks of a codec the wrong way round: `encode` returns what is decoded.
type Static<S, D extends Side> = S extends { "~codec": { encode: (input: never) => infer Decoded } }
  ? D extends "decoded"
    ? Decoded
    : Plain<Omit<S, "~codec">, D>
  : Plain<S, D>

type Plain<S, D extends Side> = S extends { "~unsafe": infer Unsafe }
  ? Unsafe
  : S extends { "~kind": infer Kind extends keyof Leaves }
    ? Leaves[Kind]
    : Composite<S, D>

interface Leaves {
  String: string
  Number: number
  Integer: number
  Boolean: boolean
  Null: null
  BigInt: bigint
  Undefined: undefined
  Void: void
  Any: any
  Never: never
  TemplateLiteral: string
}

type Composite<S, D extends Side> = S extends { "~kind": "Object"; properties: infer Properties }
  ? Members<Properties, D>
  : S extends { "~kind": "Array"; items: infer Item }
    ? Static<Item, D>[]
    : S extends { "~kind": "Literal"; const: infer Value }
      ? Value
      : S extends { "~kind": "Union"; anyOf: infer Options extends readonly unknown[] }
        ? Static<Options[number], D>
        : S extends { "~kind": "Enum"; enum: infer Values extends readonly unknown[] }
          ? Values[number]
          : S extends { "~kind": "Tuple"; items: infer Items extends readonly unknown[] }
            ? { -readonly [K in keyof Items]: Static<Items[K], D> }
            : S extends { "~kind": "Record"; patternProperties: infer Patterns }
              ? Record<string, Static<Patterns[keyof Patterns], D>>
              : S extends { "~kind": "Intersect"; allOf: infer Parts extends readonly unknown[] }
                ? Both<Parts, D>
                : unknown

type Both<Parts extends readonly unknown[], D extends Side> = Parts extends readonly [infer First, ...infer Rest]
  ? Static<First, D> & Both<Rest, D>
  : unknown

type Absent<P> = { [K in keyof P]: P[K] extends { "~optional": true } ? K : never }[keyof P]

type Members<P, D extends Side> = Flat<
  { [K in Exclude<keyof P, Absent<P>>]: Static<P[K], D> } & { [K in Absent<P>]?: Static<P[K], D> }
>

type Flat<T> = { [K in keyof T]: T[K] } & {}
