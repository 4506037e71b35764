import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { Answer } from "../http/answer.ts"
import { leave } from "../http/body.ts"
import { HeaderList } from "../http/header-list.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { addVary } from "../http/vary.ts"
import { type CorsOptions, type CorsPolicy, corsPolicy } from "./cors/policy.ts"

/**
 * Lets pages of other origins read answers (CORS, in the Fetch standard), and answers the preflights that browsers send
 * before. Errors carry the same headers, so that a page can read why it was refused. It is no protection of the server:
 * who may do what is for providers to decide.
 *
 * Given to the application it counts everywhere; given to a router or an endpoint, there, and wins over the application's.
 *
 * @throws StartError `option-invalid` for what browsers would not take, and for any origin with credentials
 * @example
 * new App(info, [cors({ origins: ["https://page.example"], credentials: true }), router("/posts", posts)])
 */
export function cors(options: CorsOptions): Middleware {
  const source = callerSource(cors as never)
  const policy = compiled(options, source)
  return layer(
    "cors",
    {
      after: (answer, request) =>
        isPreflight(request) ? preflightAnswer(policy, request, answer) : readable(policy, request, answer),
    },
    { note: noteOf(options), warnings: policy.warnings, preflight: true },
    source,
  )
}

function compiled(options: CorsOptions, source: Middleware["source"]): CorsPolicy {
  try {
    return corsPolicy(options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `cors: ${error.message}`, [source])
  }
}

function isPreflight(request: HttpRequest): boolean {
  return request.method === "OPTIONS" && request.header("access-control-request-method") !== undefined
}

const allowOrigin = "access-control-allow-origin"

/** Adds what a page needs to read an answer. A layer further inside has decided already, where it is there. */
function readable(policy: CorsPolicy, request: HttpRequest, answer: HttpResponse): HttpResponse {
  if (policy.varies) addVary(answer.headers, "origin")
  const origin = request.header("origin")
  const headers = origin === undefined ? undefined : policy.answerHeaders(origin)
  if (!headers || answer.headers.has(allowOrigin)) return answer
  for (const [name, value] of headers) answer.headers.set(name, value)
  return answer
}

/**
 * Browsers send no credentials with a preflight and want a success. So what refused it inside does not count; the
 * request itself will be refused, and the page can read why.
 */
function preflightAnswer(policy: CorsPolicy, request: HttpRequest, answer: HttpResponse): HttpResponse {
  const decided = answer.headers.has(allowOrigin)
  const origin = request.header("origin")
  if (decided || origin === undefined || !policy.answerHeaders(origin)) return readable(policy, request, answer)
  const allow = answer.headers.get("allow")
  const privateNetwork = request.header("access-control-request-private-network") === "true"
  const granted = answer.status < 300 ? answer : granting(answer, allow)
  for (const [name, value] of policy.preflightHeaders(allow, privateNetwork)) granted.headers.set(name, value)
  return readable(policy, request, granted)
}

function granting({ body }: HttpResponse, allow: string | undefined): HttpResponse {
  leave(body)
  return new Answer(204, HeaderList.from(allow === undefined ? [] : [["allow", allow]]), null)
}

function noteOf({ origins, credentials }: CorsOptions): string {
  const who = typeof origins === "function" ? "origins by a function" : [origins].flat().join(", ")
  return credentials ? `${who}, with credentials` : who
}
