import type { Dependency } from "./provider.ts"

/** Well-known method of a provided value that has work to finish before a result is encoded, such as writing what a session holds. */
export const flush: unique symbol = Symbol.for("maru.flush") as never

/** A value whose generator waits at its `yield` for the teardown. */
export interface Resource {
  readonly name: string
  readonly value: unknown
  readonly generator: Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>
}

/** Thrown when a generator ends without a value or yields twice: a mistake in the provider. */
export class ProviderProtocolError extends Error {
  override readonly name = "ProviderProtocolError"
}

/** Collects the errors of teardowns that failed while another error was already on its way. */
export type Report = (error: unknown) => void

/**
 * Runs a generator to its `yield` and keeps it for the teardown.
 * @returns the yielded value, as a promise if the generator is asynchronous
 */
export function openResource(dependency: Dependency, name: string, args: unknown, owner: Resource[]): unknown {
  const generator = dependency.make(args as never) as Resource["generator"]
  const first = generator.next()
  return first instanceof Promise
    ? first.then((result) => keepResource(result, name, generator, owner))
    : keepResource(first, name, generator, owner)
}

function keepResource(
  result: IteratorResult<unknown, unknown>,
  name: string,
  generator: Resource["generator"],
  owner: Resource[],
): unknown {
  if (result.done) throw new ProviderProtocolError(`Provider "${name}" ended without yielding a value.`)
  owner.push({ name, value: result.value, generator })
  return result.value
}

/**
 * The value of a provider that is no generator function.
 * @throws ProviderProtocolError for a generator, whose teardown nobody would run
 */
export function plainValue(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return value
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]
  if (tag !== "AsyncGenerator" && tag !== "Generator") return value
  throw new ProviderProtocolError(
    `Provider "${name}" returned a generator. Give dependency(...) the generator function itself, so that its teardown runs.`,
  )
}

// What follows is synchronous until the first resource that is not, so that a plan without awaits costs no promise.

/** Lets every open resource write what it holds, so that generated values exist before the result is encoded. */
export function flushResources(resources: readonly Resource[], start = 0): void | Promise<void> {
  for (let at = start; at < resources.length; at++) {
    const { value } = resources[at]!
    const method = (value as { [flush]?: () => unknown } | null | undefined)?.[flush]
    const flushed = typeof method === "function" ? method.call(value) : undefined
    if (flushed instanceof Promise) return flushed.then(() => flushResources(resources, at + 1))
  }
}

/**
 * Lets the generators run past their `yield`, the last opened first. If one throws, those not yet
 * finished see that error at their `yield`, and it is rethrown.
 */
export function closeResources(resources: Resource[], report: Report): void | Promise<void> {
  for (let resource = resources.pop(); resource; resource = resources.pop()) {
    try {
      const closed = close(resource)
      if (closed) {
        return closed.then(
          () => closeResources(resources, report),
          (error: unknown) => failed(resources, error, report),
        )
      }
    } catch (error) {
      return failed(resources, error, report)
    }
  }
}

function close({ generator, name }: Resource): void | Promise<void> {
  const result = generator.next()
  if (result instanceof Promise) {
    return result.then(({ done }) => (done ? undefined : stop(generator, name)))
  }
  if (!result.done) return stop(generator, name)
}

/** Ends a generator that waits at a second `yield`, and rejects. */
async function stop(generator: Resource["generator"], name: string): Promise<never> {
  await generator.return(undefined)
  throw new ProviderProtocolError(`Provider "${name}" yielded twice; a provider yields one value.`)
}

async function failed(resources: Resource[], error: unknown, report: Report): Promise<void> {
  await abandonResources(resources, error, report)
  throw error
}

/**
 * Throws an error into every open generator at its `yield`, the last opened first. It never throws or rejects:
 * the caller rethrows the error that it already has, and teardowns that fail on their own are reported.
 */
export function abandonResources(resources: Resource[], error: unknown, report: Report): void | Promise<void> {
  const tell = (thrown: unknown): void => {
    if (!Object.is(thrown, error)) report(thrown)
  }
  for (let resource = resources.pop(); resource; resource = resources.pop()) {
    try {
      const abandoned = abandon(resource, error)
      if (abandoned) return abandoned.catch(tell).then(() => abandonResources(resources, error, report))
    } catch (thrown) {
      tell(thrown)
    }
  }
}

function abandon({ generator }: Resource, error: unknown): void | Promise<unknown> {
  const result = generator.throw(error)
  if (result instanceof Promise) {
    return result.then(({ done }) => (done ? undefined : generator.return(undefined)))
  }
  if (!result.done) generator.return(undefined)
}
