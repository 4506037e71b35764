import type { StartCode } from "./codes.ts"
import { type SourceLine, formatSource } from "./source.ts"

/**
 * A fault in the application's own declaration, found when it starts and never during a request.
 * The message names the place and the way out.
 */
export class StartError extends Error {
  override readonly name = "StartError"
  readonly code: StartCode
  /** Where the faulty values were declared, the first one first. */
  readonly sources: readonly SourceLine[]

  /**
   * @param code stable code from the table of start codes
   * @param message what is wrong and what to do about it, in full sentences
   * @param sources source lines of the values concerned
   */
  constructor(code: StartCode, message: string, sources: readonly (SourceLine | undefined)[] = []) {
    const known = sources.filter((source) => source !== undefined)
    super(
      known.length === 0
        ? message
        : `${message}\n${known.map((source) => `    at ${formatSource(source)}`).join("\n")}`,
    )
    this.code = code
    this.sources = known
  }
}
