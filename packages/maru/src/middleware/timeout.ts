import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { leave } from "../http/body.ts"
import { Deadline, DeadlinePassed, deadlines } from "../http/deadline.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { errorResponse } from "../http/problem.ts"
import { RequestWrapper } from "../http/request-wrapper.ts"
import { type Duration, milliseconds } from "./duration.ts"

/**
 * Gives a request so much time until its answer begins. Then the answer is a 503, the request's `signal` is aborted, and
 * what the handler still does is rolled back. A commit that has begun is waited for: who gets a 503 can rely on it that
 * nothing was kept. A stream that has begun goes on for as long as it takes.
 *
 * A handler that never looks at its signal is not stopped, only no longer waited for; one that computes without ever
 * waiting keeps everybody waiting, this clock too.
 *
 * @param duration "10s", or milliseconds
 * @throws StartError `option-invalid`
 * @example
 * get("/report", { signal }, returns(200, Report), use(timeout("2s")), ({ signal }) => fetchReport(signal))
 */
export function timeout(duration: Duration): Middleware {
  const source = callerSource(timeout as never)
  const time = timeOf(duration, source)
  return layer(
    "timeout",
    (request, next) => {
      const deadline = new Deadline(deadlines.get(request))
      deadlines.set(request, deadline)
      const answer = next(new TimedRequest(request, deadline))
      return answer instanceof Promise ? inTime(answer, deadline, time) : answer
    },
    { note: `${duration}`, answers: [{ status: 503, description: `Not done within ${duration}` }] },
    source,
  )
}

function timeOf(duration: Duration, source: Middleware["source"]): number {
  try {
    return milliseconds(duration)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `timeout: ${error.message}`, [source])
  }
}

async function inTime(answer: Promise<HttpResponse>, deadline: Deadline, time: number): Promise<HttpResponse> {
  const late = Promise.withResolvers<HttpResponse>()
  const timer = setTimeout(() => {
    if (!deadline.pass()) return
    late.resolve(errorResponse(new DeadlinePassed()))
    void abandoned(answer)
  }, time)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Nobody reads what comes too late. */
async function abandoned(answer: Promise<HttpResponse>): Promise<void> {
  leave((await answer).body)
}

class TimedRequest extends RequestWrapper {
  readonly #deadline: Deadline
  #signal: AbortSignal | undefined

  constructor(outer: HttpRequest, deadline: Deadline) {
    super(outer)
    this.#deadline = deadline
  }

  override get signal(): AbortSignal {
    return (this.#signal ??= AbortSignal.any([super.signal, this.#deadline.signal]))
  }
}
