import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, type AppPart, body, form, get, header, post, query, returns } from "../../src/index.ts"

function start(part: AppPart): Promise<void> {
  return new App({ title: "T", version: "1" }, [part]).start()
}

const nothing = returns(204)
const unknown = { validate: () => true } as never

describe("start errors of schemas", () => {
  it("name the endpoint, the outcome and the line", async () => {
    const schema = z.object({ title: z.string().transform((text) => text.length) })
    const part = get("/a", {}, returns(200, schema), () => ({ title: 1 }))
    await expect(start(part)).rejects.toThrow(
      /^GET \/a, returns 200: The field title .*\n {4}at .*placed\.test\.ts:\d+$/s,
    )
  })

  it.each([
    ["query", get("/a", { size: query("page-size", unknown) }, nothing, () => {}), 'GET /a, query "page-size": '],
    ["header", get("/a", { agent: header(unknown) }, nothing, () => {}), 'GET /a, header "agent": '],
    ["form", post("/a", { title: form(unknown) }, nothing, () => {}), 'POST /a, form "title": '],
    ["body", post("/a", { input: body(unknown) }, nothing, () => {}), 'POST /a, body "input": '],
  ])("name the input in the %s", async (_, part, place) => {
    await expect(start(part)).rejects.toMatchObject({
      code: "schema-unknown",
      message: expect.stringContaining(place),
      sources: [{ file: expect.stringContaining("placed.test.ts") }],
    })
  })
})
