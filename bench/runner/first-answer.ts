import { type Place, type Program, type Server, serve } from "./server.ts"

/** A server that has answered once. */
export interface Answered {
  readonly server: Server
  /** From the start of the process to the last byte of its first answer. */
  readonly milliseconds: number
  readonly body: string
}

/**
 * Starts a program and asks it as soon as it has printed its address.
 * @throws Error when it does not start or answers anything but 200
 */
export async function firstAnswer(
  program: Program,
  path: string,
  core: number | undefined,
  place: Place = {},
): Promise<Answered> {
  const begin = performance.now()
  const server = await serve(program, core, place)
  try {
    const response = await fetch(server.origin + path, { signal: AbortSignal.timeout(10_000) })
    const body = await response.text()
    const milliseconds = performance.now() - begin
    if (response.status !== 200) throw new Error(`${program.file} answered ${response.status} at first: ${body}`)
    return { server, milliseconds, body }
  } catch (error) {
    await server.close()
    throw error
  }
}
