import { z } from "zod"
import type { Database } from "../data/database.ts"
import { index, primaryKey } from "../data/model/columns/column.ts"
import type { ModelClass, PrimaryKey } from "../data/model/types.ts"
import type { SessionChange, SessionRecord, SessionStore } from "./store.ts"

/** Columns of a model that keeps sessions. */
export interface SessionColumns {
  /** Hash of the id. */
  readonly key: PrimaryKey<z.ZodString>
  readonly user: z.ZodNullable<z.ZodString>
  readonly device: z.ZodString
  readonly createdAt: z.ZodDate
  readonly seenAt: z.ZodDate
  readonly expiresAt: z.ZodDate
  readonly endsAt: z.ZodDate
  /** The values as one JSON object. */
  readonly data: z.ZodString
}

/**
 * Columns for sessions in the application's own database.
 * @example
 * class WebSession extends model("web_sessions", sessionColumns()) {}
 * const sessions = new Sessions({ store: databaseSessions(database, WebSession) })
 */
export function sessionColumns(): SessionColumns {
  return {
    key: primaryKey(z.string().max(43)),
    user: index(z.string().max(200).nullable()),
    device: z.string().max(200),
    createdAt: z.date(),
    seenAt: z.date(),
    expiresAt: index(z.date()),
    endsAt: z.date(),
    data: z.string(),
  }
}

/**
 * Sessions in the application's database, shared by all that use it, and there after a restart. Each is written in a
 * transaction of its own, after the request's has committed. Rows that have ended are deleted as new ones come.
 *
 * @param model with the columns of `sessionColumns()`, among the migrations of the database
 */
export function databaseSessions(database: Database, model: ModelClass<string, SessionColumns>): SessionStore {
  return new DatabaseSessions(database, model)
}

type Row = InstanceType<ModelClass<string, SessionColumns>>

/** Beginning sessions between two looks for those that have ended. */
const sweepEvery = 100

class DatabaseSessions implements SessionStore {
  readonly #database: Database
  readonly #model: ModelClass<string, SessionColumns>
  #begun = 0

  constructor(database: Database, model: ModelClass<string, SessionColumns>) {
    this.#database = database
    this.#model = model
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    await using db = this.#database.session()
    const row = await db
      .query(this.#model)
      .where({ key, expiresAt: { gt: new Date() } })
      .first()
    return row ? recordOf(row) : undefined
  }

  async create(key: string, record: SessionRecord): Promise<void> {
    if (this.#begun++ % sweepEvery === 0) await this.#sweep()
    await this.#database.transaction(async (db) => void db.add(new this.#model(rowOf(key, record))))
  }

  async change(key: string, { data, seenAt, expiresAt }: SessionChange): Promise<boolean> {
    return this.#database.transaction(
      async (db) => {
        const row = await db.get(this.#model, key, { lock: "update" })
        if (!row || row.expiresAt.getTime() <= Date.now()) return false
        const changed = Object.entries({ ...valuesOf(row), ...data }).filter(([, value]) => value !== undefined)
        row.data = JSON.stringify(Object.fromEntries(changed))
        row.seenAt = new Date(seenAt)
        row.expiresAt = new Date(expiresAt)
        return true
      },
      { retries: 3 },
    )
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await this.#database.transaction(async (db) => {
      for (const row of await db
        .query(this.#model)
        .where({ key: { in: [...keys] } })
        .all())
        db.delete(row)
    })
  }

  async list(user: string): Promise<Map<string, SessionRecord>> {
    await using db = this.#database.session()
    const rows = await db
      .query(this.#model)
      .where({ user, expiresAt: { gt: new Date() } })
      .all()
    return new Map(rows.map((row) => [row.key, recordOf(row)]))
  }

  async #sweep(): Promise<void> {
    await this.#database.transaction(async (db) => {
      const ended = await db
        .query(this.#model)
        .where({ expiresAt: { lte: new Date() } })
        .limit(1000)
        .all()
      for (const row of ended) db.delete(row)
    })
  }
}

function rowOf(key: string, { user, device, data, ...times }: SessionRecord) {
  const { createdAt, seenAt, expiresAt, endsAt } = times
  return {
    key,
    user: user ?? null,
    device,
    createdAt: new Date(createdAt),
    seenAt: new Date(seenAt),
    expiresAt: new Date(expiresAt),
    endsAt: new Date(endsAt),
    data: JSON.stringify(data),
  }
}

function recordOf(row: Row): SessionRecord {
  return {
    user: row.user ?? undefined,
    device: row.device,
    createdAt: row.createdAt.getTime(),
    seenAt: row.seenAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    endsAt: row.endsAt.getTime(),
    data: valuesOf(row),
  }
}

function valuesOf({ data }: Row): Record<string, string> {
  return JSON.parse(data) as Record<string, string>
}
