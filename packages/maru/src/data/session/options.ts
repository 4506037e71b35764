import type { Engine, Isolation } from "../engine.ts"
import type { Observers } from "../observer.ts"
import type { Compiler } from "../query/compile/compiler.ts"

/** How a session reads and writes; see `database.session`. */
export interface SessionOptions {
  /** Ends waiting and refuses further statements when it aborts. A COMMIT that has begun is waited for. */
  readonly signal?: AbortSignal | undefined
  /**
   * `read committed`, the default: every read sees what was committed before it. `repeatable read`: all reads
   * see the state at the first one. `serializable`: as if nobody else worked meanwhile. The latter two begin
   * the transaction with the first read; on SQLite they take the right to write.
   */
  readonly isolation?: Isolation | undefined
  /** Refuses to write. */
  readonly readOnly?: boolean | undefined
}

/** What `session.get` can be told beside the key. */
export interface GetOptions<W> {
  /** Relations to load as well. */
  readonly with?: W
  /** Takes the right to write first, so that nobody changes the row before this session commits. */
  readonly lock?: "update"
  /** Whether a row that says it was deleted counts, where the model has a `softDelete` column. */
  readonly withDeleted?: boolean
}

/** What a session needs of the database that made it. */
export interface SessionHome {
  readonly engine: Engine
  /** Where a session reads until it writes, undefined where that is the engine itself. */
  readonly replica: () => Engine | undefined
  readonly compiler: Compiler
  /** Signs cursors. */
  readonly cursorKey: string
  readonly observers: Observers
  /** A promise while the database is still being opened. */
  readonly ready: () => Promise<void> | undefined
}
