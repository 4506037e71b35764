/** Thrown inside a synchronous run when a check turns out to be asynchronous. */
export class AsyncCheck extends Error {
  override readonly name = "AsyncCheck"
}

/** Stops a synchronous run at a promise. The promise is dropped: the run starts again asynchronously. */
export function guard(result: unknown): void {
  if (!(result instanceof Promise)) return
  result.catch(() => {})
  throw new AsyncCheck("A check returned a promise in a synchronous run.")
}

/** Zod throws an error of its own when a check returns a promise. Its class cannot be reached, and its name may be minified. */
export function isAsyncError(error: unknown): boolean {
  if (error instanceof AsyncCheck) return true
  return error instanceof Error && error.message.startsWith("Encountered Promise during synchronous parse")
}
