import { describe, expect, it } from "vitest"
import { StartError } from "../../src/index.ts"
import { connect } from "../../src/data.ts"
import { Writer, libraryFile, start, writer } from "./library.ts"

describe("replicas", () => {
  it("are read until a session writes", async () => {
    await using replica = await libraryFile()
    {
      await using db = replica.session()
      db.add(writer("Copy"))
      await db.commit()
    }
    await using primary = await libraryFile({ replicas: [replica.url] })
    await using db = primary.session()
    expect((await db.query(Writer).all()).map(({ name }) => name)).toEqual(["Copy"])
    {
      await using locking = primary.session()
      expect(await locking.query(Writer).lock("update").all()).toEqual([])
    }
    await using writing = primary.session()
    writing.add(writer("Ada"))
    await writing.commit()
    expect((await writing.query(Writer).all()).map(({ name }) => name)).toEqual(["Ada"])
    await using strict = primary.session({ isolation: "serializable" })
    expect(await strict.query(Writer).count()).toBe(1)
  })

  it("are of the same kind as the database", () => {
    expect(() => connect("sqlite::memory:", { migrations: [start], replicas: ["oracle:x"] })).toThrow(StartError)
  })
})
