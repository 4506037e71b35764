import type { Plan } from "../../endpoint/plan/plan.ts"
import { normalPath } from "../../routing/normal-path.ts"
import { parsePattern } from "../../routing/pattern.ts"
import { routingTable } from "../../routing/table.ts"
import { nearest } from "../nearest.ts"
import { UsageError } from "../usage.ts"

/**
 * The plan that somebody means: by operation name (`posts.create`), by method and pattern (`GET /posts/:id`,
 * `GET /posts/{id}`), by method and the path of a request (`GET /posts/42`), or by a path that has one method.
 *
 * @throws UsageError that names the nearest ones
 */
export function findPlan(plans: readonly Plan[], asked: string): Plan {
  const { method, path } = readQuestion(asked)
  if (path === undefined) return byName(plans, asked)
  const found = plans.filter((plan) => plan.path === path && (method === undefined || plan.method === method))
  const matching = found.length > 0 ? found : byRequest(plans, method, path)
  if (matching.length === 1) return matching[0]!
  if (matching.length > 1) throw new UsageError(`Which method? There are ${list(matching.map(titleOf))}.`)
  throw unknown(plans, asked)
}

interface Question {
  readonly method: string | undefined
  /** As a pattern: `{id}` is written `:id`. */
  readonly path: string | undefined
}

function readQuestion(asked: string): Question {
  const [, method, target] = /^(?:([A-Za-z]+)\s+)?((?:\/|https?:\/\/).*)$/.exec(asked.trim()) ?? []
  if (target === undefined) return { method: undefined, path: undefined }
  const path = target.replace(/^https?:\/\/[^/]*/, "").replace(/[?#].*$/, "") || "/"
  return { method: method?.toUpperCase(), path: path.replace(/\{(\w+)\}/g, ":$1") }
}

function byName(plans: readonly Plan[], asked: string): Plan {
  const name = asked.trim().toLowerCase()
  const found = plans.find(({ operation }) => operation.toLowerCase() === name)
  if (found) return found
  throw unknown(plans, asked)
}

/** The way that a request takes: the routing table knows. */
function byRequest(plans: readonly Plan[], method: string | undefined, path: string): Plan[] {
  const table = routingTable(
    plans.map((plan) => ({ method: plan.method, pattern: parsePattern(plan.path), source: plan.source, value: plan })),
  )
  const methods = method === undefined ? new Set(plans.map((plan) => plan.method)) : [method]
  return [...methods].flatMap((each) => table.find(each, normalPath(path))?.value ?? [])
}

function unknown(plans: readonly Plan[], asked: string): UsageError {
  const titles = plans.map(titleOf)
  const close = nearest(asked, [...titles, ...plans.map(({ operation }) => operation)], 3)
  const hint = close.length > 0 ? `Did you mean ${list(close)}?` : `"maru routes" lists them all.`
  return new UsageError(`No endpoint is "${asked}". ${hint}`)
}

function titleOf({ method, path }: Plan): string {
  return `${method} ${path}`
}

function list(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`
}
