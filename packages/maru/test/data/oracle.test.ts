import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type AnyModel, type Database, type DbSession, StaleData } from "../../src/data.ts"
import { entityKeyParts, keyOf } from "../../src/data/model/table/key.ts"
import { tableOf } from "../../src/data/model/table/tables.ts"
import { eachEngine } from "./engines.ts"
import { openOn } from "./library.ts"
import { Customer, Line, Mark, Order, Parcel, shopModels } from "./shop.ts"
import {
  type Shop,
  copyShop,
  deleteCustomer,
  deleteLine,
  deleteMark,
  deleteOrder,
  emptyShop,
  snapshot,
} from "./shop-oracle.ts"

// Random work with a session, and the same work on plain maps: after every flush the two have to agree.

const verbs = [
  "addCustomer",
  "addOrder",
  "addLine",
  "addParcel",
  "addMark",
  "link",
  "unlink",
  "note",
  "text",
  "move",
  "release",
  "carry",
  "deleteCustomer",
  "deleteOrder",
  "deleteLine",
  "deleteMark",
  "flush",
  "commit",
  "rollback",
  "renew",
  "steal",
] as const

type Verb = (typeof verbs)[number]
interface Action {
  readonly verb: Verb
  readonly first: number
  readonly second: number
}
interface Nested {
  readonly nested: readonly Action[]
  readonly fails: boolean
}

const action = fc.record({ verb: fc.constantFrom(...verbs), first: fc.nat(20), second: fc.nat(20) })
const within = action.filter(({ verb }) => !["commit", "rollback", "renew", "steal"].includes(verb))
const nested = fc.record({ nested: fc.array(within, { maxLength: 6 }), fails: fc.boolean() })
const actions = fc.array(fc.oneof({ weight: 9, arbitrary: action }, { weight: 1, arbitrary: nested }), {
  maxLength: 40,
})

/** One session at a time, the entities it has, and what should be in the database. */
class Player {
  readonly #database: Database
  #db: DbSession
  #now: Shop = emptyShop()
  #committed: Shop = emptyShop()
  #entities = new Map<string, object>()
  /** Orders that the session has, and that somebody else has changed. */
  #stale = new Set<string>()
  #count = 0

  constructor(database: Database) {
    this.#database = database
    this.#db = database.session()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#db[Symbol.asyncDispose]()
  }

  async play(steps: readonly (Action | Nested)[]): Promise<void> {
    for (const step of steps) {
      if ("nested" in step) await this.#nested(step)
      else await this.#guarded(() => this.#do(step))
    }
    await this.#guarded(() => this.#do({ verb: "commit", first: 0, second: 0 }))
    await this.#db[Symbol.asyncDispose]()
    this.#db = this.#database.session()
    expect(snapshot(await this.#read())).toEqual(snapshot(this.#committed))
  }

  /** A row that somebody else has changed undoes the whole transaction. */
  async #guarded(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (!(error instanceof StaleData) || this.#stale.size === 0) throw error
      this.#undone(this.#committed)
      this.#stale.clear()
    }
  }

