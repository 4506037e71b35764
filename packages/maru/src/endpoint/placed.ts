import type { SourceLine } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import type { InputLeaf } from "./inputs/input.ts"

/**
 * Runs a part of the compilation. A start error that knows no place, such as a schema's, gets that of the value that it
 * is about.
 *
 * @param place in words: `GET /posts, query "page"`
 */
export function placed<T>(place: string, source: SourceLine | undefined, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof StartError) || error.sources.length > 0) throw error
    throw new StartError(error.code, `${place}: ${error.message}`, [source])
  }
}

/** The same for an input. @param owner who asks for it: "GET /posts" */
export function placedInput<T>(owner: string, { leaf, name, source }: InputLeaf, compile: () => T): T {
  return placed(`${owner}, ${leaf.place} "${name}"`, source, compile)
}
