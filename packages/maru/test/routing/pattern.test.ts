import { describe, expect, it } from "vitest"
import { StartError } from "../../src/errors/start-error.ts"
import { parsePattern } from "../../src/routing/pattern.ts"

const refusal = (text: string) => {
  try {
    parsePattern(text, { file: "/nowhere/routes.ts", line: 7, column: 1 })
  } catch (error) {
    expect(error).toBeInstanceOf(StartError)
    expect((error as StartError).code).toBe("pattern-invalid")
    expect((error as StartError).sources).toHaveLength(1)
    return (error as StartError).message.split("\n")[0]
  }
  throw new Error(`${text} was accepted`)
}

describe("parsePattern", () => {
  it("reads static segments, parameters and a last wildcard", () => {
    expect(parsePattern("/posts/:id/files/*rest")).toEqual({
      text: "/posts/:id/files/*rest",
      segments: [
        { kind: "static", text: "posts" },
        { kind: "parameter", name: "id" },
        { kind: "static", text: "files" },
        { kind: "wildcard", name: "rest" },
      ],
    })
  })

  it("keeps a trailing slash as an empty last segment, the root among them", () => {
    expect(parsePattern("/").segments).toEqual([{ kind: "static", text: "" }])
    expect(parsePattern("/posts/").segments).toEqual([
      { kind: "static", text: "posts" },
      { kind: "static", text: "" },
    ])
  })

  it("encodes what a request path carries encoded", () => {
    expect(parsePattern("/게시판").segments).toEqual([{ kind: "static", text: "%EA%B2%8C%EC%8B%9C%ED%8C%90" }])
    expect(parsePattern("/~me/@you/a+b,c;d=e").segments.map((segment) => "text" in segment && segment.text)).toEqual([
      "~me",
      "@you",
      "a+b,c;d=e",
    ])
  })

  it("is frozen", () => {
    const pattern = parsePattern("/a/:b")
    expect([pattern, pattern.segments, ...pattern.segments].every((part) => Object.isFrozen(part))).toBe(true)
  })

  it.each([
    ["", 'it has to start with "/"'],
    ["posts", 'it has to start with "/"'],
    ["//", "two slashes have nothing between them"],
    ["/a//b", "two slashes have nothing between them"],
    ["/:", '":" needs a name behind it'],
    ["/a/*", '"*" needs a name behind it'],
    ["/*rest/more", 'nothing may follow the wildcard "*rest"'],
    ["/*rest/", 'nothing may follow the wildcard "*rest"'],
    ["/:a/:a", 'the name "a" stands there twice'],
    ["/:a/*a", 'the name "a" stands there twice'],
    ["/:1", '"1" is no name'],
    ["/:a-b", '"a-b" is no name'],
    ["/:id?", "is no name"],
    ["/:id(\\d+)", "is no name"],
    ["/:__proto__", '"__proto__" is no name'],
    ["/:제목", "is no name"],
    ["/a:b", "a parameter takes a whole segment"],
    ["/a*b", "a wildcard takes the whole last segment"],
    ["/{id}", 'a parameter is written ":name"'],
    ["/a?", "there are no optional segments"],
    ["/a%20b", "without percent-encoding"],
    ["/a b", "no path can hold"],
    ["/a#b", "no path can hold"],
    ["/a\\b", "no path can hold"],
    ["/a\0", "no path can hold"],
    ["/a\r\n", "no path can hold"],
    ['/"a"', "no path can hold"],
    ["/\ud800", "no path can hold"],
    ["/a/./b", "never matches"],
    ["/a/..", "never matches"],
  ])("refuses %j", (text, reason) => {
    expect(refusal(text)).toContain(reason)
  })
})
