import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, body, dependency, post, query, returns, stream } from "../../src/index.ts"
import type { HttpResponse, Provider } from "../../src/index.ts"
import { flush } from "../../src/provider/resource.ts"
import { plainRequest } from "../app/requests.ts"
import { type Outcome, oracle, yields } from "./plan-oracle.ts"
import { type RandomPlan, type RandomProvider, randomPlan } from "./random-plans.ts"

// Random plans, run as they are compiled, against what the decided semantics say. Where code generation is
// forbidden (MARU_STRICT=1) the interpreter runs them, so that both are held against the same oracle.

const Q = z.int().optional()
const B = z.object({ a: z.int() })
const Result = z.object({ ok: z.literal(true) })
const inputs = { q: query(Q), b: body(B) }

/** The messages of what Maru itself throws here, in short. */
const short: readonly (readonly [RegExp, string])[] = [
  [/ended without yielding/, "empty"],
  [/yielded twice/, "twice"],
  [/does not fit its outcome/, "does not fit"],
  [/does not declare/, "undeclared"],
]
const shorten = (error: unknown): string => {
  const { message } = error as Error
  return short.find(([pattern]) => pattern.test(message))?.[1] ?? message
}

function providersOf(plan: RandomPlan, log: string[]): Provider<unknown>[] {
  const made: Provider<unknown>[] = []
  plan.providers.forEach((random, number) => {
    const signature = Object.fromEntries([
      ...random.asks.map((asked) => [`p${asked}`, made[asked]!] as const),
      ...random.reads.map((input) => [input, inputs[input]] as const),
    ])
    const security = random.secure ? { security: { name: `s${number}`, scheme: {} } } : {}
    made.push(dependency(signature, maker(random, number, log) as never, { scope: random.scope, ...security }))
  })
  return made
}

function maker(random: RandomProvider, number: number, log: string[]): (args: unknown) => unknown {
  const start = (): unknown => {
    log.push(`open ${number}`)
    if (random.fails === "open") throw new Error(`open ${number}`)
    return valueOf(random, number, log)
  }
  const saw = (error: unknown): void => {
    log.push(`saw ${number} ${shorten(error)}`)
    if (random.sees === "replace") throw new Error(`replaced ${number}`)
    if (random.sees === "rethrow") throw error
  }
  const end = (): void => {
    log.push(`close ${number}`)
    if (random.fails === "close") throw new Error(`close ${number}`)
  }
  switch (random.kind) {
    case "value":
      return start
    case "later":
      return async () => {
        await Promise.resolve()
        return start()
      }
    case "sync":
      return function* () {
        const value = start()
        if (random.fails === "empty") return
        try {
          yield value
        } catch (error) {
          saw(error)
          if (random.sees === "yield again") yield value
          return
        }
        end()
        if (random.fails === "twice") yield value
      }
    case "async":
      return async function* () {
        await Promise.resolve()
        const value = start()
        if (random.fails === "empty") return
        try {
          yield value
        } catch (error) {
          await Promise.resolve()
          saw(error)
          if (random.sees === "yield again") yield value
          return
        }
        await Promise.resolve()
        end()
        if (random.fails === "twice") yield value
      }
  }
}

function valueOf(random: RandomProvider, number: number, log: string[]): unknown {
  const write = (): void => {
    log.push(`flush ${number}`)
    if (random.flush === "fails") throw new Error(`flush ${number}`)
  }
  if (random.flush === "none" || !yields(random) || random.scope === "response") return { number }
  return { number, [flush]: random.flush === "async" ? async () => (await Promise.resolve(), write()) : write }
}

function appOf(plan: RandomPlan, seen: Outcome): App {
  const providers = providersOf(plan, seen.log)
  const signature = Object.fromEntries([
    ...plan.asks.map((number) => [`p${number}`, providers[number]!] as const),
    ...plan.reads.map((input) => [input, inputs[input]] as const),
  ])
  const other = returns(202)
  async function* pieces(): AsyncGenerator<string> {
    seen.log.push("stream")
    try {
      yield "piece"
    } finally {
      if (plan.stream === "left in the middle") seen.log.push("stream left")
    }
    if (plan.stream === "fails") throw new Error("stream")
  }
  const handle = (args: Record<string, unknown>): unknown => {
    for (const number of plan.asks)
      if ((args[`p${number}`] as { number: number }).number !== number) throw new Error("mixed up")
    seen.log.push("handler")
    if (plan.result === "throws") throw new Error("handler")
    if (plan.result === "undeclared") return other()
    return plan.result === "stream" ? pieces() : { ok: plan.result === "fits" }
  }
  const handler = plan.later ? async (args: Record<string, unknown>) => (await Promise.resolve(), handle(args)) : handle
  const outcome = plan.result === "stream" ? stream() : returns(200, Result)
  const report = ({ error, kind }: { error: unknown; kind: string }) => {
    if (kind !== "undeclared") seen.reports.push(shorten(error))
  }
  return new App({ title: "t", version: "1", report }, [post("/", signature as {}, outcome as never, handler as never)])
}

async function observed(plan: RandomPlan): Promise<Outcome> {
  const seen: Outcome = { log: [], status: 0, body: "", reports: [] }
  const app = appOf(plan, seen)
  await app.start()
  const text = plan.faulty.includes("b") ? '{"a":"x"}' : '{"a":1}'
  const answering = app.handle({
    ...plainRequest("POST", plan.faulty.includes("q") ? "/?q=x" : "/?q=1", { "content-type": "application/json" }),
    text: async () => text,
  })
  if (isSynchronous(plan)) expect(answering).not.toBeInstanceOf(Promise)
  const answer = await answering
  seen.status = answer.status
  seen.body = await bodyOf(plan, answer)
  return seen
}

/** Whether nothing in a plan waits. Failures of teardowns may: they are no way that anybody counts on. */
function isSynchronous({ providers, reads, later }: RandomPlan): boolean {
  const waits = ({ kind, flush, fails, reads }: RandomProvider): boolean =>
    kind === "later" ||
    kind === "async" ||
    flush === "async" ||
    fails === "close" ||
    fails === "twice" ||
    reads.includes("b")
  return !later && !reads.includes("b") && !providers.some(waits)
}

async function bodyOf(plan: RandomPlan, answer: HttpResponse): Promise<string> {
  if (answer.headers.get("content-type") === "application/problem+json") return "problem"
  if (typeof answer.body === "string") return "whole"
  const iterator = (answer.body as AsyncIterable<string>)[Symbol.asyncIterator]()
  try {
    if (plan.stream === "left in the middle") await iterator.next()
    if (plan.stream.startsWith("left")) {
      await iterator.return?.()
      return plan.stream
    }
    while (!(await iterator.next()).done);
    return plan.stream
  } catch (error) {
    return `broken: ${shorten(error)}`
  }
}

describe("random plans", () => {
  it("run, answer and tear down as decided", async () => {
    await fc.assert(
      fc.asyncProperty(randomPlan, async (plan) => {
        expect(await observed(plan)).toEqual(oracle(plan))
      }),
      { numRuns: 1000 },
    )
  }, 60_000)
})
