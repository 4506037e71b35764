import type { Awaitable } from "../http/message.ts"
import type { Asked, Signature } from "../provider/provider.ts"
import type { OutcomePart, Reply, outcomeValue } from "./outcomes/outcome.ts"

// What is cheap for the type checker is written down in decisions/0005-types.md with its measurements: members are
// read by index, schemas are matched by one member, and a handler that does not fit is told so by one sentence.

/** The names in a path: `"/posts/:id/files/*rest"` has `id` and `rest`. */
export type Names<P extends string> = P extends `${string}/${":" | "*"}${infer R}`
  ? R extends `${infer N}/${infer T}`
    ? N | Names<`/${T}`>
    : R
  : never

type Unasked<P extends string, S extends Signature> = Exclude<Names<P>, Asked<S>>

/** The path itself, or the sentence that says what is wrong with it. */
export type CheckedPath<P extends string, S extends Signature> = [Unasked<P, S>] extends [never]
  ? P
  : `nobody asks for :${Unasked<P, S>}`

type Replies<O> = O extends { readonly status: infer S extends number; readonly [outcomeValue]: unknown }
  ? Reply<S>
  : never

// Its literals only tell the checker to keep the literals of what a handler returns.
type Hint = "" | 0 | 0n | boolean | null | undefined | [] | readonly Hint[] | { readonly [key: string]: Hint }

/** Anything; as the constraint of a result it keeps literals from being widened. */
export type Returned = Hint | void | object | (string & {}) | (number & {}) | (bigint & {}) | symbol

/** What a handler may return: a plain value for the first outcome, or a reply made by calling any outcome. */
export type Result<F extends OutcomePart, O extends readonly unknown[]> =
  | F[typeof outcomeValue]
  | Replies<F | O[number]>

/** The handler's own result if it fits the outcomes, else a sentence that the checker prints on one line. */
export type Fit<R, F extends OutcomePart, O extends readonly unknown[]> = [R] extends [Awaitable<Result<F, O>>]
  ? R
  : Misfit<Awaited<R>, Result<F, O>, F[typeof outcomeValue]>

type Misfit<R, W, T> = R extends W
  ? never
  : R extends Reply<infer S>
    ? `returns(${S}) is not an outcome of this endpoint`
    : R extends null | undefined | void
      ? "the handler may return nothing, and its outcome needs a value"
      : R extends object
        ? T extends object
          ? `what the handler returns does not fit its outcome in: ${WrongKey<R, T>}`
          : "what the handler returns does not fit its outcome"
        : "what the handler returns does not fit its outcome"

type WrongKey<R, T> = { [K in keyof T & string]: R extends { readonly [k in K]: T[K] } ? never : K }[keyof T & string]
