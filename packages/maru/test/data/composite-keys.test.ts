import { describe, expect, it } from "vitest"
import { UniqueViolation } from "../../src/data.ts"
import { eachEngine } from "./engines.ts"
import { openOn, statementsOf } from "./library.ts"
import { Line, Mark, Order, Parcel, shopModels } from "./shop.ts"

eachEngine((engine) => {
  async function shop() {
    const database = await openOn(engine, shopModels)
    await using db = database.session()
    const order = db.add(new Order({ note: "first" }))
    const lines = ["a", "b", "c"].map((text, place) => db.add(new Line({ number: place + 1, text, order })))
    db.add(new Parcel({ line: lines[1]!, weight: 2.5 }))
    db.add(new Parcel({}))
    db.link(lines[0]!, "marks", db.add(new Mark({ name: "urgent" })))
    db.link(lines[2]!, "marks", db.add(new Mark({ name: "fragile" })))
    await db.commit()
    return database
  }

  describe("a key of several columns", () => {
    it("is an object wherever a key is asked for, and one entity for each row", async () => {
      await using database = await shop()
      await using db = database.session()
      const line = (await db.get(Line, { orderId: 1, number: 2 }))!
      expect(line.text).toBe("b")
      expect(await db.get(Line, { orderId: 1, number: 2 })).toBe(line)
      expect(await db.get(Line, { orderId: 2, number: 2 })).toBeUndefined()
      line.text = "changed"
      await db.commit()
      await using other = database.session()
      expect((await other.query(Line).where({ text: "changed" }).one()).number).toBe(2)
    })

    it("is referred to by a value of several columns", async () => {
      await using database = await shop()
      await using db = database.session()
      const [full, empty] = await db.query(Parcel).orderBy("id").with({ line: true }).all()
      expect(full!.lineId).toEqual({ orderId: 1, number: 2 })
      expect(full!.line!.text).toBe("b")
      expect(empty!.lineId).toBeNull()
      expect(empty!.line).toBeNull()
      expect(JSON.parse(JSON.stringify(full))).toEqual({
        id: 1,
        weight: 2.5,
        tag: "",
        lineId: { orderId: 1, number: 2 },
      })
    })

    it("is searched for by entity, by key, and by what is at the other end", async () => {
      await using database = await shop()
      await using db = database.session()
      const line = (await db.get(Line, { orderId: 1, number: 2 }))!
      expect(await db.query(Parcel).where({ line }).count()).toBe(1)
      expect(
        await db
          .query(Parcel)
          .where({ lineId: { orderId: 1, number: 2 } })
          .count(),
      ).toBe(1)
      expect(
        await db
          .query(Parcel)
          .where({ lineId: { orderId: 1, number: 3 } })
          .count(),
      ).toBe(0)
      expect(await db.query(Parcel).where({ line: null }).count()).toBe(1)
      expect(
        await db
          .query(Parcel)
          .where({ line: { text: "b" } })
          .count(),
      ).toBe(1)
      expect(
        await db
          .query(Line)
          .where({ parcels: { weight: { gt: 2 } } })
          .count(),
      ).toBe(1)
      expect(
        await db
          .query(Line)
          .where({ marks: { name: "urgent" } })
          .count(),
      ).toBe(1)
      expect(await db.query(Mark).where({ lines: line }).count()).toBe(0)
    })

    it("leads to lists in one statement each", async () => {
      await using database = await shop()
      await using db = database.session()
      let order: unknown
      const seen = await statementsOf(database, async () => {
        const found = await db.get(Order, 1, { with: { lines: { with: { parcels: true, marks: true } } } })
        order = found!.lines.map(({ number, parcels, marks }) => [
          number,
          parcels.map(({ weight }) => weight),
          marks.map(({ name }) => name),
        ])
      })
      expect(order).toEqual([
        [1, [], ["urgent"]],
        [2, [2.5], []],
        [3, [], ["fragile"]],
      ])
      expect(seen).toHaveLength(4)
    })

    it("counts, pages and orders", async () => {
      await using database = await shop()
      await using db = database.session()
      const page = await db
        .query(Line)
        .withCount({ parcelCount: "parcels", markCount: "marks" })
        .withExists({ urgent: { relation: "marks", where: { name: "urgent" } } })
        .orderBy("number", "desc")
        .page({ offset: 0, limit: 2 })
      expect(page.total).toBe(3)
      expect(page.items.map((line) => [line.number, line.parcelCount, line.markCount, line.urgent])).toEqual([
        [3, 0, 1, false],
        [2, 1, 0, false],
      ])
    })

    it("is unique, and moves with its owner when that is new", async () => {
      await using database = await shop()
      await using db = database.session()
      const order = (await db.get(Order, 1))!
      db.add(new Line({ number: 1, text: "twice", order }))
      const error = await db.commit().catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(UniqueViolation)
      expect((error as UniqueViolation).model).toBe("Line")
      const second = new Order({})
      db.add(new Parcel({ line: new Line({ number: 7, text: "x", order: second }) }))
      await db.commit()
      expect((await db.query(Parcel).orderBy("id", "desc").first())!.lineId).toEqual({ orderId: second.id, number: 7 })
    })

    it("links and unlinks", async () => {
      await using database = await shop()
      await using db = database.session()
      const line = (await db.get(Line, { orderId: 1, number: 1 }, { with: { marks: true } }))!
      const fragile = (await db.get(Mark, "fragile", { with: { lines: true } }))!
      db.link(line, "marks", fragile)
      db.link(line, "marks", fragile)
      expect(line.marks.map(({ name }) => name)).toEqual(["urgent", "fragile"])
      expect(fragile.lines).toContain(line)
      await db.commit()
      db.unlink(fragile, "lines", line)
      await db.commit()
      expect(line.marks.map(({ name }) => name)).toEqual(["urgent"])
      await using other = database.session()
      expect(await other.query(Line).where({ marks: fragile }).count()).toBe(1)
    })

    it("cannot change, and is deleted", async () => {
      await using database = await shop()
      await using db = database.session()
      const line = (await db.get(Line, { orderId: 1, number: 3 }))!
      line.number = 9
      await expect(db.commit()).rejects.toThrow("key of a Line cannot change")
      line.number = 3
      db.delete(line)
      await db.commit()
      expect(await db.query(Line).count()).toBe(2)
    })
  })
})
