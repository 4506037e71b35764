import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { z } from "zod"
import {
  UniqueViolation,
  belongsTo,
  hasMany,
  manyToMany,
  model,
  primaryKey,
  softDelete,
  unique,
  version,
} from "../../src/data.ts"
import { StaleData } from "../../src/data.ts"
import { eachEngine } from "./engines.ts"
import { type OpenDatabase, openOn, statementsOf } from "./library.ts"

class Author extends model("authors", {
  id: primaryKey(),
  name: unique(z.string().max(40)),
  deletedAt: softDelete(),
  get notes() {
    return hasMany(Note, "author", { cascade: "delete-orphan" })
  },
}) {}

class Note extends model("notes", {
  id: primaryKey(),
  text: z.string(),
  deletedAt: softDelete(),
  version: version(),
  get author() {
    return belongsTo(Author)
  },
  get labels() {
    return manyToMany(Label, { through: "note_labels", inverse: "notes" })
  },
}) {}

class Label extends model("labels", {
  id: primaryKey(),
  name: z.string(),
  deletedAt: softDelete(),
  get notes() {
    return manyToMany(Note, { through: "note_labels", inverse: "labels" })
  },
}) {}

eachEngine((engine) => {
  let database: OpenDatabase
  let ids: { ada: number; one: number; two: number; red: number }

  beforeEach(async () => {
    database = await openOn(engine, [Author, Note, Label])
    await using db = database.session()
    const ada = db.add(new Author({ name: "Ada" }))
    const [one, two] = [db.add(new Note({ text: "one", author: ada })), db.add(new Note({ text: "two", author: ada }))]
    const red = db.add(new Label({ name: "red" }))
    for (const note of [one, two]) db.link(note, "labels", red)
    expect(one.deletedAt).toBeNull()
    await db.commit()
    ids = { ada: ada.id, one: one.id, two: two.id, red: red.id }
    db.delete(one)
    const statements = await statementsOf(database, () => db.commit())
    expect(statements.filter(({ text }) => text.startsWith("DELETE"))).toEqual([])
    expect(one.deletedAt).toBeInstanceOf(Date)
    expect(await db.get(Note, one.id)).toBeUndefined()
  })
  afterEach(() => database.close())

  it("leaves deleted rows out of queries, counts, lists and conditions", async () => {
    await using db = database.session()
    expect((await db.query(Note).all()).map(({ text }) => text)).toEqual(["two"])
    expect(await db.query(Note).count()).toBe(1)
    expect(await db.query(Note).where({ text: "one" }).exists()).toBe(false)
    expect((await db.query(Note).page({ offset: 0, limit: 9 })).total).toBe(1)
    expect(await db.get(Note, ids.one)).toBeUndefined()
    const ada = (await db.get(Author, ids.ada, { with: { notes: { with: { labels: true } } } }))!
    expect(ada.notes.map(({ text, labels }) => [text, labels.length])).toEqual([["two", 1]])
    const counted = await db
      .query(Author)
      .withCount({ n: "notes" })
      .withExists({ has: { relation: "notes", where: { text: "one" } } })
      .one()
    expect([counted.n, counted.has]).toEqual([1, false])
    expect(
      await db
        .query(Author)
        .where({ notes: { text: "one" } })
        .exists(),
    ).toBe(false)
    expect(
      await db
        .query(Author)
        .where({ notes: { every: { text: "two" } } })
        .exists(),
    ).toBe(true)
    const red = await db
      .query(Label)
      .with({ notes: { where: { text: { in: ["one", "two"] } } } })
      .one()
    expect(red.notes).toHaveLength(1)
    expect(
      await db
        .query(Label)
        .where({ notes: { id: ids.one } })
        .exists(),
    ).toBe(false)
  })

  it("shows them to whoever asks", async () => {
    await using db = database.session()
    expect((await db.query(Note).withDeleted().orderBy("id").all()).map(({ text }) => text)).toEqual(["one", "two"])
    expect(await db.get(Note, ids.one)).toBeUndefined()
    const one = (await db.get(Note, ids.one, { withDeleted: true, with: { author: true } }))!
    expect([one.text, one.author.name]).toEqual(["one", "Ada"])
    await db.refresh(one)
    expect(one.deletedAt).toBeInstanceOf(Date)
  })

  it("keeps rows that belong to a deleted one, which they still show", async () => {
    await using db = database.session()
    db.delete((await db.get(Author, ids.ada))!)
    await db.commit()
    expect(await db.query(Author).exists()).toBe(false)
    await using other = database.session()
    const two = await other.query(Note).with({ author: true }).one()
    expect([two.author.name, two.author.deletedAt instanceof Date]).toEqual(["Ada", true])
    expect(
      await other
        .query(Note)
        .where({ author: { name: "Ada" } })
        .exists(),
    ).toBe(true)
    other.add(new Author({ name: "Ada" }))
    await expect(other.flush()).rejects.toThrow(UniqueViolation)
  })

  it("takes a deletion back", async () => {
    await using db = database.session()
    const two = (await db.get(Note, ids.two))!
    db.delete(two)
    db.restore(two)
    await db.commit()
    expect(await db.query(Note).count()).toBe(1)
    db.delete(two)
    await db.flush()
    db.restore(two)
    await db.commit()
    expect(two.deletedAt).toBeNull()
    expect(await db.get(Note, ids.two)).toBe(two)
    db.delete(two)
    await db.commit()
    db.restore(two)
    two.text = "again"
    await db.commit()
    const one = (await db.query(Note).withDeleted().where({ id: ids.one }).one())!
    db.restore(one)
    await db.commit()
    await using other = database.session()
    expect((await other.query(Note).orderBy("id").all()).map(({ text }) => text)).toEqual(["one", "again"])
  })

  it("deletes for good where that is said", async () => {
    await using db = database.session()
    const [one, two] = await db.query(Note).withDeleted().orderBy("id").all()
    db.purge(one!)
    db.delete(two!)
    await db.flush()
    db.purge(two!)
    await db.commit()
    expect(await db.query(Note).withDeleted().count()).toBe(0)
  })

  it("marks all rows of a query in one statement", async () => {
    await using db = database.session()
    const [one, two] = await db.query(Note).withDeleted().orderBy("id").all()
    const before = one!.deletedAt
    const statements = await statementsOf(database, () => db.query(Note).where({ text: "two" }).delete())
    expect(statements.filter(({ text }) => text.startsWith("DELETE"))).toEqual([])
    expect(() => two!.text).toThrow()
    await db.refresh(two!)
    expect([two!.deletedAt instanceof Date, two!.version]).toEqual([true, 2])
    await db.commit()
    await using other = database.session()
    expect(await other.query(Note).count()).toBe(0)
    expect(await db.query(Note).withDeleted().delete()).toBe(0)
    await db.refresh(one!)
    expect(one!.deletedAt).toEqual(before)
    expect(() => db.restore(two!)).toThrow("is not known any more")
    await db.refresh(two!)
    db.restore(two!)
    await db.commit()
    expect(await other.query(Note).count()).toBe(1)
  })

  it("tells whoever has read a row before that a query has marked it", async () => {
    await using db = database.session()
    await using other = database.session()
    const two = (await other.get(Note, ids.two))!
    expect(await db.query(Note).delete()).toBe(1)
    await db.commit()
    two.text = "changed"
    await expect(other.commit()).rejects.toThrow(StaleData)
  })

  it("deletes all rows of a query for good where that is said", async () => {
    await using db = database.session()
    const [one] = await db.query(Note).withDeleted().orderBy("id").all()
    expect(await db.query(Note).purge()).toBe(1)
    expect(await db.query(Note).withDeleted().count()).toBe(1)
    await db.refresh(one!)
    const { deletedAt } = one!
    expect(
      await db
        .query(Note)
        .withDeleted()
        .where({ deletedAt: { lte: deletedAt! } })
        .purge(),
    ).toBe(1)
    await db.commit()
    expect(await db.query(Note).withDeleted().count()).toBe(0)
  })

  it("undoes deletions that are rolled back", async () => {
    await using db = database.session()
    const two = (await db.get(Note, ids.two))!
    db.delete(two)
    await db.flush()
    await db.rollback()
    await db.refresh(two)
    expect(two.deletedAt).toBeNull()
    db.restore(two)
    await db
      .nested(async () => {
        db.delete(two)
        await db.flush()
        throw new Error("no")
      })
      .catch(() => undefined)
    await db.refresh(two)
    expect(await db.query(Note).all()).toEqual([two])
    await db.commit()
  })

  it("checks the version of what it marks", async () => {
    await using db = database.session()
    await using other = database.session()
    const [two, theirs] = [(await db.get(Note, ids.two))!, (await other.get(Note, ids.two))!]
    two.text = "changed"
    await db.commit()
    other.delete(theirs)
    await expect(other.flush()).rejects.toThrow(StaleData)
    db.delete(two)
    await db.commit()
    expect(two.version).toBe(3)
  })
})

describe("the schemas of a model whose rows are marked", () => {
  it("ask no insert for the mark", () => {
    expect(Object.keys(Note.insert.shape)).toEqual(["text"])
    expect(Note.row.shape.deletedAt.safeParse(null).success).toBe(true)
  })
})
