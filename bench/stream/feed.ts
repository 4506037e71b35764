// The news that all programs send. Every client gets news of its own, so that none can be written once for all.

/** One piece of news for one client. */
export interface News {
  readonly client: number
  readonly number: number
  readonly text: string
}

export const newsOf = (client: number, number: number): News => ({ client, number, text: "Something has happened." })

/** Between two pieces of news, in milliseconds; 0 sends the next as soon as the event loop has gone round. */
const interval = Number(process.env["NEWS_INTERVAL"] ?? 0)

let coming = Promise.withResolvers<void>()
const listeners = new Set<() => void>()

/** Resolves when there is news again. A client that still waits for earlier news to be taken misses it. */
export const tick = (): Promise<void> => coming.promise

/** Calls a function whenever there is news, until what it returns is called. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function announce(): void {
  const now = coming
  coming = Promise.withResolvers()
  now.resolve()
  for (const listener of listeners) listener()
  if (interval === 0) setImmediate(announce)
}

// The runner says when all clients are there: a server that is busy with news would be slow to let them in.
process.once("SIGUSR2", () => {
  if (interval > 0) setInterval(announce, interval)
  else setImmediate(announce)
})
