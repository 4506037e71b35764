import { describe, expect, it } from "vitest"
import { StaleData } from "../../src/data.ts"
import { eachEngine } from "./engines.ts"
import { openOn, statementsOf } from "./library.ts"
import { Card, Customer, Line, Mark, Order, Parcel, shopModels } from "./shop.ts"

eachEngine((engine) => {
  const open = () => openOn(engine, shopModels)

  describe("a version column", () => {
    it("counts changes, and refuses one of a row that somebody else has changed", async () => {
      await using database = await open()
      await using first = database.session()
      const mine = first.add(new Order({ note: "a" }))
      await first.commit()
      expect(mine.version).toBe(1)
      await using second = database.session()
      const theirs = (await second.get(Order, mine.id))!
      theirs.note = "b"
      await second.commit()
      expect(theirs.version).toBe(2)
      mine.note = "c"
      const error = await first.commit().catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(StaleData)
      expect((error as Error).message).toContain("changed by somebody else")
      await first.refresh(mine)
      expect([mine.note, mine.version]).toEqual(["b", 2])
      mine.note = "c"
      await first.commit()
      expect(mine.version).toBe(3)
    })

    it("refuses to delete a row that somebody else has changed", async () => {
      await using database = await open()
      await using first = database.session()
      const mine = first.add(new Order({}))
      await first.commit()
      await using second = database.session()
      ;(await second.get(Order, mine.id))!.note = "x"
      await second.commit()
      first.delete(mine)
      await expect(first.commit()).rejects.toBeInstanceOf(StaleData)
      expect(await second.query(Order).count()).toBe(1)
    })
  })

  describe("both ends of a relation", () => {
    it("show the same as far as they are loaded", async () => {
      await using database = await open()
      await using db = database.session()
      const ada = db.add(new Customer({ name: "Ada" }))
      const ben = db.add(new Customer({ name: "Ben" }))
      await db.commit()
      const [a, b] = [
        await db.load(ada, { orders: true, card: true }),
        await db.load(ben, { orders: true, card: true }),
      ]
      const order = db.add(new Order({ customer: ada }))
      const card = db.add(new Card({ number: "1", customer: ada }))
      expect(a.orders).toEqual([order])
      expect(a.card).toBe(card)
      ;(order as Order & { customer: Customer }).customer = ben
      ;(card as Card & { customer: Customer }).customer = ben
      expect([a.orders, a.card, b.orders, b.card]).toEqual([[], null, [order], card])
      await db.commit()
      db.delete(order)
      expect(b.orders).toEqual([])
      await db.commit()
      db.delete(ben)
      await db.commit()
      expect((await db.get(Card, card.id))!.customerId).toBeNull()
    })
  })

  describe("delete-orphan", () => {
    it("removes what belongs to nobody any more", async () => {
      await using database = await open()
      await using db = database.session()
      const order = db.add(new Order({ customer: new Customer({ name: "Ada" }) }))
      await db.commit()
      ;(order as Order & { customer: Customer | null }).customer = null
      await db.commit()
      expect(await db.query(Order).count()).toBe(0)
      expect(await db.get(Order, order.id)).toBeUndefined()
    })

    it("goes down to what belongs to what belongs to it, in the database and in memory", async () => {
      await using database = await open()
      await using db = database.session()
      const ada = db.add(new Customer({ name: "Ada" }))
      const order = db.add(new Order({ customer: ada }))
      const line = db.add(new Line({ number: 1, text: "x", order }))
      const mark = db.add(new Mark({ name: "m" }))
      const parcel = db.add(new Parcel({ line }))
      db.link(line, "marks", mark)
      await db.commit()
      const marked = await db.load(mark, { lines: true })
      db.delete(ada)
      await db.commit()
      expect(await db.get(Line, { orderId: order.id, number: 1 })).toBeUndefined()
      expect(parcel.lineId).toBeNull()
      expect(marked.lines).toEqual([])
      expect(await statementsOf(database, () => db.commit())).toEqual([])
      await using other = database.session()
      expect((await other.get(Parcel, parcel.id))!.lineId).toBeNull()
      expect(await other.query(Line).count()).toBe(0)
    })
  })

  describe("an entity of another session", () => {
    it("can be let go by one and added to another", async () => {
      await using database = await open()
      await using first = database.session()
      const ada = first.add(new Customer({ name: "Ada" }))
      await first.commit()
      await using second = database.session()
      expect(() => second.add(ada)).toThrow("another session")
      first.expunge(ada)
      second.add(ada)
      ada.name = "Eve"
      await first.commit()
      await second.commit()
      expect(await second.get(Customer, ada.id)).toBe(ada)
      expect((await first.get(Customer, ada.id))!.name).toBe("Eve")
      expect(() => second.add(first.query(Customer) as never)).toThrow(TypeError)
    })

    it("is merged into the row's own entity, or added where there is none", async () => {
      await using database = await open()
      await using first = database.session()
      const ada = first.add(new Customer({ name: "Ada" }))
      await first.commit()
      ada.name = "Eve"
      await using second = database.session()
      const merged = await second.merge(ada)
      expect(merged).not.toBe(ada)
      expect(merged).toBe(await second.get(Customer, ada.id))
      await second.commit()
      await using third = database.session()
      const read = (await third.get(Customer, ada.id))!
      expect(read.name).toBe("Eve")
      third.delete(read)
      await third.commit()
      const again = await second.merge(ada)
      expect(again).toBe(merged)
    })

    it("is refused by merge where its version is old", async () => {
      await using database = await open()
      await using first = database.session()
      const order = first.add(new Order({}))
      await first.commit()
      await using second = database.session()
      ;(await second.get(Order, order.id))!.note = "x"
      await second.commit()
      await expect(second.merge(order)).rejects.toBeInstanceOf(StaleData)
    })
  })

  describe("a flush", () => {
    it("writes the key of an owner that it inserts itself", async () => {
      await using database = await open()
      await using db = database.session()
      const order = db.add(new Order({}))
      await db.commit()
      Object.assign(order, { customer: db.add(new Customer({ name: "Ada" })) })
      await db.commit()
      await using other = database.session()
      expect((await other.get(Order, order.id, { with: { customer: true } }))!.customer!.name).toBe("Ada")
    })

    it("inserts many rows of several tables, each after what it refers to, in the order of add", async () => {
      await using database = await open()
      await using db = database.session()
      const orders: Order[] = []
      for (let number = 0; number < 200; number++) {
        const order = new Order({ note: `${number}`, customer: new Customer({ name: `c${number}` }) })
        db.add(new Line({ number: 1, text: "l", order }))
        orders.push(order)
      }
      await db.commit()
      const ids = orders.map(({ id }) => id)
      expect(ids).toEqual([...ids].sort((a, b) => a - b))
      await using other = database.session()
      const read = await other.query(Order).with({ customer: true, lines: true }).orderBy("id").all()
      expect(read.map(({ note, customer, lines }) => [note, customer!.name, lines.length])).toEqual(
        orders.map((_, number) => [`${number}`, `c${number}`, 1]),
      )
    })
  })
})
