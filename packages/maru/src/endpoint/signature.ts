import { callerSource } from "../errors/source.ts"
import type { HttpRequest } from "../http/message.ts"
import { type Leaf, type OwnKey, type Provider, providerOf, signalPlace } from "../provider/provider.ts"
import type { InputPlace } from "../schema/fault.ts"
import type { AnySchema, Output } from "../schema/types.ts"

/** What this room keeps with a leaf that reads an input. */
export interface InputDetail {
  readonly in: InputPlace
  readonly schema: AnySchema
}

/** What this room keeps with a leaf that takes an uploaded file. */
export interface FileDetail {
  /** Bytes; a larger file is a fault. */
  readonly maxSize?: number
  /** Accepted media types as the client declares them: "image/png", "image/*". */
  readonly types?: readonly string[]
  readonly many?: boolean
  readonly optional?: boolean
}

type InputFunction = {
  /** Takes its name from the key it is asked for by. */
  <S extends AnySchema>(schema: S): Provider<Output<S>>
  /** Takes a name of its own. */
  <S extends AnySchema>(name: string, schema: S): Provider<Output<S>>
}

type PathNames<T> = [T] extends [object] ? (T extends Date | readonly unknown[] ? OwnKey : keyof T & string) : OwnKey

type PathFunction = {
  /** Takes its name from the key; an object schema reads one path name per field. */
  <S extends AnySchema>(schema: S): Provider<Output<S>, PathNames<Output<S>>>
  /** Takes a name of its own. */
  <const N extends string, S extends AnySchema>(name: N, schema: S): Provider<Output<S>, N>
}

function input(place: InputPlace): InputFunction {
  const declared = (first: string | AnySchema, second?: AnySchema) => {
    const [name, schema] = typeof first === "string" ? [first, second as AnySchema] : [undefined, first]
    const detail: InputDetail = { in: place, schema }
    return providerOf({ kind: "leaf", place, name, subject: schema, detail, source: callerSource(declared as never) })
  }
  return declared as unknown as InputFunction
}

/**
 * A path parameter, percent-decoded and coerced to its schema. Asking for a name that neither the path nor a
 * router's prefix has does not compile.
 * @example
 * get("/:id", { id: path(z.int()) }, …)
 */
export const path: PathFunction = input("path") as PathFunction

/**
 * A query parameter, coerced to its schema. An object schema spreads into one parameter per field.
 * @example
 * get("/", { limit: query(z.int().default(20)), size: query("page-size", z.int()), page: query(Page) }, …)
 */
export const query: InputFunction = input("query")

/** A request header; the key `userAgent` reads `user-agent`. An object schema spreads into one header per field. */
export const header: InputFunction = input("header")

/** A cookie, read as text. An object schema spreads into one cookie per field. */
export const cookie: InputFunction = input("cookie")

/** The JSON body, validated as it is. One per endpoint. */
export const body: <S extends AnySchema>(schema: S) => Provider<Output<S>> = input("body")

/**
 * Fields of a form, urlencoded or multipart, coerced like a query. An object schema spreads into one field per
 * key.
 */
export const form: InputFunction = input("form")

/** The request itself, for what no other provider covers. */
export const request: Provider<HttpRequest> = providerOf<HttpRequest>({
  kind: "leaf",
  place: "request",
  name: "request",
  subject: undefined,
  detail: undefined,
  source: undefined,
} satisfies Leaf)

/**
 * Aborted when the client goes away or a deadline passes; for database sessions, outgoing calls and loops that take long.
 * Outside requests, in `app.run`, it is the one that was given, or never aborted.
 * @example
 * get("/rates", { signal }, returns(200, Rates), ({ signal }) => fetch(source, { signal }))
 */
export const signal: Provider<AbortSignal> = providerOf<AbortSignal>({
  kind: "leaf",
  place: signalPlace,
  name: "signal",
  subject: undefined,
  detail: undefined,
  source: undefined,
} satisfies Leaf)
