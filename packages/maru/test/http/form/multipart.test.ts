import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Busboy } from "@fastify/busboy"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Form, type FormLimits, formLimits } from "../../../src/http/form/form.ts"
import { checkBoundary, readMultipart } from "../../../src/http/form/multipart.ts"
import { HttpError } from "../../../src/http/http-error.ts"

const total = 10 * 1024 * 1024

async function* pieces(body: string | Uint8Array, size = Number.POSITIVE_INFINITY, log: string[] = []) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body
  try {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  } finally {
    log.push("left")
  }
}

/** Lines of a body, each ended by CRLF. */
function lines(...parts: string[]): string {
  return parts.map((part) => `${part}\r\n`).join("")
}

function read(body: string | Uint8Array, limits: Partial<FormLimits> = {}, size?: number): Promise<Form> {
  return readMultipart(pieces(body, size), "B", formLimits(limits.total ?? total, limits))
}

async function summary(form: Form) {
  const files = [...form.files].flatMap(([field, list]) =>
    list.map(({ name, type, size }) => [field, name, type, size]),
  )
  const texts: string[] = []
  for (const file of [...form.files.values()].flat()) texts.push(await file.text())
  return { fields: Object.fromEntries(form.fields), files, texts }
}

// A folder of this file's own, because other tests upload at the same time.
const outerFolder = process.env["TMPDIR"]
let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maru-multipart-"))
  process.env["TMPDIR"] = folder
})
afterAll(async () => {
  if (outerFolder === undefined) delete process.env["TMPDIR"]
  else process.env["TMPDIR"] = outerFolder
  await rm(folder, { recursive: true })
})

function temporaries(): Promise<string[]> {
  return readdir(folder)
}

const field = (name: string, value: string) => lines("--B", `Content-Disposition: form-data; name="${name}"`, "", value)
const file = (disposition: string, content: string, type = "text/plain") =>
  lines("--B", `Content-Disposition: form-data; ${disposition}`, `Content-Type: ${type}`, "", content)
const end = "--B--\r\n"

const example = [
  field("title", "마루"),
  field("tag", "a"),
  field("tag", "b\r\n--A\r\n--\r\n\r\n-"),
  field("empty", ""),
  file('name="photo"; filename="한글.png"', "\r\n\r\n--\r\n--X", "image/png"),
  file('name="photo"; filename="b.txt"', ""),
  file('name="none"; filename=""', "", "application/octet-stream"),
  end,
].join("")

const exampleSummary = {
  fields: { title: "마루", tag: ["a", "b\r\n--A\r\n--\r\n\r\n-"], empty: "" },
  files: [
    ["photo", "한글.png", "image/png", 11],
    ["photo", "b.txt", "text/plain", 0],
  ],
  texts: ["\r\n\r\n--\r\n--X", ""],
}

