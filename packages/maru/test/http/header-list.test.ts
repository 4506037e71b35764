import { describe, expect, it } from "vitest"
import { HeaderList, InvalidHeader } from "../../src/http/header-list.ts"

describe("HeaderList", () => {
  it("keeps order and several values of one name", () => {
    const list = HeaderList.from([
      ["Content-Type", "text/plain"],
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=2"],
    ])
    expect(list.flat).toEqual(["content-type", "text/plain", "set-cookie", "a=1", "set-cookie", "b=2"])
    expect([...list]).toEqual([
      ["content-type", "text/plain"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ])
    expect(list.getAll("Set-Cookie")).toEqual(["a=1", "b=2"])
    expect(list.getAll("x-none")).toEqual([])
  })

  it("finds names in any case", () => {
    const list = HeaderList.from([["X-Total", "3"]])
    expect(list.get("x-total")).toBe("3")
    expect(list.get("X-TOTAL")).toBe("3")
    expect(list.has("X-Total")).toBe(true)
    expect(list.has("x-tota")).toBe(false)
    list.delete("X-TOTAL")
    expect(list.flat).toEqual([])
  })

  it("replaces in place and drops the other values of the name", () => {
    const list = HeaderList.from([
      ["vary", "a"],
      ["etag", '"1"'],
      ["vary", "b"],
      ["allow", "GET"],
      ["vary", "c"],
    ])
    list.set("Vary", "x")
    expect(list.flat).toEqual(["vary", "x", "etag", '"1"', "allow", "GET"])
    list.set("location", "/a")
    expect(list.get("location")).toBe("/a")
  })

  it("does not look for names among values", () => {
    const list = HeaderList.from([["x-a", "etag"]])
    expect(list.has("etag")).toBe(false)
    list.delete("etag")
    expect(list.flat).toEqual(["x-a", "etag"])
  })

  it.each([
    ["set", (list: HeaderList) => list.set("etag", '"2"')],
    ["append", (list: HeaderList) => list.append("x-b", "1")],
    ["delete", (list: HeaderList) => list.delete("etag")],
  ])("copies a shared list before %s", (_, change) => {
    const flat = Object.freeze(["etag", '"1"', "x-a", "1"])
    const list = HeaderList.shared(flat)
    const other = HeaderList.shared(flat)
    change(list)
    expect(flat).toEqual(["etag", '"1"', "x-a", "1"])
    expect(other.flat).toBe(flat)
    expect(list.flat).not.toEqual(flat)
  })

  it.each(["", "a b", "a:b", "a\r\nb", "naïve", "a\0", "(a)", "ſet"])("refuses the name %j", (name) => {
    const list = HeaderList.from()
    expect(() => list.append(name, "x")).toThrow(InvalidHeader)
    expect(() => list.set(name, "x")).toThrow(InvalidHeader)
    expect(list.flat).toEqual([])
  })

  it.each(["a\rb", "a\nb", "a\0b", "a\r\nSet-Cookie: x=1", "a\x7fb", "a\x1bb", "a\n", "\n", "\r"])(
    "refuses the value %j",
    (value) => {
      const list = HeaderList.from([["x-a", "old"]])
      expect(() => list.append("x-a", value)).toThrow(InvalidHeader)
      expect(() => list.set("x-a", value)).toThrow(InvalidHeader)
      expect(list.flat).toEqual(["x-a", "old"])
    },
  )

  it("refuses text beyond Latin-1 and says what to do, without quoting it", () => {
    expect(() => HeaderList.from([["x-name", "홍길동"]])).toThrow(
      'The value of header "x-name" has the character U+D64D, which HTTP forbids; percent-encode text beyond Latin-1, for example with encodeURIComponent',
    )
  })

  it("hands on obs-text as it is", () => {
    expect(HeaderList.from([["x-a", "caf\u00e9"]]).get("x-a")).toBe("café")
  })

  it("sends no whitespace around a value", () => {
    expect(HeaderList.from([["x-a", " \ta b\t "]]).get("x-a")).toBe("a b")
    expect(HeaderList.from([["x-a", " "]]).get("x-a")).toBe("")
  })

  it("trims a long run of spaces in linear time", () => {
    const value = `a${" ".repeat(100_000)}b`
    const start = performance.now()
    expect(HeaderList.from([["x-a", value]]).get("x-a")).toBe(value)
    expect(HeaderList.from([["x-a", `${value} `]]).get("x-a")).toBe(value)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe("a constant list that is changed", () => {
  const constant = () => Object.freeze(["content-type", "text/plain"])

  it("stays constant where the same header is set to the same value again", () => {
    const flat = constant()
    const [first, second] = [HeaderList.shared(flat), HeaderList.shared(flat)]
    for (const list of [first, second]) {
      list.set("X-One", " 1 ")
      list.set("x-two", "2")
    }
    expect(first.flat).toEqual(["content-type", "text/plain", "x-one", "1", "x-two", "2"])
    expect(second.flat).toBe(first.flat)
    expect(second.isShared).toBe(true)
    expect(flat).toEqual(["content-type", "text/plain"])
  })

  it("does not give what one answer adds to the next one", () => {
    const flat = constant()
    const [first, second] = [HeaderList.shared(flat), HeaderList.shared(flat)]
    first.set("x-one", "1")
    first.append("x-own", "1")
    first.set("x-one", "other")
    second.set("x-one", "1")
    expect(second.flat).toEqual(["content-type", "text/plain", "x-one", "1"])
  })

  it("is copied for a header that varies", () => {
    const flat = constant()
    const lists = Array.from({ length: 20 }, () => HeaderList.shared(flat))
    for (const [at, list] of lists.entries()) list.set("etag", `"${at}"`)
    expect(lists.map((list) => list.get("etag"))).toEqual(lists.map((_, at) => `"${at}"`))
    expect(lists.filter(({ isShared }) => isShared)).toHaveLength(4)
  })

  it("never keeps a cookie", () => {
    const list = HeaderList.shared(constant())
    list.set("Set-Cookie", "session=secret")
    expect(list.isShared).toBe(false)
  })

  it("refuses a value that HTTP cannot carry each time", () => {
    const flat = constant()
    for (let time = 0; time < 2; time++) {
      expect(() => HeaderList.shared(flat).set("x-one", "a\r\nb: c")).toThrow(InvalidHeader)
    }
  })
})
