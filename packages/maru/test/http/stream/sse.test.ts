import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { jsonLines } from "../../../src/http/stream/json-lines.ts"
import { InvalidEvent, type ServerEvent, eventStream, serverEvent, sseHeaders } from "../../../src/http/stream/sse.ts"

async function textOf(source: Iterable<unknown>, encode: (value: never) => string = JSON.stringify): Promise<string> {
  let text = ""
  for await (const piece of eventStream(source, encode as (value: unknown) => string)) text += piece
  return text
}

/** A reader after the standard's own algorithm. */
function readEvents(text: string): { event: string; data: string; id: string }[] {
  const events: { event: string; data: string; id: string }[] = []
  let event = ""
  let id = ""
  let data: string[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, field, value] = /^([^:]*):? ?([^]*)$/.exec(line)!
    if (line === "") {
      if (data.length > 0) events.push({ event: event || "message", data: data.join("\n"), id })
      event = ""
      data = []
    } else if (field === "data") data.push(value!)
    else if (field === "event") event = value!
    else if (field === "id") id = value!
  }
  return events
}

describe("eventStream", () => {
  it("writes each value as one event", async () => {
    expect(await textOf([{ a: 1 }, "x"])).toBe('data: {"a":1}\n\ndata: "x"\n\n')
  })

  it("writes every field", async () => {
    const event = serverEvent({ n: 1 }, { event: "tick", id: "7", retry: 3000, comment: "hi\nthere" })
    expect(await textOf([event])).toBe(': hi\n: there\nevent: tick\nid: 7\nretry: 3000\ndata: {"n":1}\n\n')
    expect(await textOf([serverEvent(undefined, { retry: 5 })])).toBe("retry: 5\n\n")
    expect(await textOf([serverEvent(null)])).toBe("data: null\n\n")
  })

  it("splits data at every kind of line break", async () => {
    expect(await textOf(["a\nb\r\nc\rd\n"], String)).toBe("data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n")
    expect(await textOf([""], String)).toBe("data: \n\n")
  })

  it.each([
    { event: "a\nb" },
    { event: "a\rdata: x" },
    { id: "1\n\ndata: forged" },
    { id: "1\0" },
    { retry: 1.5 },
    { retry: -1 },
    { retry: Number.NaN },
  ])("refuses %j", (init) => {
    expect(() => serverEvent("x", init)).toThrow(InvalidEvent)
  })

  it("lets nothing break out of its event", async () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom("\n", "\r", "data:", "id: 1", ":", " ", "a")).map((parts) => parts.join("")),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ data: text, comment: text })), async (items) => {
        const events = items.map(({ data, comment }): ServerEvent<string> => serverEvent(data, { comment, event: "e" }))
        const read = readEvents(await textOf(events, String))
        expect(read).toEqual(items.map(({ data }) => ({ event: "e", data: data.replace(/\r\n|\r/g, "\n"), id: "" })))
      }),
    )
  })

  it("keeps a silent connection alive with comments", async () => {
    async function* slow() {
      await new Promise((resolve) => setTimeout(resolve, 60))
      yield 1
    }
    const pieces: string[] = []
    for await (const piece of eventStream(slow(), JSON.stringify, { heartbeat: 10 })) pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces[0]).toBe(":\n\n")
    expect(pieces.at(-1)).toBe("data: 1\n\n")
  })

  it("has headers that forbid caching", () => {
    expect(sseHeaders).toContain("text/event-stream")
    expect(sseHeaders).toContain("no-store")
  })
})

describe("jsonLines", () => {
  it("writes one JSON text per line", async () => {
    let text = ""
    for await (const piece of jsonLines([{ a: "x\ny" }, null, [1]], JSON.stringify)) text += piece
    expect(text).toBe('{"a":"x\\ny"}\nnull\n[1]\n')
  })

  it("refuses an encoding that would be two lines, and ends its source", async () => {
    const log: string[] = []
    async function* source() {
      try {
        yield 1
      } finally {
        log.push("closed")
      }
    }
    await expect(jsonLines(source(), () => "{\n}").next()).rejects.toThrow(TypeError)
    expect(log).toEqual(["closed"])
  })

  it("sends empty lines while the source is silent, if asked to", async () => {
    async function* slow() {
      await new Promise((resolve) => setTimeout(resolve, 40))
      yield 1
    }
    const pieces: string[] = []
    for await (const piece of jsonLines(slow(), JSON.stringify, { heartbeat: 5 })) pieces.push(piece)
    expect(pieces[0]).toBe("\n")
    expect(pieces.at(-1)).toBe("1\n")
  })
})
