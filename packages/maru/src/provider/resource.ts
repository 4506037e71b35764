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

/** Lets every open resource write what it holds, so that generated values exist before the result is encoded. */
export async function flushResources(resources: readonly Resource[]): Promise<void> {
  for (const { value } of resources) {
    const method = (value as { [flush]?: () => unknown } | null | undefined)?.[flush]
    if (typeof method === "function") await method.call(value)
  }
}

/**
 * Lets the generators run past their `yield`, the last opened first. If one throws, those not yet
 * finished see that error at their `yield`, and it is rethrown.
 */
export async function closeResources(resources: Resource[], report: Report): Promise<void> {
  for (let resource = resources.pop(); resource; resource = resources.pop()) {
    try {
      const result = await resource.generator.next()
      if (!result.done) {
        await resource.generator.return(undefined)
        throw new ProviderProtocolError(`Provider "${resource.name}" yielded twice; a provider yields one value.`)
      }
    } catch (error) {
      await abandonResources(resources, error, report)
      throw error
    }
  }
}

/**
 * Throws an error into every open generator at its `yield`, the last opened first. It never rejects:
 * the caller rethrows the error that it already has, and teardowns that fail on their own are reported.
 */
export async function abandonResources(resources: Resource[], error: unknown, report: Report): Promise<void> {
  for (let resource = resources.pop(); resource; resource = resources.pop()) {
    try {
      const result = await resource.generator.throw(error)
      if (!result.done) await resource.generator.return(undefined)
    } catch (thrown) {
      if (thrown !== error) report(thrown)
    }
  }
}
