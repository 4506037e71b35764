import type { Fault } from "../fault.ts"
import type { Source } from "../generate/source.ts"

/** What a schema demands of a value besides its form: its type, bounds and refinements. */
export interface Check {
  /** Whether it gives back the value it was given, so that a list need not be copied. */
  readonly keeps: boolean
  /** Returns the value, which a check such as `trim` may have changed, or pushes faults with pointers from the value on. */
  run(value: unknown, faults: Fault[]): unknown
  /** The same as code that runs `fail` instead of collecting faults. Returns the expression of the value. */
  emit(source: Source, input: string, fail: string): string
}

/** One declared field of an object. */
export interface Member {
  readonly name: string
  readonly form: Form
}

/** One option of a union: which values belong to it, and how they are written. */
export interface Option {
  readonly domain: Domain
  readonly form: Form
}

/** A form that others refer to; while it is still being made, only its domain is known. */
export interface Target {
  readonly domain: Domain
  form: Form | undefined
}

/**
 * How a domain value is written as JSON: the one description behind plain and generated encoding.
 * It names every field that may leave, so nothing else does.
 */
export type Form =
  /** A string, finite number, boolean or null, written as it is; `values` are the only ones, if few are. */
  | {
      readonly kind: "scalar"
      readonly json: ScalarType | "mixed"
      readonly check: Check
      readonly values?: ReadonlySet<unknown>
    }
  /** A Date as ISO text, a bigint as decimal text, bytes as base64. */
  | { readonly kind: "date" | "bigint" | "bytes"; readonly check: Check }
  /** Anything at all, by `open()`. */
  | { readonly kind: "raw"; readonly check: Check }
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly rest: Form | undefined }
  | { readonly kind: "record"; readonly key: Check; readonly value: Form }
  | { readonly kind: "array"; readonly item: Form }
  | { readonly kind: "tuple"; readonly items: readonly Form[]; readonly rest: Form | undefined }
  /** `null`, or `undefined` for a field that is left out, beside another form. */
  | { readonly kind: "maybe"; readonly nothing: null | undefined; readonly form: Form }
  | { readonly kind: "union"; readonly options: readonly Option[]; readonly expected: string }
  /** A value that a function turns into another one, which is then written; it gives {@link unfit} for what it refuses. */
  | {
      readonly kind: "codec"
      readonly check: Check
      readonly domain: Domain
      encode(value: unknown): unknown
      readonly form: Form
    }
  /** Refinements of the domain value, run after its parts. */
  | { readonly kind: "checked"; readonly form: Form; readonly check: Check }
  /** A form that is used in several places or contains itself. */
  | { readonly kind: "reference"; readonly target: Target }

/** What encoding gives for a value that does not fit. */
export const unfit: unique symbol = Symbol("unfit")

export type ScalarType = "string" | "number" | "boolean" | "null"

/** What a value of a form can be, to tell the options of a union apart. */
export interface Domain {
  readonly types: ReadonlySet<DomainType>
  /** Fields of an object that hold one of a few values. */
  readonly tags: ReadonlyMap<string, ReadonlySet<unknown>>
}

export type DomainType =
  | "string"
  | "number"
  | "boolean"
  | "null"
  | "undefined"
  | "bigint"
  | "date"
  | "bytes"
  | "array"
  | "object"
  | "anything"
