import * as fc from "fast-check"

/** A provider of a random plan. Its number is its place in the list; it asks only for those before it. */
export interface RandomProvider {
  readonly kind: "value" | "later" | "sync" | "async"
  /** Numbers of providers before it. */
  readonly asks: readonly number[]
  /** Inputs that it reads itself. */
  readonly reads: readonly ("q" | "b")[]
  readonly secure: boolean
  readonly scope: "request" | "response"
  /** Where it fails by itself. `empty` and `twice` break the protocol of generators. */
  readonly fails: "never" | "open" | "close" | "empty" | "twice"
  /** What a generator does with an error that it sees at its yield. */
  readonly sees: "rethrow" | "swallow" | "replace" | "yield again"
  readonly flush: "none" | "sync" | "async" | "fails"
}

/** A plan with one handler, and how its client behaves. */
export interface RandomPlan {
  readonly providers: readonly RandomProvider[]
  /** Numbers of the providers that the handler asks for. */
  readonly asks: readonly number[]
  readonly reads: readonly ("q" | "b")[]
  /** Inputs that the request has wrong. */
  readonly faulty: readonly ("q" | "b")[]
  readonly later: boolean
  readonly result: "fits" | "does not fit" | "throws" | "undeclared" | "stream"
  /** What becomes of a stream. */
  readonly stream: "read" | "left unread" | "left in the middle" | "fails"
}

const some = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
type Input = "q" | "b"

const inputs = (): fc.Arbitrary<Input[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<Input[]>([]) }, { weight: 1, arbitrary: fc.subarray<Input>(["q", "b"]) })

function provider(index: number): fc.Arbitrary<RandomProvider> {
  const before = Array.from({ length: index }, (_, number) => number)
  return fc.record({
    kind: some("value", "later", "sync", "async"),
    asks: fc.subarray(before, { maxLength: Math.min(3, index) }),
    reads: inputs(),
    secure: some(false, false, false, true),
    scope: some("request", "request", "response"),
    fails: some(...Array<"never">(12).fill("never"), "open", "close", "empty", "twice"),
    sees: some("rethrow", "rethrow", "swallow", "replace", "yield again"),
    flush: some("none", "none", "none", "sync", "sync", "async", "async", "fails"),
  })
}

/** Plans of up to six providers. */
export const randomPlan: fc.Arbitrary<RandomPlan> = fc
  .tuple(...Array.from({ length: 6 }, (_, index) => provider(index)))
  .chain((all) =>
    fc.nat({ max: 6 }).chain((count) => {
      const providers = all.slice(0, count)
      return fc.record({
        providers: fc.constant(withScopes(providers)),
        asks: fc.subarray(providers.map((_, index) => index)),
        reads: inputs(),
        faulty: inputs(),
        later: fc.boolean(),
        result: some("fits", "fits", "fits", "does not fit", "throws", "undeclared", "stream"),
        stream: some("read", "left unread", "left in the middle", "fails"),
      })
    }),
  )
  .map(streamable)

/** What is longer-lived than something it asks for lives for the request only. */
function withScopes(providers: readonly RandomProvider[]): RandomProvider[] {
  const settled: RandomProvider[] = []
  for (const each of providers) {
    const short = each.asks.some((number) => settled[number]!.scope === "request")
    settled.push(short ? { ...each, scope: "request" } : each)
  }
  return settled
}

/** A handler that streams may not be given what is closed by then. */
function streamable(plan: RandomPlan): RandomPlan {
  if (plan.result !== "stream") return plan
  const lasts = ({ kind, scope }: RandomProvider): boolean =>
    scope === "response" || kind === "value" || kind === "later"
  return { ...plan, asks: plan.asks.filter((number) => lasts(plan.providers[number]!)) }
}
