import type { Engine } from "../engine.ts"
import type { Compiler } from "../query/compiler.ts"

/** How a session reads and writes; see `database.session`. */
export interface SessionOptions {
  /** Ends waiting and refuses further statements when it aborts. A COMMIT that has begun is waited for. */
  readonly signal?: AbortSignal | undefined
  /**
   * `read committed`: every read sees what was committed before it. `serializable`: the session takes the
   * right to write with its first statement, so that nobody changes what it reads.
   */
  readonly isolation?: "read committed" | "serializable" | undefined
  /** Refuses to write. */
  readonly readOnly?: boolean | undefined
}

/** What a session needs of the database that made it. */
export interface SessionHome {
  readonly engine: Engine
  readonly compiler: Compiler
  /** A promise while the database is still being opened. */
  readonly ready: () => Promise<void> | undefined
}
