import type { SourceLine } from "../errors/source.ts"
import { callerSource } from "../errors/source.ts"

/** Carries the provided type; never present at run time. */
export declare const provided: unique symbol
/** Carries the path names that a provider, itself or below, asks for; never present at run time. */
export declare const asks: unique symbol

/** Stands for "the key I am asked for by", until the signature around it is known. */
export type OwnKey = "\0own"

/**
 * A value that knows how to obtain one thing for a handler.
 *
 * @typeParam T what it provides
 * @typeParam N path names that it, or a provider below it, asks for
 */
export interface Provider<out T, out N extends string = never> {
  readonly [provided]: T
  readonly [asks]: N
}

/** The providers that a handler or a dependency asks for, by name. */
export type Signature = Readonly<Record<string, Provider<unknown, string>>>

/** What a function with this signature receives. */
export type Arguments<S extends Signature> = { readonly [K in keyof S]: S[K][typeof provided] }

/** Path names that a signature asks for, itself or below. */
export type Asked<S extends Signature> = {
  [K in keyof S & string]: S[K][typeof asks] extends infer N extends string ? (N extends OwnKey ? K : N) : never
}[keyof S & string]

/** What `make` provides: the yielded, awaited or plain value. */
export type Made<R> = R extends AsyncGenerator<infer T> ? T : R extends Generator<infer T> ? T : Awaited<R>

/**
 * How long a provided value lives: `request` until the answer is encoded, `response` until the answer's
 * stream has ended, `app` from start to close.
 */
export type Scope = "request" | "response" | "app"

/** An error that a provider may throw and that the docs and the plan show. */
export interface DeclaredError {
  readonly status: number
  readonly errors: readonly (abstract new (...args: never[]) => Error)[]
  readonly description?: string | undefined
  /** Whether only requests that change something can meet it. */
  readonly unsafeOnly?: boolean
}

/** What `dependency` can be told beside how the value is made. */
export interface DependencyOptions {
  /** Default `request`. */
  readonly scope?: Scope
  /** Errors it may throw, shown in the plan and the docs of every endpoint that uses it. */
  readonly raises?: readonly DeclaredError[] | DeclaredError
  /** Name in plans and messages; by default the key it is first asked for by. */
  readonly name?: string
  /** OpenAPI security scheme that this provider checks; such providers run before the body is read. */
  readonly security?: SecurityScheme
}

/** An OpenAPI 3.1 security scheme with the name it has in the document. */
export interface SecurityScheme {
  readonly name: string
  readonly scheme: Readonly<Record<string, unknown>>
  readonly scopes?: readonly string[]
  /** A request without these credentials is not refused by the scheme itself. */
  readonly optional?: boolean
  /** Of credentials that browsers send by themselves: whether requests that other sites cause are refused. */
  readonly crossSite?: "refuse" | "allow"
}

/** A leaf reads something that only the caller of the graph can give, such as an input of a request. */
export interface Leaf {
  readonly kind: "leaf"
  /** What it is, in the words of its room: "path", "query", "request" ... */
  readonly place: string
  /** Name it reads; undefined means the key it is asked for by. */
  readonly name: string | undefined
  /** Two leaves of one place and name must have the same subject (their schema). */
  readonly subject: unknown
  /** What the room that made the leaf keeps with it. */
  readonly detail: unknown
  readonly source: SourceLine | undefined
}

/** Place of the leaf that says when work is no longer wanted; whoever resolves a graph can give it. */
export const signalPlace = "signal"

/** A provider made of other providers. */
export interface Dependency {
  readonly kind: "dependency"
  readonly signature: Signature
  readonly make: (args: never) => unknown
  /** Whether `make` is a generator: the value is yielded and what follows the yield is its teardown. */
  readonly yields: "async" | "sync" | undefined
  /** Whether `make` is declared async, so that its result surely is a promise. */
  readonly isAsync: boolean
  readonly scope: Scope
  readonly raises: readonly DeclaredError[]
  readonly name: string | undefined
  readonly security: SecurityScheme | undefined
  readonly source: SourceLine | undefined
}

/** An interface that is bound to an implementation when the application is put together. */
export interface Port<T> extends Provider<T> {
  readonly kind: "port"
  readonly name: string
  readonly source: SourceLine | undefined
}

