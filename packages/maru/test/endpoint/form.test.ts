import { readdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  type AppPart,
  type UploadedFile,
  body,
  bodyLimit,
  dependency,
  file,
  form,
  path,
  post,
  returns,
} from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const api = (...parts: AppPart[]) => client(new App({ title: "t", version: "1" }, parts))
const Profile = z.object({
  age: z.int().min(0),
  tags: z.array(z.string()).default([]),
  news: z.boolean().default(false),
})
const multipart = (fields: Record<string, string | File | File[]>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(name, each)
  return data
}
const png = (size: number, name = "me.png") => new File([new Uint8Array(size)], name, { type: "image/png" })
const uploads = () => readdirSync(tmpdir()).filter((name) => name.startsWith("maru-upload-"))

describe("forms", () => {
  const own = api(
    post(
      "/",
      { profile: form(Profile), nickname: form("nick", z.string().min(2)) },
      returns(200, Profile.extend({ nickname: z.string() })),
      ({ profile, nickname }) => ({ ...profile, nickname }),
    ),
  )

  it("are read and coerced, urlencoded and multipart alike", async () => {
    const expected = { age: 42, tags: ["a"], news: true, nickname: "미나" }
    expect(await (await own.post("/", { form: { age: "42", tags: "a", news: "true", nick: "미나" } })).json()).toEqual(
      expected,
    )
    expect(
      await (await own.post("/", { form: multipart({ age: "42", tags: "a", news: "true", nick: "미나" }) })).json(),
    ).toEqual(expected)
  })

  it("collect their faults", async () => {
    const response = await own.post("/", { form: { age: "-1", news: "yes" } })
    const { errors } = await response.json()
    expect(errors.map(({ in: place, name, code }: Record<string, string>) => [place, name, code])).toEqual([
      ["form", "age", "too_small"],
      ["form", "news", "invalid_type"],
      ["form", "nick", "missing"],
    ])
  })

  it.each([
    ["application/json", "{}", 415],
    ["multipart/form-data", "x", 400],
    ["multipart/form-data; boundary=x", "--x\r\nbroken", 400],
    ["application/x-www-form-urlencoded", "age=%zz", 400],
    ["application/x-www-form-urlencoded", `age=${"1".repeat(1_048_576)}`, 413],
  ])("of type %s may be refused (%#)", async (type, text, status) => {
    expect((await own.post("/", { body: text, headers: { "content-type": type } })).status).toBe(status)
  })

  it("cannot stand beside a JSON body", async () => {
    const both = post("/", { a: form(z.string()), b: body(z.string()) }, returns(204), () => {})
    await expect(api(both).post("/")).rejects.toMatchObject({ code: "body-twice" })
  })
})

describe("uploaded files", () => {
  const Out = z.object({ name: z.string(), size: z.int(), more: z.int() })
  let kept: UploadedFile | undefined
  const avatar = file({ maxSize: 300_000, types: ["image/*"] })
  const order: string[] = []
  const session = dependency(async function* () {
    yield
    order.push("commit")
  })
  const own = api(
    post(
      "/:id",
      { id: path(z.int()), session, avatar, more: file({ name: "extra", many: true }), note: file({ optional: true }) },
      returns(200, Out),
      bodyLimit(1_000_000),
      async ({ avatar, more, note }) => {
        kept = avatar
        expect(note).toBeUndefined()
        expect((await avatar.bytes()).byteLength).toBe(avatar.size)
        return { name: avatar.name, size: avatar.size, more: more.length }
      },
    ),
  )

  it("are given with name, type and size, and removed when the request ends", async () => {
    const before = uploads()
    const response = await own.post("/1", {
      form: multipart({ avatar: png(200_000, "../me.png"), extra: [png(1), png(2)] }),
    })
    expect(await response.json()).toEqual({ name: "me.png", size: 200_000, more: 2 })
    expect(uploads()).toEqual(before)
    await expect(kept!.bytes()).rejects.toThrow("was removed when its request ended")
    expect(order).toEqual(["commit"])
  })

  it("are faults where they are missing, too large or of another type", async () => {
    const codes = async (data: FormData) => {
      const { errors } = await (await own.post("/x", { form: data })).json()
      return errors.map(({ name, code }: Record<string, string>) => `${name} ${code}`)
    }
    expect(await codes(multipart({ extra: "x" }))).toEqual(["id invalid_type", "avatar missing"])
    expect(await codes(multipart({ avatar: png(300_001) }))).toEqual(["id invalid_type", "avatar too_big"])
    expect(await codes(multipart({ avatar: new File(["x"], "a.txt", { type: "text/plain" }) }))).toEqual([
      "id invalid_type",
      "avatar invalid_type",
    ])
    expect(await codes(multipart({ avatar: [png(1), png(1)] }))).toEqual(["id invalid_type", "avatar repeated"])
    expect((await own.post("/1", { form: multipart({ avatar: png(1_000_001) }) })).status).toBe(413)
    expect(uploads()).toEqual([])
  })
})