describe("readMultipart", () => {
  it("reads fields and files, however the body is cut", async () => {
    const bytes = Buffer.from(example)
    for (const size of [1, 2, 3, 5, 7, 16, 64, 100, bytes.length]) {
      expect(await summary(await read(bytes, {}, size))).toEqual(exampleSummary)
    }
    for (let at = 1; at < bytes.length; at++) {
      async function* halves() {
        yield bytes.subarray(0, at)
        yield bytes.subarray(at)
      }
      const form = await readMultipart(halves(), "B", formLimits(total))
      expect(form.fields.get("tag")).toEqual(exampleSummary.fields.tag)
      expect(form.files.get("photo")).toHaveLength(2)
    }
  })

  it("reads what FormData writes", async () => {
    const data = new FormData()
    data.append("a", "line\nbreak")
    data.append('quo"te', "x")
    data.append("file", new File(["content"], 'na"me.txt', { type: "text/plain" }))
    const request = new Request("http://localhost/", { method: "POST", body: data })
    const boundary = /boundary="?([^";]+)/.exec(request.headers.get("content-type")!)![1]!
    const form = await readMultipart(request.body as never, boundary, formLimits(total))
    expect(await summary(form)).toEqual({
      fields: { a: "line\r\nbreak", 'quo"te': "x" },
      files: [["file", 'na"me.txt', expect.stringMatching(/^text\/plain/), 7]],
      texts: ["content"],
    })
  })

  it("reads an empty form", async () => {
    expect(await summary(await read(end))).toEqual({ fields: {}, files: [], texts: [] })
    expect(await summary(await read("--B--"))).toEqual({ fields: {}, files: [], texts: [] })
    expect((await read(`\r\n${field("a", "1")}${end}`)).fields.get("a")).toBe("1")
  })

  it("is not confused by names of a prototype", async () => {
    const form = await read(`${field("__proto__", "1")}${field("constructor", "2")}${end}`)
    expect([...form.fields]).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ])
  })

  it.each<[string, string]>([
    ['filename="../../etc/passwd"', "passwd"],
    ['filename="C:\\dir\\new.txt"', "new.txt"],
    ['filename=".htaccess"', "htaccess"],
    ['filename=".."', "file"],
    ['filename="a/"', "file"],
    ['filename="a%22b%0D%0A.txt"', 'a"b.txt'],
    ['filename="a\\"b.txt"', 'a"b.txt'],
    ['filename="100%25.txt"', "100%25.txt"],
    ["filename=plain.txt", "plain.txt"],
    ['FileName="a.txt"; other=x', "a.txt"],
    ['filename="a\u202egpj.exe"', "agpj.exe"],
    ['filename="a\u0000b.txt"', "refused"],
    [`filename="${"x".repeat(300)}.jpeg"`, `${"x".repeat(195)}.jpeg`],
  ])("makes the name of %j harmless", async (disposition, name) => {
    const reading = read(`${file(`name="f"; ${disposition}`, "x")}${end}`)
    if (name === "refused") await expect(reading).rejects.toMatchObject({ status: 400 })
    else expect((await reading).files.get("f")![0]!.name).toBe(name)
  })

  it.each<[string, string]>([
    ["nothing", ""],
    ["no boundary", "a=1"],
    ["another boundary", "--C\r\n"],
    ["text before the first boundary", `preamble\r\n${field("a", "1")}${end}`],
    ["text after the last boundary", `${field("a", "1")}${end}epilogue`],
    ["a second form after the last boundary", `${field("a", "1")}${end}${field("a", "2")}${end}`],
    ["no last boundary", field("a", "1")],
    ["a cut boundary", `${field("a", "1")}--B-`],
    ["a cut head", "--B\r\nContent-Dispo"],
    ["a boundary with more on its line", `${field("a", "1")}--Bx\r\n${field("b", "1")}${end}`],
    ["bare line feeds", example.replaceAll("\r\n", "\n")],
    ["a bare line feed in a head", `--B\r\nContent-Disposition: form-data;\n name="a"\r\n\r\n1\r\n${end}`],
    ["a folded header", `--B\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\n1\r\n${end}`],
    ["no head", `--B\r\n\r\nx\r\n${end}`],
    ["no Content-Disposition", `--B\r\nContent-Type: text/plain\r\n\r\nx\r\n${end}`],
    [
      "two of them",
      `--B\r\nContent-Disposition: form-data; name="a"\r\ncontent-disposition: form-data; name="b"\r\n\r\nx\r\n${end}`,
    ],
    ["another disposition", `--B\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n${end}`],
    ["no name", file('filename="a"', "x") + end],
    ["two names", file('name="a"; name="b"', "x") + end],
    ["a name that is not closed", file('name="a', "x") + end],
    ["text between parameters", file('name="a" x; filename="b"', "x") + end],
    ["filename*", file("name=\"a\"; filename*=UTF-8''b", "x") + end],
    ["an invalid header name", `--B\r\nContent Disposition: form-data; name="a"\r\n\r\nx\r\n${end}`],
    [
      "base64",
      `--B\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n${end}`,
    ],
    ["another charset", file('name="a"', "x", "text/plain; charset=euc-kr") + end],
  ])("refuses %s", async (_, body) => {
    for (const size of [undefined, 1]) {
      await expect(read(body, {}, size)).rejects.toMatchObject({ status: 400, code: "invalid-form" })
    }
  })

  it("refuses text that is not UTF-8, in values and in names", async () => {
    const error = { status: 400, code: "invalid-encoding" }
    await expect(read(Buffer.from(`${field("a", "\xff")}${end}`, "latin1"))).rejects.toMatchObject(error)
    await expect(read(Buffer.from(`${field("\xff", "1")}${end}`, "latin1"))).rejects.toMatchObject(error)
    const binary = await read(Buffer.from(`${file('name="a"; filename="b"', "\xff\x00")}${end}`, "latin1"))
    const upload = binary.files.get("a")![0]!
    expect(await upload.bytes()).toEqual(new Uint8Array([255, 0]))
    await expect(upload.text()).rejects.toMatchObject(error)
  })

  describe("and limits", () => {
    it.each<[string, Partial<FormLimits>, string]>([
      ["the body", { total: 40 }, "is larger than 40 bytes"],
      ["fields", { fields: 3 }, "has more than 3 fields"],
      ["a field", { fieldSize: 5 }, "has a field of more than 5 bytes"],
      ["files", { files: 1 }, "has more than 1 files"],
      ["a file", { fileSize: 10 }, "has a file of more than 10 bytes"],
    ])("bounds %s", async (_, limits, message) => {
      for (const size of [undefined, 3]) {
        await expect(read(example, limits, size)).rejects.toMatchObject({
          status: 413,
          code: "content-too-large",
          message: `The form ${message}.`,
        })
      }
    })

    it("accepts what is just within them", async () => {
      const limits = { total: Buffer.byteLength(example), fields: 4, fieldSize: 15, files: 2, fileSize: 11 }
      expect(await summary(await read(example, limits))).toEqual(exampleSummary)
    })

    it("bounds the head of a part", async () => {
      const body = `--B\r\nContent-Disposition: form-data; name="a"\r\nX: ${"x".repeat(10_000)}\r\n\r\n1\r\n${end}`
      for (const size of [undefined, 7]) await expect(read(body, {}, size)).rejects.toMatchObject({ status: 413 })
      await expect(read(`--B\r\n${"x".repeat(100_000)}`)).rejects.toMatchObject({ status: 413 })
    })

    it("stops reading where a limit is passed", async () => {
      const log: string[] = []
      const body = `${field("a", "x".repeat(100_000))}${end}`
      await expect(readMultipart(pieces(body, 100, log), "B", formLimits(1000))).rejects.toThrow("larger than 1000")
      await new Promise((resolve) => setTimeout(resolve, 1))
      expect(log).toEqual(["left"])
    })
  })

  describe("and large files", () => {
    const large = "0123456789abcdef".repeat(10_000)
    const body = `${file('name="f"; filename="large.txt"', large)}${end}`

    it("keeps them in a temporary file until the form is disposed", async () => {
      const before = await temporaries()
      let kept: Form | undefined
      {
        await using form = await read(body, {}, 5000)
        kept = form
        expect(await temporaries()).toHaveLength(before.length + 1)
        const upload = form.files.get("f")![0]!
        expect(upload.size).toBe(160_000)
        expect(await upload.text()).toBe(large)
        expect(await upload.bytes()).toHaveLength(160_000)
      }
      expect(await temporaries()).toEqual(before)
      await expect(kept.files.get("f")![0]!.bytes()).rejects.toThrow("was removed when its request ended")
    })

    it("keeps small ones in memory", async () => {
      const before = await temporaries()
      await using form = await read(body, { memory: 160_000 })
      expect(await temporaries()).toEqual(before)
      expect(await form.files.get("f")![0]!.text()).toBe(large)
    })

    it("leaves nothing behind after an error", async () => {
      const before = await temporaries()
      const broken = [body.slice(0, -10), body.slice(0, -50_000), body.replace(end, `${field("a", "1")}--Bx`)]
      for (const each of broken) await expect(read(each, {}, 5000)).rejects.toMatchObject({ status: 400 })
      await expect(read(body, { fileSize: 100_000 }, 5000)).rejects.toMatchObject({ status: 413 })
      async function* aborted() {
        yield* pieces(body.slice(0, 100_000), 5000)
        throw new Error("connection reset")
      }
      await expect(readMultipart(aborted(), "B", formLimits(total))).rejects.toThrow("connection reset")
      expect(await temporaries()).toEqual(before)
    })
  })

  it("takes linear time for hostile bodies", async () => {
    const start = performance.now()
    for (const unit of ["\r\n--", "\r\n--B", "\r", "--B\r\n", "\r\n\r\n", "-", '"']) {
      const body = `${file('name="f"; filename="x"', unit.repeat(200_000))}`
      await read(body, { memory: total }, 65_536).catch((error: unknown) => expect(error).toBeInstanceOf(HttpError))
      await read(unit.repeat(200_000)).catch((error: unknown) => expect(error).toBeInstanceOf(HttpError))
      const head = `--B\r\nContent-Disposition: form-data; name="a${unit.replace(/[\r\n]/g, "\\").repeat(1000)}\r\n\r\n`
      await read(head).catch((error: unknown) => expect(error).toBeInstanceOf(HttpError))
    }
    expect(performance.now() - start).toBeLessThan(4000)
  })

  it("throws nothing but HttpError, whatever arrives", async () => {
    const piece = fc.constantFrom(
      "--B",
      "\r\n",
      "--",
      "\n",
      "\0",
      "x",
      ": ",
      ";",
      '"',
      'name="a"',
      "filename=b",
      "Content-Disposition: form-data",
      "Content-Type: text/plain",
      "é",
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 20 }), async (parts, size) => {
        const body = `--B\r\n${parts.join("")}`
        const whole = await read(body).then(summary, (error: unknown) => error)
        const cut = await read(body, {}, size).then(summary, (error: unknown) => error)
        if (whole instanceof Error) expect(whole).toBeInstanceOf(HttpError)
        expect(cut).toEqual(whole)
      }),
      { numRuns: 500 },
    )
  })

  it("sees the same parts as another reader in every body it accepts", async () => {
    const text = fc
      .array(fc.constantFrom("a", "\r\n", "--", "--B", "-", "한", '"', "%"), { maxLength: 8 })
      .map((parts) => parts.join(""))
    const value = text.filter((each) => !`\r\n${each}`.includes("\r\n--B"))
    const name = fc.stringMatching(/^[a-c한]{1,3}$/)
    const part = fc.oneof(
      fc.tuple(name, value).map(([name, value]) => field(name, value)),
      fc.tuple(name, value).map(([name, value]) => file(`name="${name}"; filename="${name}.txt"`, value)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (parts, size) => {
        const body = `${parts.join("")}${end}`
        expect(flat(await read(body, {}, size))).toEqual(parts.length === 0 ? [] : await readWithBusboy(body))
      }),
      { numRuns: 200 },
    )
  })
})

