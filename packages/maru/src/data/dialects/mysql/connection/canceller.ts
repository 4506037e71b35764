import { type Driver, openDriver } from "./driver.ts"
import type { MysqlSettings } from "../options.ts"

/** Milliseconds that the connection is kept for the next one who wants to cancel. */
const kept = 1000

/**
 * Stops what other connections do. A busy connection cannot be told on itself, so this one tells the
 * server; it is opened when it is needed and shared by all who cancel at the time.
 */
export class Canceller {
  readonly #settings: MysqlSettings
  #driver: Promise<Driver> | undefined
  #users = 0
  #timer: NodeJS.Timeout | undefined

  constructor(settings: MysqlSettings) {
    this.#settings = settings
  }

  /** Ends the statement that a connection runs. @param thread the connection as the server counts them */
  cancel(thread: number): Promise<void> {
    return this.#run(`KILL QUERY ${thread}`)
  }

  /** Ends a connection, which may be sending rows that nobody reads. */
  end(thread: number): Promise<void> {
    return this.#run(`KILL CONNECTION ${thread}`)
  }

  async #run(sql: string): Promise<void> {
    clearTimeout(this.#timer)
    this.#users++
    try {
      const driver = await (this.#driver ??= this.#connect())
      await new Promise<void>((resolve, reject) => {
        driver.query({ sql, rowsAsArray: true }, (error) => (error ? reject(error) : resolve()))
      })
    } finally {
      if (--this.#users === 0) this.#timer = setTimeout(() => this.close(), kept)
    }
  }

  /** Ends its own connection, if there is one. */
  close(): void {
    clearTimeout(this.#timer)
    const ending = this.#driver
    this.#driver = undefined
    ending?.then(
      (driver) => driver.end(() => undefined),
      () => undefined,
    )
  }

  #connect(): Promise<Driver> {
    const opened = openDriver(this.#settings)
    const forget = (): void => {
      if (this.#driver === opened) this.#driver = undefined
    }
    opened.then((driver) => driver.on("error", forget), forget)
    return opened
  }
}
