import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type FormLimits, formLimits } from "../../../src/http/form/form.ts"
import { readForm } from "../../../src/http/form/read-form.ts"
import { FileIntake, UploadedFile } from "../../../src/http/form/uploaded-file.ts"
import { request } from "../requests.ts"

const urlEncoded = "application/x-www-form-urlencoded"

function read(body: string | Uint8Array<ArrayBuffer>, type: string | undefined, limits: Partial<FormLimits> = {}) {
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type }
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body
  return readForm(request("/", headers, { method: "POST", body: bytes }), formLimits(limits.total ?? 10_000, limits))
}

describe("readForm", () => {
  it.each([urlEncoded, `${urlEncoded};charset=UTF-8`, "Application/X-WWW-Form-Urlencoded; charset=utf-8"])(
    "reads %s",
    async (type) => {
      const form = await read("title=%EB%A7%88%EB%A3%A8+a&tag=1&tag=2&empty=&__proto__=x", type)
      expect([...form.fields]).toEqual([
        ["title", "마루 a"],
        ["tag", ["1", "2"]],
        ["empty", ""],
        ["__proto__", "x"],
      ])
      expect(form.files.size).toBe(0)
    },
  )

  it("reads multipart/form-data", async () => {
    const body = '--x y\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x y--\r\n'
    expect((await read(body, 'multipart/form-data; boundary="x y"')).fields.get("a")).toBe("1")
  })

  it.each<[string, string | undefined, number, string]>([
    ["a=1", undefined, 415, "unsupported-media-type"],
    ["a=1", "text/plain", 415, "unsupported-media-type"],
    ["{}", "application/json", 415, "unsupported-media-type"],
    ["a=1", `${urlEncoded}; charset=euc-kr`, 415, "unsupported-media-type"],
    ["a=1", "multipart/mixed; boundary=B", 415, "unsupported-media-type"],
    ["a=1", "multipart/form-data", 400, "invalid-form"],
    ["a=1", 'multipart/form-data; boundary=""', 400, "invalid-form"],
    ["a=%ff", urlEncoded, 400, "invalid-encoding"],
    ["a=%", urlEncoded, 400, "invalid-encoding"],
  ])("refuses %j as %s", async (body, type, status, code) => {
    await expect(read(body, type)).rejects.toMatchObject({ status, code })
  })

  it("refuses bytes that are not UTF-8", async () => {
    await expect(read(new Uint8Array([0x61, 0x3d, 0xff]), urlEncoded)).rejects.toMatchObject({
      code: "invalid-encoding",
    })
  })

  it("refuses multipart without a body", async () => {
    const empty = request("/", { "content-type": "multipart/form-data; boundary=B" }, { method: "POST" })
    await expect(readForm(empty, formLimits(100))).rejects.toMatchObject({ status: 400 })
  })

  it.each<[Partial<FormLimits>, string]>([
    [{ total: 10 }, "larger than 10 bytes"],
    [{ fields: 2 }, "The form has more than 2 pairs."],
    [{ fieldSize: 5 }, "The form has a field of more than 5 bytes."],
  ])("bounds %j", async (limits, message) => {
    await expect(read("a=1&b=%EB%A7%88%EB%A3%A8&c=3", urlEncoded, limits)).rejects.toMatchObject({
      status: 413,
      code: "content-too-large",
      message: expect.stringContaining(message),
    })
  })

  it("accepts a field of exactly its limit", async () => {
    expect((await read("b=%EB%A7%88%EB%A3%A8", urlEncoded, { fieldSize: 6 })).fields.get("b")).toBe("마루")
  })

  it("refuses a declared length over the limit before reading", async () => {
    let pulled = 0
    const body = new ReadableStream(
      {
        pull() {
          pulled++
        },
      },
      { highWaterMark: 0 },
    )
    const headers = { "content-type": "multipart/form-data; boundary=B", "content-length": "101" }
    const post = request("/", headers, { method: "POST", body })
    await expect(readForm(post, formLimits(100))).rejects.toMatchObject({ status: 413 })
    expect(pulled).toBe(0)
  })
})

describe("UploadedFile", () => {
  it.each([10, 1_000_000])("is saved as a copy that stays (%i bytes may stay in memory)", async (memory) => {
    const folder = await mkdtemp(join(tmpdir(), "maru-upload-test-"))
    try {
      const path = join(folder, "saved.bin")
      await writeFile(path, "an older and longer file ".repeat(20_000))
      const intake = new FileIntake(memory)
      for (let i = 0; i < 100; i++) await intake.write(new Uint8Array(3000).fill(i))
      const file = await intake.finish({ name: "a.bin", type: "application/octet-stream" })
      await file.saveTo(path)
      await file[Symbol.asyncDispose]()
      const saved = await readFile(path)
      expect(saved).toHaveLength(300_000)
      expect([saved[0], saved[2999], saved[3000], saved[299_999]]).toEqual([0, 0, 1, 99])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it("gives its content in every form, and none after its end", async () => {
    const file = new UploadedFile({ name: "a", type: "text/plain" }, 6, new TextEncoder().encode("마루"))
    expect(await file.text()).toBe("마루")
    const pieces: Uint8Array[] = []
    for await (const piece of file.stream()) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toBe("마루")
    await file[Symbol.asyncDispose]()
    await file[Symbol.asyncDispose]()
    await expect(file.bytes()).rejects.toThrow("with saveTo")
    await expect(file.saveTo("/nowhere")).rejects.toThrow("with saveTo")
    expect(() => file.stream()).toThrow("with saveTo")
  })
})
