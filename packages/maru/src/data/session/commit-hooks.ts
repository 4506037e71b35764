type Work = () => void

/** What waits for the commit of a session. Where the work is undone, it is forgotten. */
export class CommitHooks {
  #before: Work[] = []
  #after: Work[] = []

  beforeCommit(work: Work): void {
    this.#before.push(work)
  }

  afterCommit(work: Work): void {
    this.#after.push(work)
  }

  /** Runs what may still add to the unit of work; it is not run again. */
  prepare(): void {
    for (let work = this.#before.shift(); work; work = this.#before.shift()) work()
  }

  /** The work is committed: nothing that fails now can change that. */
  committed(): void {
    const works = this.#after
    this.#after = []
    for (const work of works) {
      try {
        work()
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error), "MaruCommitWarning")
      }
    }
  }

  /** All of it was undone. */
  clear(): void {
    this.#before = []
    this.#after = []
  }

  /** What there is now, for `backTo`. */
  mark(): () => void {
    const [before, after] = [this.#before.length, this.#after.length]
    return () => {
      this.#before.length = Math.min(before, this.#before.length)
      this.#after.length = Math.min(after, this.#after.length)
    }
  }
}
