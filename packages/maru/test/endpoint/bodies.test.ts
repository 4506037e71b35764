import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, body, dependency, file, form, get, post, raw, request, returns } from "../../src/index.ts"
import type { AppPart, Provider } from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const info = { title: "Test", version: "1" }
const api = (...parts: AppPart[]) => client(new App(info, parts), { failures: "answer" })
const Numbered = z.object({ n: z.int() })
const text = (value: unknown) => JSON.stringify(value) ?? "absent"
const echo = <T>(provider: Provider<T>) =>
  post("/", { input: provider }, raw("application/json"), ({ input }) => text(input))
const bytes = (content: string) => new TextEncoder().encode(content)

describe("the Content-Type of a body", () => {
  it.each<[string | undefined, number]>([
    ["application/json", 200],
    ["Application/JSON", 200],
    ["application/json; charset=utf-8", 200],
    ["application/json;charset=UTF-8", 200],
    ['application/json ; charset="utf-8"', 200],
    ["application/json; charset=us-ascii", 200],
    ["application/json; profile=x; charset=utf-8", 200],
    ["application/vnd.api+json", 200],
    ["application/problem+json; charset=utf-8", 200],
    ["application/json; charset=utf-16", 415],
    ["application/json; charset=latin1", 415],
    ["application/json, text/plain", 415],
    ["application/jsonp", 415],
    ["application/x-www-form-urlencoded", 415],
    ["text/json", 415],
    ["text/plain", 415],
    ["json", 415],
    ["*/*", 415],
    ["", 415],
    ["application/json; charset", 415],
    ["application/json; charset=", 415],
    ["application/json; charset=utf-8; x", 415],
    ["text/x+json", 415],
    ["application/json;", 200],
    [undefined, 415],
  ])("%j is %i", async (type, status) => {
    for (const schema of [Numbered, Numbered.optional()]) {
      await using a = api(echo(body(schema)))
      const response = await a.post("/", {
        body: bytes('{"n":1}'),
        headers: type === undefined ? {} : { "content-type": type },
      })
      expect(response.status).toBe(status)
      if (status === 415) expect(await response.json()).toMatchObject({ code: "unsupported-media-type" })
    }
  })
})

describe("a compressed body", () => {
  it.each<[string, number]>([
    ["gzip", 415],
    ["br", 415],
    ["gzip, identity", 415],
    ["identity", 200],
    ["Identity", 200],
    ["", 200],
  ])("with Content-Encoding %j is %i", async (coding, status) => {
    await using a = api(
      echo(body(Numbered)),
      post("/form", { n: form(z.int()) }, returns(204), () => {}),
    )
    const content = status === 200 ? bytes('{"n":1}') : gzipSync('{"n":1}')
    const headers = { "content-type": "application/json", "content-encoding": coding }
    const response = await a.post("/", { body: content, headers })
    expect(response.status).toBe(status)
    expect(response.headers.get("accept-encoding")).toBe(status === 415 ? "identity" : null)
    const fields = { "content-type": "application/x-www-form-urlencoded", "content-encoding": coding }
    expect((await a.post("/form", { body: "n=1", headers: fields })).status).toBe(status === 415 ? 415 : 204)
  })
})

