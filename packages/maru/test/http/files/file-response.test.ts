import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type FileResponseOptions, fileResponse } from "../../../src/http/files/file-response.ts"
import type { HttpResponse } from "../../../src/http/message.ts"
import { request, textOf } from "../requests.ts"

const content = "0123456789abcdef"
let folder = ""
let file = ""
let etag = ""
const modified = "Tue, 02 Jan 2024 03:04:05 GMT"

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maru-file-"))
  file = join(folder, "notes.txt")
  await writeFile(file, content)
  await utimes(file, new Date(modified), new Date(modified))
  etag = (await send()).headers.get("etag")!
})
afterAll(() => rm(folder, { recursive: true }))

function send(
  headers: Record<string, string> = {},
  method = "GET",
  options: FileResponseOptions = {},
): Promise<HttpResponse> {
  return fileResponse(request("/notes", headers, { method }), file, options)
}

function headersOf(response: HttpResponse): Record<string, string> {
  return Object.fromEntries(response.headers)
}

describe("fileResponse", () => {
  it("sends a whole file with what caches need", async () => {
    const response = await send()
    expect(response.status).toBe(200)
    expect(headersOf(response)).toEqual({
      etag: expect.stringMatching(/^"[0-9a-z]+-[0-9a-z]+"$/),
      "last-modified": modified,
      "content-type": "text/plain; charset=utf-8",
      "accept-ranges": "bytes",
      "content-length": "16",
    })
    expect(response.body).toEqual({ file, start: 0, end: 16 })
    expect(await textOf(response)).toBe(content)
  })

  it("answers HEAD with the headers alone, and ignores its Range", async () => {
    const response = await send({ range: "bytes=0-1" }, "HEAD")
    expect(response).toMatchObject({ status: 200, body: null })
    expect(headersOf(response)).toEqual(headersOf(await send()))
  })

  it("takes options", async () => {
    const response = await send({}, "GET", {
      contentType: "text/csv",
      download: "보고.csv",
      cacheControl: "no-store",
      headers: { "x-a": "1" },
    })
    expect(headersOf(response)).toMatchObject({
      "content-type": "text/csv",
      "content-disposition": "attachment; filename=\"__.csv\"; filename*=UTF-8''%EB%B3%B4%EA%B3%A0.csv",
      "cache-control": "no-store",
      "x-a": "1",
    })
    expect((await send({}, "GET", { download: true })).headers.get("content-disposition")).toBe(
      'attachment; filename="notes.txt"',
    )
    expect((await send({}, "GET", { download: false })).headers.has("content-disposition")).toBe(false)
  })

  it("answers 304 without content and content headers", async () => {
    for (const headers of [{ "if-none-match": etag }, { "if-none-match": "*" }, { "if-modified-since": modified }]) {
      const response = await send(headers, "GET", { cacheControl: "no-cache", headers: { vary: "accept-encoding" } })
      expect(response).toMatchObject({ status: 304, body: null })
      expect(headersOf(response)).toEqual({
        etag,
        "last-modified": modified,
        "cache-control": "no-cache",
        vary: "accept-encoding",
      })
    }
    expect((await send({ "if-none-match": '"other"', "if-modified-since": modified })).status).toBe(200)
    expect((await send({ "if-none-match": etag, range: "bytes=0-1" })).status).toBe(304)
  })

  it("refuses with 412 and 416", async () => {
    await expect(send({ "if-match": '"other"' })).rejects.toMatchObject({ status: 412, code: "precondition-failed" })
    await expect(send({ range: "bytes=16-" })).rejects.toMatchObject({
      status: 416,
      code: "range-not-satisfiable",
      headers: { "content-range": "bytes */16" },
    })
  })

  it("has a new ETag when the file changes", async () => {
    const changing = join(folder, "changing.txt")
    const tagOf = async () => (await fileResponse(request("/"), changing)).headers.get("etag")
    await writeFile(changing, "one")
    const first = await tagOf()
    await utimes(changing, 1, 1)
    const second = await tagOf()
    await writeFile(changing, "three")
    await utimes(changing, 1, 1)
    expect(new Set([first, second, await tagOf()]).size).toBe(3)
  })

  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/16"],
    ["bytes=4-", "456789abcdef", "bytes 4-15/16"],
    ["bytes=-2", "ef", "bytes 14-15/16"],
    ["bytes=15-400", "f", "bytes 15-15/16"],
    ["bytes=0-3,2-5", "012345", "bytes 0-5/16"],
  ])("sends %s", async (range, text, contentRange) => {
    const response = await send({ range })
    expect(response.status).toBe(206)
    expect(headersOf(response)).toMatchObject({
      "content-range": contentRange,
      "content-length": String(text.length),
      "content-type": "text/plain; charset=utf-8",
      etag,
    })
    expect(await textOf(response)).toBe(text)
  })

  it("sends several ranges in parts", async () => {
    const response = await send({ range: "bytes=0-1,4-5,-1" })
    expect(response.status).toBe(206)
    const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(response.headers.get("content-type")!)![1]
    const text = await textOf(response)
    const part = (range: string, data: string) =>
      `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ${range}/16\r\n\r\n${data}\r\n`
    expect(text).toBe(`${part("0-1", "01")}${part("4-5", "45")}${part("15-15", "f")}--${boundary}--\r\n`)
    expect(response.headers.get("content-length")).toBe(String(text.length))
    expect(response.headers.has("content-range")).toBe(false)
    expect(response.headers.getAll("content-type")).toHaveLength(1)
  })

  it("obeys a Range only if If-Range names this version", async () => {
    const ranged = async (ifRange: string) => (await send({ range: "bytes=0-1", "if-range": ifRange })).status
    expect(await ranged(etag)).toBe(206)
    expect(await ranged(modified)).toBe(206)
    expect(await ranged('"other"')).toBe(200)
    expect(await ranged(`W/${etag}`)).toBe(200)
    expect(await ranged("Tue, 02 Jan 2024 03:04:06 GMT")).toBe(200)
  })

  it("sends the whole file, and never as a file blob, where it decides against a Range", async () => {
    const headers: Record<string, string>[] = [
      { range: "bytes=5-2" },
      { range: "items=0-1" },
      { range: "bytes=0-1", "if-range": '"other"' },
    ]
    for (const each of headers) {
      const response = await send(each)
      expect(response.status).toBe(200)
      expect(response.body).not.toHaveProperty("file")
      expect(await textOf(response)).toBe(content)
    }
  })

  it("ignores Range and conditions for other methods", async () => {
    const response = await send({ range: "bytes=0-1", "if-none-match": etag, "if-match": '"x"' }, "POST")
    expect(response.status).toBe(200)
    expect(await textOf(response)).toBe(content)
  })

  it("sends empty files", async () => {
    const empty = join(folder, "empty.txt")
    await writeFile(empty, "")
    const response = await fileResponse(request("/"), empty)
    expect(response.headers.get("content-length")).toBe("0")
    expect(await textOf(response)).toBe("")
    await expect(fileResponse(request("/", { range: "bytes=0-" }), empty)).rejects.toMatchObject({ status: 416 })
  })

  it.each(["missing.txt", "", "notes.txt/below"])("says that there is no file %j", async (name) => {
    await expect(fileResponse(request("/"), join(folder, name))).rejects.toThrow("There is no file")
  })
})