/** What a provider is at run time. */
export type ProviderNode = Leaf | Dependency | Port<unknown>

/** The run-time side of a provider. */
export function nodeOf(provider: Provider<unknown, string>): ProviderNode {
  return provider as unknown as ProviderNode
}

/**
 * Tells a provider from any other value. A value's own `kind` could not: a port may well be bound to an object of the
 * application's that has one.
 */
export const providerMark: unique symbol = Symbol.for("maru.provider") as never

/** Makes a provider of its run-time side. For rooms that define leaves of their own. */
export function providerOf<T, N extends string = never>(node: ProviderNode): Provider<T, N> {
  return Object.freeze({ ...node, [providerMark]: true }) as unknown as Provider<T, N>
}

/** Whether a value is a provider, for clear errors where something else was given. */
export function isProvider(value: unknown): value is Provider<unknown, string> {
  return value !== null && (typeof value === "object" || typeof value === "function") && providerMark in value
}

/**
 * A provider made of other providers. `make` runs at most once per scope, however many ask for it. If it
 * is a generator, what follows the `yield` is its teardown: for the scope `request` it runs after the
 * result is encoded and before the answer leaves, so a commit that fails there is still an error for the
 * client. An error in the handler surfaces at the `yield` and is rethrown whatever the generator does.
 *
 * @param signature providers that `make` receives the values of
 * @param make returns, resolves to or yields the value
 * @example
 * const db = dependency(async function* () {
 *   await using session = database.session()
 *   yield session
 *   await session.commit()
 * })
 */
export function dependency<R>(make: () => R, options?: DependencyOptions): Provider<Made<R>>
export function dependency<S extends Signature, R>(
  signature: S,
  make: (args: Arguments<S>) => R,
  options?: DependencyOptions,
): Provider<Made<R>, Asked<S>>
export function dependency(
  first: Signature | (() => unknown),
  second?: ((args: never) => unknown) | DependencyOptions,
  third?: DependencyOptions,
): Provider<unknown, string> {
  const [signature, make, options] =
    typeof first === "function"
      ? [{}, first, (second ?? {}) as DependencyOptions]
      : [first, second as (args: never) => unknown, third ?? {}]
  return providerOf({
    kind: "dependency",
    signature,
    make,
    yields: functionKind(make, "AsyncGeneratorFunction")
      ? "async"
      : functionKind(make, "GeneratorFunction")
        ? "sync"
        : undefined,
    isAsync: functionKind(make, "AsyncFunction"),
    scope: options.scope ?? "request",
    raises: [options.raises ?? []].flat(),
    name: options.name,
    security: options.security,
    source: callerSource(dependency as never),
  })
}

/** Whether a function was declared `async`, `function*` or `async function*`. */
export function functionKind(
  value: unknown,
  kind: "AsyncFunction" | "AsyncGeneratorFunction" | "GeneratorFunction",
): boolean {
  return Object.prototype.toString.call(value) === `[object ${kind}]`
}

/**
 * An interface as a provider. Handlers ask for the port; `app.provide(port, implementation)` binds it,
 * so business code depends on the interface alone. A port without an implementation is a start error
 * (`port-unbound`).
 *
 * @param name how messages and plans call it
 * @example
 * export const postRepository = port<PostRepository>("posts")
 * app.provide(postRepository, new SqlPosts(database))
 */
export function port<T>(name: string): Port<T> {
  return providerOf<T>({ kind: "port", name, source: callerSource(port as never) } as Port<unknown>) as Port<T>
}

/** One provider put in another's place, for tests. */
export interface Override {
  readonly original: Provider<unknown, string>
  readonly replacement: Provider<unknown, string> | { readonly value: unknown }
}

/**
 * Puts a provider or a plain value in the place of another provider, for tests. The replacement must
 * provide the same type.
 *
 * @example
 * const api = client(app, { overrides: [override(currentUser, { id: 1, nickname: "mina" })] })
 */
export function override<T>(
  original: Provider<T, string>,
  replacement: Provider<NoInfer<T>, string> | NoInfer<T>,
): Override {
  return { original, replacement: isProvider(replacement) ? replacement : { value: replacement } }
}