describe("what a JSON body may be", () => {
  it.each<[z.ZodType, string, unknown]>([
    [z.null(), "null", null],
    [z.int(), " 7\n", 7],
    [z.string(), '"x"', "x"],
    [z.boolean(), "false", false],
    [z.array(z.int()), "[]", []],
    [z.int().nullable(), "null", null],
    [Numbered.optional(), "", undefined],
    [Numbered.default({ n: 3 }), "", { n: 3 }],
    [
      z.object({ n: z.bigint() }).transform(({ n }) => `${n}n`),
      '{"n":"123456789012345678901234567890"}',
      "123456789012345678901234567890n",
    ],
    [z.object({ at: z.date() }), '{"at":"2026-01-02T03:04:05Z"}', { at: "2026-01-02T03:04:05.000Z" }],
    [Numbered, '{"n":1,"constructor":1,"toString":2}', { n: 1 }],
  ])("%#: %s", async (schema, sent, value) => {
    await using a = api(echo(body(schema)))
    const response = await a.post("/", { body: sent, headers: { "content-type": "application/json" } })
    expect([response.status, await response.text()]).toEqual([200, text(value)])
  })

  it.each<[z.ZodType, string, number, string]>([
    [Numbered, "null", 422, "invalid_type"],
    [Numbered, "[]", 422, "invalid_type"],
    [Numbered, '"n"', 422, "invalid_type"],
    [Numbered, "1", 422, "invalid_type"],
    [Numbered, "{}", 422, "missing"],
    [Numbered, '{"n":null}', 422, "invalid_type"],
    [Numbered, '{"n":"1"}', 422, "invalid_type"],
    [Numbered, '{"n":1e400}', 422, "invalid_type"],
    [Numbered, '{"n":9007199254740993}', 422, ""],
    [Numbered.optional(), "null", 422, "invalid_type"],
    [Numbered, "", 400, ""],
    [Numbered, "  ", 400, ""],
    [Numbered, "{n:1}", 400, ""],
    [Numbered, "NaN", 400, ""],
    [Numbered, '{"n":1}{"n":2}', 400, ""],
    [Numbered, '\uFEFF\uFEFF{"n":1}', 400, ""],
    [Numbered, '{"__proto__":{"n":1},"n":1}', 400, ""],
    [Numbered, '{"n":1,"constructor":{"prototype":{}}}', 400, ""],
  ])("and may not, %#: %s", async (schema, sent, status, code) => {
    await using a = api(echo(body(schema)))
    const response = await a.post("/", { body: sent, headers: { "content-type": "application/json" } })
    expect(response.status).toBe(status)
    const { errors = [] } = await response.json<{ errors?: { in: string; name: string; code: string }[] }>()
    if (code) expect(errors).toMatchObject([{ in: "body", name: "", code }])
  })

  it("names the places inside of it by pointers", async () => {
    const Deep = z.object({ a: z.array(z.object({ "b/c": z.array(z.int()), "~": z.string() })) })
    await using a = api(echo(body(Deep)))
    const response = await a.post("/", { json: { a: [{ "b/c": [1, "x", null], "~": "" }, { "b/c": {} }] } })
    const { errors } = await response.json<{ errors: { pointer: string; code: string; received: string }[] }>()
    expect(errors.map(({ pointer, code, received }) => [pointer, code, received])).toEqual([
      ["/a/0/b~1c/1", "invalid_type", "string"],
      ["/a/0/b~1c/2", "invalid_type", "null"],
      ["/a/1/b~1c", "invalid_type", "object"],
      ["/a/1/~0", "missing", "nothing"],
    ])
  })
})

describe("a body that two ask for", () => {
  const input = body(Numbered)

  it("is refused with another schema", () => {
    const other = dependency({ data: body(z.object({ m: z.int() })) }, ({ data }) => data.m)
    const app = new App(info, [post("/", { input, other }, returns(204), () => {})])
    expect(() => app.plans).toThrow(expect.objectContaining({ code: "body-twice" }) as Error)
  })

  it("is one where both use the same schema, by whatever keys", async () => {
    const doubled = dependency({ data: input }, ({ data }) => data.n * 2)
    const Both = z.object({ n: z.int(), doubled: z.int() })
    await using a = api(
      post("/", { input, doubled }, returns(200, Both), ({ input, doubled }) => ({ ...input, doubled })),
    )
    expect(await (await a.post("/", { json: { n: 2 } })).json()).toEqual({ n: 2, doubled: 4 })
    expect(a.app.plans[0]!.inputs.map(({ in: place }) => place)).toEqual(["body"])
  })

  it("is not there a second time for a handler that reads the request itself", async () => {
    await using a = api(
      post("/text", { input, request }, raw("text/plain"), async ({ request }) => request.text(100)),
      post("/stream", { n: form(z.int()), request }, raw("text/plain"), ({ request }) => text(request.stream())),
    )
    expect((await a.post("/text", { json: { n: 1 } })).status).toBe(500)
    expect((await a.post("/stream", { form: { n: "1" } })).status).toBe(500)
    await using strict = client(a.app)
    await expect(strict.post("/text", { json: { n: 1 } })).rejects.toThrow("has already been read")
  })
})

describe("forms with nothing in them", () => {
  const parts = [
    post("/one", { upload: file() }, returns(204), () => {}),
    post("/many", { uploads: file({ many: true }) }, raw("text/plain"), ({ uploads }) => `${uploads.length}`),
    post("/optional", { upload: file({ optional: true }) }, raw("text/plain"), ({ upload }) => text(upload)),
    get("/get", { n: form(z.int().optional()) }, returns(204), () => {}),
  ]
  const empty = "--x--\r\n"
  const headers = { "content-type": "multipart/form-data; boundary=x" }

  it("have no files", async () => {
    await using a = api(...parts)
    const missing = await a.post("/one", { body: empty, headers })
    expect([missing.status, await missing.json()]).toMatchObject([
      422,
      { errors: [{ name: "upload", code: "missing" }] },
    ])
    expect(await (await a.post("/many", { body: empty, headers })).text()).toBe("0")
    expect(await (await a.post("/optional", { body: empty, headers })).text()).toBe("absent")
    expect((await a.post("/one", { headers })).status).toBe(400)
  })

  it("are refused where they are no forms", async () => {
    await using a = api(...parts)
    expect((await a.post("/many", { json: {} })).status).toBe(415)
    expect((await a.post("/many")).status).toBe(415)
    expect((await a.get("/get")).status).toBe(415)
  })
})
