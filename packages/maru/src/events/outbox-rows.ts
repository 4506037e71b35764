import type { Database } from "../data/database.ts"
import type { DbSession } from "../data/session/session.ts"
import type { OutboxModel, OutboxRow } from "./outbox-model.ts"

/** A row that this process may deliver until its lease ends. */
export interface Claim {
  readonly row: OutboxRow
  readonly until: Date
}

/** Rows that are looked at in one statement. */
const pageSize = 100

/** The rows of an outbox, which several processes share. */
export class OutboxRows {
  readonly #database: Database
  readonly #model: OutboxModel

  constructor(database: Database, model: OutboxModel) {
    this.#database = database
    this.#model = model
  }

  /**
   * Takes rows that are due, of each key only the first. A row is taken by moving the time at which it is due, on the
   * condition that nobody has moved it: of several processes that try, one changes the row.
   *
   * @param lease milliseconds
   */
  async claim(names: readonly string[], count: number, lease: number): Promise<Claim[]> {
    const claims: Claim[] = []
    for (let after = 0; claims.length < count;) {
      const rows = await this.#due(names, after)
      for (const row of await this.#heads(rows)) {
        if (claims.length < count) claims.push(...(await this.#take(row, lease)))
      }
      if (rows.length < pageSize) break
      after = rows.at(-1)!.id
    }
    return claims
  }

  /** It was delivered. Does nothing where the lease was lost. */
  async done({ row, until }: Claim): Promise<void> {
    await this.#database.transaction((db) => this.#held(db, row, until).delete(), { retries: 5 })
  }

  /** It was not delivered, and is due again later, or never. */
  async failed({ row, until }: Claim, error: string, dueAt: Date, dead: boolean): Promise<void> {
    const change = { attempts: row.attempts + 1, error, dueAt, dead }
    await this.#database.transaction((db) => this.#held(db, row, until).update(change), { retries: 5 })
  }

  async #due(names: readonly string[], after: number): Promise<OutboxRow[]> {
    await using db = this.#database.session()
    return await db
      .query(this.#model)
      .where({ dead: false, dueAt: { lte: new Date() }, name: { in: [...names] }, id: { gt: after } })
      .orderBy("id")
      .limit(pageSize)
      .all()
  }

  /** Those that no earlier row of their key stands before. */
  async #heads(rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
    const keys = [...new Set(rows.flatMap(({ key }) => key ?? []))]
    if (keys.length === 0) return [...rows]
    await using db = this.#database.session()
    const first = await db
      .query(this.#model)
      .where({ dead: false, key: { in: keys } })
      .groupBy("key")
      .aggregate({ id: { min: "id" } })
      .all()
    const heads = new Map(first.map(({ key, id }) => [key, id]))
    return rows.filter(({ key, id }) => key === null || heads.get(key) === id)
  }

  async #take(row: OutboxRow, lease: number): Promise<Claim[]> {
    const until = new Date(Date.now() + lease)
    const change = { dueAt: until }
    const taken = await this.#database.transaction((db) => this.#held(db, row, row.dueAt).update(change), {
      retries: 5,
    })
    return taken === 1 ? [{ row, until }] : []
  }

  #held(db: DbSession, { id }: OutboxRow, dueAt: Date) {
    return db.query(this.#model).where({ id, dueAt })
  }
}
