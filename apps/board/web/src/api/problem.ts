/** One fault of an input, as the server tells it in the `errors` of a problem. */
export interface Fault {
  readonly in: string
  readonly name: string
  /** JSON Pointer (RFC 6901) into the body: "/email". */
  readonly pointer: string
  readonly code: string
  readonly expected: string
  readonly received: string
  readonly message: string
}

/** Why a request did not succeed: a problem+json answer (RFC 9457), or status 0 when no answer came at all. */
export class Problem extends Error {
  override readonly name = "Problem"
  readonly status: number
  /** Stable code of the server, or "network" or "timeout" when it was not reached. */
  readonly code: string
  readonly faults: readonly Fault[]

  constructor(status: number, code: string, detail = "", faults: readonly Fault[] = []) {
    super(detail)
    this.status = status
    this.code = code
    this.faults = faults
  }
}

/** The problem that an answer tells; an answer of another kind (a proxy's page) still gives one, by its status. */
export function problemFrom(status: number, body: unknown): Problem {
  if (typeof body !== "object" || body === null) return new Problem(status, "")
  const { code, detail, title, errors } = body as Record<string, unknown>
  return new Problem(status, text(code), text(detail) || text(title), Array.isArray(errors) ? errors.map(fault) : [])
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  return new Problem(0, thrown instanceof Error && thrown.name === "TimeoutError" ? "timeout" : "network")
}

function fault(value: unknown): Fault {
  const { in: place, name, pointer, code, expected, received, message } = Object(value) as Record<string, unknown>
  return {
    in: text(place),
    name: text(name),
    pointer: text(pointer),
    code: text(code),
    expected: text(expected),
    received: text(received),
    message: text(message),
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : ""
}
