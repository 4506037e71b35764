import { useEffect, useRef, useState } from "preact/hooks"
import { type Problem, asProblem } from "./problem.ts"

export type Load<Value> =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly value: Value }
  | { readonly status: "failed"; readonly problem: Problem }

/** What was loaded last, by key: shown at once when a view is opened again, while it is loaded anew. */
const kept = new Map<string, unknown>()
const keptAtMost = 60

/** Forgets everything that was loaded: what is shown may depend on who is logged in. */
export function forgetLoaded(): void {
  kept.clear()
}

/** Forgets what was loaded under keys that begin with this. */
export function forgetLoadedUnder(prefix: string): void {
  for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key)
}

function keep(key: string, value: unknown): void {
  kept.delete(key)
  kept.set(key, value)
  for (const oldest of kept.keys()) {
    if (kept.size <= keptAtMost) return
    kept.delete(oldest)
  }
}

function fromKept<Value>(key: string): Load<Value> {
  return kept.has(key) ? { status: "ready", value: kept.get(key) as Value } : { status: "loading" }
}

export interface Loaded<Value> {
  readonly state: Load<Value>
  /** Loads again, after a failure. */
  readonly again: () => void
  /** Changes what is shown without asking the server; does nothing before it is there. */
  readonly change: (edit: (value: Value) => Value) => void
}

/**
 * Loads what a view shows. The key names it: another key loads anew, and ends the request of the one before.
 *
 * @throws nothing: a failure is a state
 */
export function useLoad<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [attempt, setAttempt] = useState(0)
  const [result, setResult] = useState<{ key: string; state: Load<Value> }>(() => ({ key, state: fromKept(key) }))
  const state = result.key === key ? result.state : fromKept<Value>(key)
  const latest = useRef({ key, state })
  latest.current = { key, state }

  const show = (value: Value): void => {
    keep(key, value)
    setResult({ key, state: { status: "ready", value } })
  }

  useEffect(() => {
    const leaving = new AbortController()
    load(leaving.signal).then(
      (value) => !leaving.signal.aborted && show(value),
      (thrown: unknown) =>
        !leaving.signal.aborted && setResult({ key, state: { status: "failed", problem: asProblem(thrown) } }),
    )
    return () => leaving.abort()
  }, [key, attempt])

  return {
    state,
    again: () => {
      setResult({ key, state: { status: "loading" } })
      setAttempt((count) => count + 1)
    },
    change: (edit) => {
      const { state } = latest.current
      if (state.status === "ready") show(edit(state.value))
    },
  }
}
