import { describe, expect, it } from "vitest"
import { app } from "../../docs/examples/hello.ts"

async function ask(path: string, text?: unknown): Promise<{ status: number; body: unknown }> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  }
  const response = await app.fetch(new Request(`http://localhost${path}`, text === undefined ? {} : init))
  return { status: response.status, body: await response.json() }
}

describe("the application in the README", () => {
  it("keeps a note and reads it", async () => {
    expect(await ask("/notes", "마루")).toEqual({ status: 201, body: { id: 1, text: "마루" } })
    expect(await ask("/notes/1")).toEqual({ status: 200, body: { id: 1, text: "마루" } })
  })

  it("answers the error that its route declares", async () => {
    expect(await ask("/notes/7")).toMatchObject({ status: 404, body: { detail: "There is no note 7.", status: 404 } })
  })

  it("refuses what does not fit, with the place", async () => {
    expect(await ask("/notes", "")).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/text", code: "too_small" }] },
    })
    expect(await ask("/notes/one")).toMatchObject({ status: 422, body: { errors: [{ in: "path", name: "id" }] } })
  })
})
