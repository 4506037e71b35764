/** The system cannot take this work now, but may soon: a full queue, a pool without connections. Answered by 503. */
export class Unavailable extends Error {
  override readonly name: string = "Unavailable"
  readonly code = "unavailable"
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number

  /**
   * @param message says what is exhausted; the client sees it
   * @param retryAfter seconds
   */
  constructor(message: string, retryAfter = 1) {
    super(message)
    this.retryAfter = retryAfter
  }
}
