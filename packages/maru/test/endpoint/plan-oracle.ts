import type { RandomPlan, RandomProvider } from "./random-plans.ts"

/** What was seen of one request: what ran in which order, what the client was told, what was reported. */
export interface Outcome {
  readonly log: string[]
  status: number
  /** How the body ended. */
  body: string
  readonly reports: string[]
}

interface Open {
  readonly number: number
  readonly provider: RandomProvider
}

const clientGone = "The client went away."

/** What the decided semantics say, in the plainest words: no graph, no slots, no promises. */
export function oracle(plan: RandomPlan): Outcome {
  const seen: Outcome = { log: [], status: 200, body: "", reports: [] }
  const request: Open[] = []
  const response: Open[] = []
  try {
    run(plan, seen, request, response)
  } catch (thrown) {
    const error = thrown as Failure
    abandon(request, error.message, seen)
    abandon(response, error.message, seen)
    seen.status = error.status
    seen.body = "problem"
    if (error.status === 500) seen.reports.push(error.message)
  }
  return seen
}

class Failure extends Error {
  readonly status: number
  constructor(message: string, status = 500) {
    super(message)
    this.status = status
  }
}

function run(plan: RandomPlan, seen: Outcome, request: Open[], response: Open[]): void {
  const order = needed(plan.asks, plan)
  const guards = order.filter((number) => needed([number], plan).some((each) => plan.providers[each]!.secure))
  const below = needed(guards, plan)
  const early = order.filter((number) => below.includes(number))
  const readBy = (numbers: readonly number[]) => numbers.flatMap((number) => plan.providers[number]!.reads)
  const isFaulty = (input: "q" | "b") => plan.faulty.includes(input)
  const asked = new Set([...plan.reads, ...readBy(order)])

  const faults = (["q", "b"] as const).filter((input) => asked.has(input) && isFaulty(input))
  const guarding = readBy(early)
  if (guarding.some(isFaulty)) throw refusal(faults.filter((input) => input === "q" || guarding.includes(input)).length)
  for (const number of early) open(number, plan, seen, request, response)
  if (faults.length > 0) throw refusal(faults.length)
  for (const number of order) if (!early.includes(number)) open(number, plan, seen, request, response)

  seen.log.push("handler")
  if (plan.result === "throws") throw new Failure("handler")
  for (const { number, provider } of request) flush(number, provider, seen)
  if (plan.result === "undeclared") throw new Failure("undeclared")
  if (plan.result === "does not fit") throw new Failure("does not fit")
  close(request, seen)
  if (plan.result === "stream") return stream(plan, seen, response)
  close(response, seen)
  seen.body = "whole"
}

function refusal(faults: number): Failure {
  return new Failure(faults === 1 ? "One input is not acceptable." : `${faults} inputs are not acceptable.`, 422)
}

/** The providers below these, each once, behind all that it asks for. */
function needed(asks: readonly number[], plan: RandomPlan): number[] {
  const found = asks.flatMap((number) => [...needed(plan.providers[number]!.asks, plan), number])
  return [...new Set(found)]
}

function open(number: number, plan: RandomPlan, seen: Outcome, request: Open[], response: Open[]): void {
  const provider = plan.providers[number]!
  seen.log.push(`open ${number}`)
  if (provider.fails === "open") throw new Failure(`open ${number}`)
  if (!yields(provider)) return
  if (provider.fails === "empty") throw new Failure("empty")
  ;(provider.scope === "response" ? response : request).push({ number, provider })
}

export function yields({ kind }: RandomProvider): boolean {
  return kind === "sync" || kind === "async"
}

function flush(number: number, { flush: how }: RandomProvider, seen: Outcome): void {
  if (how === "none") return
  seen.log.push(`flush ${number}`)
  if (how === "fails") throw new Failure(`flush ${number}`)
}

function close(resources: Open[], seen: Outcome): void {
  for (let last = resources.pop(); last; last = resources.pop()) {
    seen.log.push(`close ${last.number}`)
    if (last.provider.fails === "close") throw new Failure(`close ${last.number}`)
    if (last.provider.fails === "twice") throw new Failure("twice")
  }
}

function abandon(resources: Open[], message: string, seen: Outcome): void {
  for (let last = resources.pop(); last; last = resources.pop()) {
    seen.log.push(`saw ${last.number} ${message}`)
    if (last.provider.sees === "replace") seen.reports.push(`replaced ${last.number}`)
  }
}

function stream({ stream: how }: RandomPlan, seen: Outcome, response: Open[]): void {
  seen.body = how
  if (how === "left unread") return abandon(response, clientGone, seen)
  seen.log.push("stream")
  if (how === "left in the middle") {
    seen.log.push("stream left")
    return abandon(response, clientGone, seen)
  }
  if (how === "fails") {
    seen.body = "broken: stream"
    return abandon(response, "stream", seen)
  }
  try {
    close(response, seen)
  } catch (error) {
    seen.body = `broken: ${(error as Error).message}`
    abandon(response, (error as Error).message, seen)
  }
}