  async #nested({ nested: steps, fails }: Nested): Promise<void> {
    await this.#guarded(async () => {
      await this.#db.flush()
      const before = copyShop(this.#now)
      const failure = new Error("nested")
      try {
        await this.#db.nested(async () => {
          for (const step of steps) await this.#do(step)
          if (fails) throw failure
        })
      } catch (error) {
        if (error !== failure) {
          await this.#db.rollback()
          throw error
        }
        this.#undone(before)
      }
      await this.#compare()
    })
  }

  #undone(shop: Shop): void {
    this.#now = copyShop(shop)
  }

  async #do({ verb, first, second }: Action): Promise<void> {
    const now = this.#now
    const pick = (tags: Iterable<string>, number: number): string | undefined => {
      const all = [...tags]
      return all[number % all.length]
    }
    const tag = `${verb}${++this.#count}`
    switch (verb) {
      case "addCustomer":
        this.#add(tag, new Customer({ name: tag }))
        now.customers.add(tag)
        break
      case "addOrder": {
        const customer = first % 3 === 0 ? undefined : pick(now.customers, second)
        const owner = customer === undefined ? null : await this.#get(Customer, customer)
        this.#add(tag, new Order({ tag, note: tag, customer: owner }))
        now.orders.set(tag, { note: tag, customer: customer ?? null })
        break
      }
      case "addLine": {
        const order = pick(now.orders.keys(), first)
        if (order === undefined) break
        this.#add(tag, new Line({ tag, number: this.#count, text: tag, order: await this.#get(Order, order) }))
        now.lines.set(tag, { text: tag, order, marks: new Set() })
        break
      }
      case "addParcel": {
        const line = pick(now.lines.keys(), first)
        this.#add(tag, new Parcel({ tag, line: line === undefined ? null : await this.#get(Line, line) }))
        now.parcels.set(tag, { line: line ?? null })
        break
      }
      case "addMark":
        this.#add(tag, new Mark({ name: tag }))
        now.marks.add(tag)
        break
      case "link":
      case "unlink": {
        const [line, mark] = [pick(now.lines.keys(), first), pick(now.marks, second)]
        if (line === undefined || mark === undefined) break
        const [own, other] = [await this.#get(Line, line), await this.#get(Mark, mark)]
        this.#db[verb](own, "marks", other)
        if (verb === "link") now.lines.get(line)!.marks.add(mark)
        else now.lines.get(line)!.marks.delete(mark)
        break
      }
      case "note": {
        const order = pick(now.orders.keys(), first)
        if (order === undefined) break
        ;(await this.#get(Order, order)).note = tag
        now.orders.get(order)!.note = tag
        break
      }
      case "text": {
        const line = pick(now.lines.keys(), first)
        if (line === undefined) break
        ;(await this.#get(Line, line)).text = tag
        now.lines.get(line)!.text = tag
        break
      }
      case "move": {
        const [order, customer] = [pick(now.orders.keys(), first), pick(now.customers, second)]
        if (order === undefined || customer === undefined) break
        Object.assign(await this.#get(Order, order), { customer: await this.#get(Customer, customer) })
        now.orders.get(order)!.customer = customer
        break
      }
      case "release": {
        const order = pick(now.orders.keys(), first)
        if (order === undefined) break
        await this.#db.flush()
        Object.assign(await this.#get(Order, order), { customer: null })
        await this.#db.flush()
        if (now.orders.get(order)!.customer !== null) deleteOrder(now, order)
        break
      }
      case "carry": {
        const [parcel, line] = [pick(now.parcels.keys(), first), pick(now.lines.keys(), second)]
        if (parcel === undefined || line === undefined) break
        Object.assign(await this.#get(Parcel, parcel), { line: await this.#get(Line, line) })
        now.parcels.get(parcel)!.line = line
        break
      }
      case "deleteCustomer":
        await this.#delete(Customer, pick(now.customers, first), deleteCustomer)
        break
      case "deleteOrder":
        await this.#delete(Order, pick(now.orders.keys(), first), deleteOrder)
        break
      case "deleteLine":
        await this.#delete(Line, pick(now.lines.keys(), first), deleteLine)
        break
      case "deleteMark":
        await this.#delete(Mark, pick(now.marks, first), deleteMark)
        break
      case "flush":
        await this.#db.flush()
        await this.#compare()
        break
      case "commit":
        await this.#db.commit()
        this.#committed = copyShop(this.#now)
        await this.#compare()
        break
      case "rollback":
        await this.#db.rollback()
        this.#undone(this.#committed)
        this.#stale.clear()
        await this.#compare()
        break
      case "renew":
        await this.#renew()
        break
      case "steal":
        await this.#steal(tag, first)
    }
  }

  #add(tag: string, entity: object): void {
    this.#entities.set(tag, this.#db.add(entity))
  }

  /** The session's entity; where that has expired it is read again. */
  async #get<M extends AnyModel>(model: M, tag: string): Promise<InstanceType<M>> {
    const known = this.#entities.get(tag) as InstanceType<M>
    const key = keyOf(tableOf(model), known as object)
    const missing = entityKeyParts(tableOf(model), known as object).some((part) => (part ?? undefined) === undefined)
    return missing ? known : (((await this.#db.get(model, key as never)) as InstanceType<M> | undefined) ?? known)
  }

  async #delete<M extends AnyModel>(
    model: M,
    tag: string | undefined,
    forget: (shop: Shop, tag: string) => void,
  ): Promise<void> {
    if (tag === undefined) return
    await this.#db.flush()
    this.#db.delete(await this.#get(model, tag))
    await this.#db.flush()
    forget(this.#now, tag)
  }

  /** Another session; what is not committed is lost. */
  async #renew(): Promise<void> {
    await this.#db[Symbol.asyncDispose]()
    this.#db = this.#database.session()
    this.#undone(this.#committed)
    this.#stale.clear()
    await this.#read()
  }

  /** Somebody else changes an order. */
  async #steal(note: string, number: number): Promise<void> {
    await this.#db.commit()
    this.#committed = copyShop(this.#now)
    const tags = [...this.#now.orders.keys()]
    const tag = tags[number % tags.length]
    if (tag === undefined) return
    const { id } = await this.#get(Order, tag)
    await using other = this.#database.session()
    ;(await other.get(Order, id))!.note = note
    await other.commit()
    this.#now.orders.get(tag)!.note = note
    this.#committed = copyShop(this.#now)
    this.#stale.add(tag)
  }

  async #compare(): Promise<void> {
    if (this.#stale.size === 0) expect(snapshot(await this.#read())).toEqual(snapshot(this.#now))
  }

  /** Everything in the database as the session sees it; the entities are kept under their tags. */
  async #read(): Promise<Shop> {
    const shop = emptyShop()
    for (const customer of await this.#db.query(Customer).all()) {
      shop.customers.add(customer.name)
      this.#entities.set(customer.name, customer)
    }
    for (const mark of await this.#db.query(Mark).all()) {
      shop.marks.add(mark.name)
      this.#entities.set(mark.name, mark)
    }
    for (const order of await this.#db
      .query(Order)
      .with({ customer: true, lines: { with: { marks: true } } })
      .all()) {
      shop.orders.set(order.tag, { note: order.note, customer: order.customer?.name ?? null })
      this.#entities.set(order.tag, order)
      for (const line of order.lines) {
        const marks = new Set(line.marks.map(({ name }) => name))
        shop.lines.set(line.tag, { text: line.text, order: order.tag, marks })
        this.#entities.set(line.tag, line)
      }
    }
    for (const parcel of await this.#db.query(Parcel).with({ line: true }).all()) {
      shop.parcels.set(parcel.tag, { line: parcel.line?.tag ?? null })
      this.#entities.set(parcel.tag, parcel)
    }
    return shop
  }
}

eachEngine((engine) => {
  describe("random work", () => {
    it("ends as it does on plain maps", async () => {
      await using database = await openOn(engine, shopModels)
      await fc.assert(
        fc.asyncProperty(actions, async (steps) => {
          await empty(database)
          await using player = new Player(database)
          await player.play(steps)
        }),
        { numRuns: Number(process.env["MARU_ORACLE_RUNS"] ?? 60) },
      )
    })
  })
})

async function empty(database: Database): Promise<void> {
  await using db = database.session()
  await db.sql`DELETE FROM parcels`
  await db.sql`DELETE FROM line_marks`
  await db.sql`DELETE FROM "lines"`
  await db.sql`DELETE FROM orders`
  await db.sql`DELETE FROM marks`
  await db.sql`DELETE FROM customers`
  await db.commit()
}
