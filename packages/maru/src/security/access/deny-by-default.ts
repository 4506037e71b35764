import type { AppPart, AppView, Extension } from "../../app/parts.ts"
import type { Plan } from "../../endpoint/plan/plan.ts"
import { callerSource } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"

/**
 * Makes it a start error if an endpoint lets strangers in, unless it is listed: what somebody forgets to guard is then
 * closed and not open. An endpoint is guarded where it cannot be used without credentials.
 *
 * @param open endpoints that are open on purpose, as method and path or by name: "POST /session", "posts.list"
 * @example
 * new App(options, [denyByDefault("POST /session", "GET /posts"), router("/posts", posts), …])
 */
export function denyByDefault(...open: readonly string[]): Extension {
  const source = callerSource(denyByDefault as never)
  const parts = ({ plans }: AppView): AppPart[] => {
    const unused = open.find((entry) => !plans.some((plan) => namesOf(plan).includes(entry)))
    if (unused !== undefined) {
      throw new StartError("option-invalid", `denyByDefault: no endpoint is "${unused}".`, [source])
    }
    const forgotten = plans.filter((plan) => !isGuarded(plan) && !namesOf(plan).some((name) => open.includes(name)))
    if (forgotten.length === 0) return []
    const list = forgotten.map((plan) => namesOf(plan)[0]).join(", ")
    throw new StartError(
      "access-open",
      `Strangers may use ${list}. Ask for a provider that needs credentials, such as the current user, or list what is open on purpose in denyByDefault(…).`,
      [source, ...forgotten.map((plan) => plan.source)],
    )
  }
  return Object.freeze({ kind: "extension", parts })
}

function namesOf({ method, path, operation }: Plan): readonly [string, string] {
  return [`${method} ${path}`, operation]
}

function isGuarded({ security, errors }: Plan): boolean {
  return (
    security.some(({ optional }) => !optional) || (security.length > 0 && errors.some(({ status }) => status === 401))
  )
}
