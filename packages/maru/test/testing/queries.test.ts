import { describe, expect, it } from "vitest"
import { UnexpectedQueries, expectQueries } from "../../src/testing.ts"
import { Writer, library, writer } from "../data/library.ts"

describe("expectQueries", () => {
  it("counts statements, but not those around them", async () => {
    await using database = await library()
    await using db = database.session()
    const count = await expectQueries(database, 2, async () => {
      db.add(writer("Ada"))
      await db.commit()
      return db.query(Writer).count()
    })
    expect(count).toBe(1)
  })

  it("lists what was run, and where", async () => {
    await using database = await library()
    await using db = database.session()
    const work = async () => {
      const count = await db.query(Writer).count()
      return count
    }
    const error = await expectQueries(database, 0, work).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(UnexpectedQueries)
    expect((error as Error).message).toMatch(
      /^Expected 0 statements, ran 1:\n {2}1\. SELECT COUNT\(\*\).*queries\.test\.ts:\d+\)$/,
    )
  })

  it("lets errors through and stops listening", async () => {
    await using database = await library()
    const failing = expectQueries(database, 0, () => Promise.reject(new Error("mine")))
    await expect(failing).rejects.toThrow("mine")
    await using db = database.session()
    await db.query(Writer).count()
  })
})