function flat(form: Form): string[] {
  const fields = [...form.fields].flatMap(([name, value]) => [value].flat().map((each) => `${name}=${each}`))
  const files = [...form.files].flatMap(([name, list]) => list.map((file) => `${name}:${file.name}:${file.size}`))
  return [...fields, ...files].toSorted()
}

function readWithBusboy(body: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const parts: string[] = []
    const parser = new Busboy({ headers: { "content-type": "multipart/form-data; boundary=B" } })
    parser.on("field", (name, value) => parts.push(`${name}=${value}`))
    parser.on("file", (name, stream, fileName) => {
      let size = 0
      stream.on("data", (data: Uint8Array) => (size += data.length))
      stream.on("end", () => parts.push(`${name}:${fileName}:${size}`))
    })
    parser.on("finish", () => resolve(parts.toSorted()))
    parser.on("error", reject)
    parser.end(Buffer.from(body))
  })
}

describe("checkBoundary", () => {
  it.each(["B", "----WebKitFormBoundaryAbC123", "a b'()+_,-./:=?", "x".repeat(70)])("accepts %j", (boundary) => {
    expect(checkBoundary(boundary)).toBe(boundary)
  })

  it.each([undefined, "", " ", "a ", "a\r\nb", "é", "a;b", "x".repeat(71)])("refuses %j", (boundary) => {
    expect(() => checkBoundary(boundary)).toThrow(expect.objectContaining({ status: 400 }))
  })
})
