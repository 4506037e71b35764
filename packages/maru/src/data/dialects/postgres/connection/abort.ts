const listeners = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back when the signal aborts, until the function that it returns is called. The signal itself is listened to
 * once, however many statements run under it: adding and removing a listener costs more than the rest of a query.
 */
export function whenAborted(signal: AbortSignal, run: () => void): () => void {
  let known = listeners.get(signal)
  if (!known) {
    const made = (known = new Set())
    listeners.set(signal, made)
    signal.addEventListener("abort", () => made.forEach((listener) => listener()), { once: true })
  }
  known.add(run)
  return () => void known.delete(run)
}
