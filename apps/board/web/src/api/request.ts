import { asProblem, problemFrom } from "./problem.ts"

/** Milliseconds after which a request counts as lost. */
const patience = 15_000

export interface RequestOptions {
  /** Sent as JSON, and a form as it is. */
  readonly body?: unknown
  /** Ends the request when its answer is no longer of interest. */
  readonly signal?: AbortSignal
}

/**
 * Sends one request to the board's API and reads its JSON answer (undefined when it has none).
 *
 * @throws Problem for every answer that is no success, and with status 0 when there was none
 */
export async function request<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  try {
    const response = await fetch(path, settings(method, options))
    const text = await response.text()
    if (!response.ok) throw problemFrom(response.status, json(text))
    return json(text) as Answer
  } catch (thrown) {
    throw asProblem(thrown)
  }
}

function settings(method: string, { body, signal }: RequestOptions): RequestInit {
  const timeout = AbortSignal.timeout(patience)
  const headers: Record<string, string> = { accept: "application/json, application/problem+json" }
  const plain = body === undefined || body instanceof FormData
  if (!plain) headers["content-type"] = "application/json"
  return {
    method,
    headers,
    body: plain ? (body ?? null) : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }
}

/** What a text says in JSON; undefined when it is empty or something else. */
function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
