import { describe, expect, it } from "vitest"
import { App, fail, get, raises, returns } from "../../src/index.ts"
import { client } from "../../src/testing.ts"

class PostNotFound extends Error {}
class PostGone extends Error {
  static readonly code = "gone-for-good"
}
class PostLocked extends Error {
  readonly code: string = "locked"
}

describe("the code of a declared error", () => {
  it.each([
    [PostNotFound, "post-not-found"],
    [PostGone, "gone-for-good"],
  ])("is the class's own or made of its name: %o", async (error, code) => {
    const read = get("/", {}, returns(204), raises(410, error), () => fail(error))
    const app = new App({ title: "T", version: "1" }, [read])
    await using api = client(app)
    expect(await (await api.get("/")).json()).toMatchObject({ status: 410, code })
    // The docs say what the answer says.
    expect(app.plans[0]!.errors).toEqual([{ status: 410, code }])
  })

  it("may be an instance's", async () => {
    const read = get("/", {}, returns(204), raises(423, PostLocked), () => fail(PostLocked))
    await using api = client(new App({ title: "T", version: "1" }, [read]))
    expect(await (await api.get("/")).json()).toMatchObject({ status: 423, code: "locked" })
  })
})
