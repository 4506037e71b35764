import type { Awaitable } from "../engine.ts"
import { DatabaseUnavailable } from "../errors.ts"

/** A connection as a pool sees it. */
export interface Poolable {
  /** It was lost, or nobody knows any more what state it is in: it never serves again. */
  readonly broken: boolean
  /** Says goodbye to the server. Never rejects. */
  close(): Promise<void>
  /** Ends it at once, whatever is under way on it. */
  destroy(): void
}

/** Limits of a pool; times are milliseconds. */
export interface PoolLimits {
  /** Most connections at a time. */
  readonly connections: number
  /** Most units of work that wait for one; more are refused. */
  readonly waiting: number
  /** How long one of them waits, the time to connect included. */
  readonly wait: number
  /** How long an unused connection is kept. */
  readonly idle: number
  /** How long any connection is kept: servers behind an address come and go. */
  readonly lifetime: number
  /** How long `close` waits for connections that are in use. */
  readonly drain: number
}

interface Member<C> {
  readonly connection: C
  readonly expires: number
  idleSince: number
}

interface Waiter<C> {
  resolve(connection: C): void
  reject(error: unknown): void
}

/**
 * Connections to a database server, opened when they are needed. The one that was used last is given out
 * first, so that its prepared statements are warm and the others can go. Whoever waits is served in turn.
 */
export class Pool<C extends Poolable> {
  readonly #open: () => Promise<C>
  readonly #limits: PoolLimits
  readonly #members: Map<C, Member<C>> = new Map()
  readonly #waiting: Set<Waiter<C>> = new Set()
  #idle: Member<C>[] = []
  #opening = 0
  #sweep: NodeJS.Timeout | undefined
  #closed = false
  #drained: (() => void) | undefined

  constructor(open: () => Promise<C>, limits: PoolLimits) {
    this.#open = open
    this.#limits = limits
  }

  /** Connections that exist or are being opened. */
  get size(): number {
    return this.#members.size + this.#opening
  }

  /**
   * A connection that nobody else uses until it is released.
   * @throws DatabaseUnavailable when too many wait, the wait takes too long, or no connection can be made;
   *   the signal's reason when it aborts meanwhile
   */
  acquire(signal?: AbortSignal): Awaitable<C> {
    if (this.#closed) throw closed()
    signal?.throwIfAborted()
    const now = performance.now()
    for (let member = this.#idle.pop(); member; member = this.#idle.pop()) {
      if (!member.connection.broken && now < member.expires) return member.connection
      this.#discard(member.connection)
    }
    return this.#wait(signal)
  }

  /** Gives a connection back. One that is broken or too old is closed instead of being used again. */
  release(connection: C): void {
    const member = this.#members.get(connection)
    if (!member) return
    const now = performance.now()
    if (this.#closed || connection.broken || now >= member.expires) return this.#discard(connection)
    member.idleSince = now
    this.#give(member)
  }

  /** Refuses whoever waits, lets those who have a connection finish within the limit, and closes all. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#sweep)
    for (const waiter of this.#waiting) waiter.reject(closed())
    const idle = this.#idle.map((member) => member.connection)
    this.#idle = []
    const goodbyes = idle.map((connection) => this.#end(connection))
    if (this.size > 0) await this.#drain()
    for (const connection of this.#members.keys()) connection.destroy()
    this.#members.clear()
    await Promise.all(goodbyes)
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#limits.drain)
      this.#drained = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #wait(signal: AbortSignal | undefined): Promise<C> {
    const { waiting, wait } = this.#limits
    const room = this.#limits.connections - this.#members.size
    if (this.#waiting.size >= waiting + room) {
      throw new DatabaseUnavailable(`${waiting} units of work are already waiting for a connection to the database.`)
    }
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        if (!this.#waiting.delete(waiter)) return
        clearTimeout(timer)
        signal?.removeEventListener("abort", aborted)
        end()
      }
      const waiter: Waiter<C> = {
        resolve: (connection) => settle(() => resolve(connection)),
        reject: (error) => settle(() => reject(error as Error)),
      }
      const late = `Waited ${wait} ms for a connection to the database.`
      const timer = setTimeout(() => waiter.reject(new DatabaseUnavailable(late)), wait)
      const aborted = (): void => waiter.reject(signal!.reason)
      signal?.addEventListener("abort", aborted)
      this.#waiting.add(waiter)
      this.#grow()
    })
  }

  /** Opens connections while more wait than are being opened. */
  #grow(): void {
    while (!this.#closed && this.#opening < this.#waiting.size && this.size < this.#limits.connections) {
      this.#opening++
      void this.#connect()
    }
  }

  async #connect(): Promise<void> {
    try {
      const connection = await this.#open()
      this.#opening--
      if (this.#closed) return this.#refuse(connection)
      // Connections that were opened together must not all end together.
      const lifetime = this.#limits.lifetime * (1 - Math.random() / 10)
      const now = performance.now()
      const member = { connection, expires: now + lifetime, idleSince: now }
      this.#members.set(connection, member)
      this.#give(member)
    } catch (error) {
      this.#opening--
      const [first] = this.#waiting
      first?.reject(error)
      this.#grow()
      this.#settled()
    }
  }

  #refuse(connection: C): void {
    void connection.close()
    this.#settled()
  }

  #give(member: Member<C>): void {
    const [next] = this.#waiting
    if (next) return next.resolve(member.connection)
    this.#idle.push(member)
    this.#sweep ??= this.#sweepAfter(this.#limits.idle)
  }

  #discard(connection: C): void {
    void this.#end(connection)
    this.#grow()
    this.#settled()
  }

  #end(connection: C): Promise<void> {
    this.#members.delete(connection)
    if (!connection.broken) return connection.close()
    connection.destroy()
    return Promise.resolve()
  }

  #settled(): void {
    if (this.#closed && this.size === 0) this.#drained?.()
  }

  /** Closes connections that nobody has used for long: those at the bottom of the pile. */
  #sweepAfter(time: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const since = performance.now() - this.#limits.idle
      while (this.#idle[0] && this.#idle[0].idleSince <= since) this.#discard(this.#idle.shift()!.connection)
      const oldest = this.#idle[0]
      this.#sweep = oldest && this.#sweepAfter(oldest.idleSince - since)
    }, time)
    timer.unref()
    return timer
  }
}

function closed(): DatabaseUnavailable {
  return new DatabaseUnavailable("The database is closed.")
}
