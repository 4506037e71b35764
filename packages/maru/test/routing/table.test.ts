import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { StartError } from "../../src/errors/start-error.ts"
import { type Pattern, parsePattern } from "../../src/routing/pattern.ts"
import { type RoutingTable, routingTable } from "../../src/routing/table.ts"

/** "GET /a/:b" lines to a table whose values are the lines themselves. */
function table(...lines: string[]): RoutingTable<string> {
  return routingTable(
    lines.map((line, index) => {
      const [method, text] = line.split(" ") as [string, string]
      return { method, pattern: parsePattern(text), source: { file: "/r.ts", line: index + 1, column: 1 }, value: line }
    }),
  )
}

const get = (routes: RoutingTable<string>, path: string) => {
  const match = routes.find("GET", path)
  return match && [match.value.replace("GET ", ""), ...match.params]
}

describe("precedence", () => {
  const lines = [
    "GET /*all",
    "GET /:section/:id",
    "GET /:section",
    "GET /posts/:id",
    "GET /posts/*rest",
    "GET /posts/new",
    "GET /posts/:id/edit",
    "GET /posts/new/:step/edit",
    "GET /",
  ]
  const cases: [string, string[] | undefined][] = [
    ["/", ["/"]],
    ["/x", ["/:section", "x"]],
    ["/x/y", ["/:section/:id", "x", "y"]],
    ["/x/y/z", ["/*all", "x/y/z"]],
    ["/x/", ["/*all", "x/"]],
    ["/posts", ["/:section", "posts"]],
    ["/posts/", ["/posts/*rest", ""]],
    ["/posts/new", ["/posts/new"]],
    ["/posts/newer", ["/posts/:id", "newer"]],
    ["/posts/ne", ["/posts/:id", "ne"]],
    ["/posts/5", ["/posts/:id", "5"]],
    ["/posts/5/edit", ["/posts/:id/edit", "5"]],
    ["/posts/new/edit", ["/posts/:id/edit", "new"]],
    ["/posts/new/2/edit", ["/posts/new/:step/edit", "2"]],
    ["/posts/new/2/more", ["/posts/*rest", "new/2/more"]],
    ["/posts/5/more", ["/posts/*rest", "5/more"]],
    ["/Posts/5", ["/:section/:id", "Posts", "5"]],
  ]

  it.each(cases)("%s", (path, expected) => {
    expect(get(table(...lines), path)).toEqual(expected)
    expect(get(table(...lines.toReversed()), path)).toEqual(expected)
  })

  it("does not depend on the number of static children", () => {
    const many = table("GET /:any", ...Array.from({ length: 50 }, (_, i) => `GET /s${i}/:id`))
    expect(get(many, "/s49/7")).toEqual(["/s49/:id", "7"])
    expect(get(many, "/s50/7")).toBeUndefined()
    expect(get(many, "/s50")).toEqual(["/:any", "s50"])
  })
})

describe("a strict path", () => {
  const routes = table("GET /posts", "GET /posts/:id", "GET /users/", "GET /files/*rest", "GET /a/:b/c")

  it.each([
    ["/posts/", undefined],
    ["/users", undefined],
    ["/users/", ["/users/"]],
    ["/files", undefined],
    ["/files/", ["/files/*rest", ""]],
    ["/files/a/b.txt", ["/files/*rest", "a/b.txt"]],
    ["/files/a/", ["/files/*rest", "a/"]],
    ["/POSTS", undefined],
    ["/post", undefined],
    ["/postss", undefined],
    ["/posts/1/", undefined],
    ["/posts/1/2", undefined],
    ["posts", undefined],
    ["xposts", undefined],
    ["", undefined],
    ["*", undefined],
    ["/posts;v=1", undefined],
    ["/posts/1;v=1", ["/posts/:id", "1;v=1"]],
    ["/posts\\1", undefined],
    ["/posts/..", ["/posts/:id", ".."]],
  ])("%s", (path, expected) => {
    expect(get(routes, path)).toEqual(expected)
  })

  it.each(["//", "//posts", "/posts//1", "/posts//", "/files//", "/files//etc/passwd", "/files/a//b", "/a//c", "///"])(
    "never matches an empty segment: %s",
    (path) => {
      expect(get(routes, path)).toBeUndefined()
      expect(get(table("GET /*all", "GET /"), path)).toBeUndefined()
    },
  )

  it("keeps what another method or path has to itself", () => {
    expect(routes.find("POST", "/posts")).toBeUndefined()
    expect(routes.find("get", "/posts")).toBeUndefined()
    expect(routes.find("constructor", "/posts")).toBeUndefined()
    expect(table().find("GET", "/")).toBeUndefined()
  })

  it.each(["/constructor", "/__proto__", "/toString"])("has no inherited routes: %s", (path) => {
    expect(routes.find("GET", path)).toBeUndefined()
    expect(get(table("GET /__proto__/:id", "GET /constructor"), "/__proto__/1")).toEqual(["/__proto__/:id", "1"])
  })
})

describe("percent-encoding", () => {
  const routes = table(
    "GET /posts",
    "GET /posts/:id",
    "GET /:section/new",
    "GET /게시판/:id",
    "GET /a-b_c.d~e",
    "GET /files/*rest",
  )

  it.each([
    ["/p%6Fsts", ["/posts"]],
    ["/p%6fsts/1", ["/posts/:id", "1"]],
    ["/p%6Fsts/new", ["/posts/:id", "new"]],
    ["/%70%6F%73%74%73/%31", ["/posts/:id", "1"]],
    ["/%EA%B2%8C%EC%8B%9C%ED%8C%90/1", ["/게시판/:id", "1"]],
    ["/%ea%b2%8c%ec%8b%9c%ed%8c%90/1", ["/게시판/:id", "1"]],
    ["/a%2Db%5Fc%2Ed%7Ee", ["/a-b_c.d~e"]],
    ["/posts/a%2Fb", ["/posts/:id", "a%2Fb"]],
    ["/posts/a%2fb", ["/posts/:id", "a%2Fb"]],
    ["/posts%2F1", undefined],
    ["/posts/%20", ["/posts/:id", "%20"]],
    ["/posts/%2541", ["/posts/:id", "%2541"]],
    ["/posts/%00", ["/posts/:id", "%00"]],
    ["/%2fposts", undefined],
    ["/%50osts", undefined],
  ])("%s", (path, expected) => {
    expect(get(routes, path)).toEqual(expected)
  })

  it("leaves a broken escape as it is, so that decoding still refuses it", () => {
    expect(get(routes, "/posts/%%34%31")).toEqual(["/posts/:id", "%%34%31"])
    expect(get(routes, "/posts/%zz")).toEqual(["/posts/:id", "%zz"])
    expect(get(routes, "/posts/%4")).toEqual(["/posts/:id", "%4"])
    expect(get(routes, "/p%6Fsts/%")).toBeUndefined()
  })

  it("gives parameters that decode to what was sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        const encoded = encodeURIComponent(text)
        expect(routes.find("GET", `/posts/${encoded}`)?.params.map(decodeURIComponent)).toEqual([text])
      }),
    )
  })
})

describe("methods", () => {
  const routes = table(
    "GET /posts/:id",
    "POST /posts/new",
    "DELETE /:kind/:key",
    "GET /only/get",
    "HEAD /own/head",
    "GET /own/head",
    "OPTIONS /own/options",
    "HEAD /heads/:id",
    "GET /heads/new",
    "PROPFIND /dav",
  )

  it("looks each method up for itself", () => {
    expect(routes.find("GET", "/posts/new")).toEqual({ value: "GET /posts/:id", params: ["new"] })
    expect(routes.find("POST", "/posts/new")).toEqual({ value: "POST /posts/new", params: [] })
    expect(routes.find("DELETE", "/posts/new")).toEqual({ value: "DELETE /:kind/:key", params: ["posts", "new"] })
    expect(routes.find("PUT", "/posts/new")).toBeUndefined()
  })

  it("unites the methods of a path in Allow, in one order", () => {
    expect(routes.allow("/posts/new")).toBe("GET, HEAD, POST, DELETE, OPTIONS")
    expect(routes.allow("/posts/5")).toBe("GET, HEAD, DELETE, OPTIONS")
    expect(routes.allow("/x/y")).toBe("DELETE, OPTIONS")
    expect(routes.allow("/own/options")).toBe("DELETE, OPTIONS")
    expect(routes.allow("/dav")).toBe("PROPFIND, OPTIONS")
    expect(routes.allow("/p%6Fsts/new")).toBe("GET, HEAD, POST, DELETE, OPTIONS")
    expect(routes.allow("/nothing")).toBeUndefined()
    expect(routes.allow("/posts//new")).toBeUndefined()
  })

  it("answers HEAD by GET unless there is a HEAD route of the same shape", () => {
    expect(routes.find("HEAD", "/only/get")?.value).toBe("GET /only/get")
    expect(routes.find("HEAD", "/posts/7")).toEqual({ value: "GET /posts/:id", params: ["7"] })
    expect(routes.find("HEAD", "/own/head")?.value).toBe("HEAD /own/head")
    expect(routes.find("HEAD", "/heads/new")?.value).toBe("GET /heads/new")
    expect(routes.find("HEAD", "/heads/7")?.value).toBe("HEAD /heads/:id")
  })

  it("lets methods name parameters differently", () => {
    const named = table("GET /posts/:id", "PUT /posts/:key", "GET /posts/:post/comments")
    expect(named.find("GET", "/posts/1")?.value).toBe("GET /posts/:id")
    expect(named.find("PUT", "/posts/1")?.value).toBe("PUT /posts/:key")
    expect(named.find("GET", "/posts/1/comments")?.params).toEqual(["1"])
  })
})

describe("other", () => {
  const routes = table("GET /posts", "POST /users/", "GET /files/*rest", "GET /a/:b")

  it.each([
    ["/posts/", "/posts"],
    ["/users", "/users/"],
    ["/files", "/files/"],
    ["/a/1/", "/a/1"],
    ["/a/", undefined],
    ["/posts", undefined],
    ["/nothing/", undefined],
    ["/", undefined],
    ["//", undefined],
    ["//posts/", undefined],
    ["//evil.example/", undefined],
  ])("%s → %s", (path, expected) => {
    expect(routes.other(path)).toBe(expected)
  })

  it("never gives a path that a browser would take for another host", () => {
    expect(table("GET /*all").other("//evil.example")).toBeUndefined()
    expect(table("GET /:a").other("//evil.example/")).toBeUndefined()
  })
})

describe("start errors", () => {
  const refusal = (...lines: string[]) => {
    try {
      table(...lines)
    } catch (error) {
      if (error instanceof StartError) return { code: error.code, lines: error.sources.map((source) => source.line) }
      throw error
    }
    return undefined
  }

  it.each([
    [["GET /a", "POST /a", "GET /a"], { code: "route-duplicate", lines: [1, 3] }],
    [["GET /:a", "GET /:b"], { code: "route-duplicate", lines: [1, 2] }],
    [["GET /x/:a/y", "GET /z", "GET /x/:b/y"], { code: "route-duplicate", lines: [1, 3] }],
    [["GET /f/*a", "GET /f/*b"], { code: "route-duplicate", lines: [1, 2] }],
    [["HEAD /a", "HEAD /a"], { code: "route-duplicate", lines: [1, 2] }],
    [["GET /*r", "GET /", "GET /:a", "GET /:a/*r"], { code: "route-shadowed", lines: [4, 1] }],
    [
      ["GET /x/*r", "GET /x/", "GET /x/:a", "GET /x/:a/", "GET /x/:a/:b", "GET /x/:a/:b/*r"],
      { code: "route-shadowed", lines: [6, 1] },
    ],
    [["HEAD /*r", "GET /", "GET /:a", "GET /:a/*r"], { code: "route-shadowed", lines: [4, 1] }],
  ] as const)("%j", (lines, expected) => {
    expect(refusal(...lines)).toEqual(expected)
  })

  it.each([
    [["GET /a", "POST /a", "HEAD /a", "GET /a/"]],
    [["GET /*r", "GET /", "GET /:a", "POST /:a/*r"]],
    [["GET /*r", "GET /", "GET /:a/*r"]],
    [["GET /*r", "GET /:a", "GET /:a/*r"]],
    [["GET /*r", "GET /", "GET /:a", "GET /:a/", "GET /:a/:b"]],
    [["GET /*r", "HEAD /", "HEAD /:a", "HEAD /:a/*r"]],
  ])("allows %j", (lines) => {
    expect(refusal(...lines)).toBeUndefined()
  })
})

describe("every table", () => {
  const segment = fc.constantFrom("a", "b", ":p", "*r", "")
  const pattern = fc
    .array(segment, { minLength: 1, maxLength: 4 })
    .map((parts) => `/${parts.map((part, i) => (part === ":p" ? `:p${i}` : part)).join("/")}`)
    .map((text) => {
      try {
        return parsePattern(text)
      } catch {
        return undefined
      }
    })
    .filter((read): read is Pattern => read !== undefined)

  /** What the precedence means, said slowly: a segment of 0 is static, 1 a parameter, 2 a wildcard; the least list wins. */
  const rank = (read: Pattern, path: string): string | undefined => {
    if (path.includes("//")) return undefined
    const parts = path.slice(1).split("/")
    let ranks = ""
    for (const [i, part] of read.segments.entries()) {
      if (part.kind === "wildcard") return parts.length > i ? `${ranks}2` : undefined
      if (part.kind === "static" ? part.text !== parts[i] : !parts[i]) return undefined
      ranks += part.kind === "static" ? "0" : "1"
    }
    return parts.length === read.segments.length ? ranks : undefined
  }

  it("finds what the definition of precedence says", () => {
    const paths = fc
      .array(fc.constantFrom("a", "b", "c", ""), { minLength: 1, maxLength: 5 })
      .map((parts) => `/${parts.join("/")}`)
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 12 }), fc.array(paths, { maxLength: 10 }), (patterns, asked) => {
        const unique = [
          ...new Map(patterns.map((read) => [read.text.replaceAll(/[:*]\w+/g, (name) => name[0]!), read])).values(),
        ]
        let routes: RoutingTable<Pattern>
        try {
          routes = routingTable(unique.map((read) => ({ method: "GET", pattern: read, value: read })))
        } catch (error) {
          expect((error as StartError).code).toBe("route-shadowed")
          return
        }
        for (const path of asked) {
          const ranked = unique.flatMap((read) => {
            const ranks = rank(read, path)
            return ranks === undefined ? [] : [{ ranks, read }]
          })
          const best = ranked.sort((a, b) => (a.ranks < b.ranks ? -1 : 1))[0]?.read
          expect(routes.find("GET", path)?.value).toBe(best)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe("worst case", () => {
  it("visits no more nodes than the table has", () => {
    // Every combination of a static and a parameter over 10 segments: as much going back as a table can ask for.
    const lines = Array.from({ length: 1024 }, (_, bits) => {
      const parts = Array.from({ length: 10 }, (_, i) => ((bits >> i) & 1 ? "a" : `:p${i}`))
      return `GET /${parts.join("/")}/end`
    })
    const routes = table(...lines)
    const path = `/${"a/".repeat(10)}no`
    const started = performance.now()
    for (let i = 0; i < 100; i += 1) expect(routes.find("GET", path)).toBeUndefined()
    // 2,047 nodes a hundred times over; a search that goes through paths instead of nodes never ends.
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it("takes long paths in a time that grows with their length alone", () => {
    const routes = table("GET /a/:b", "GET /:x/*rest", "GET /a/b/c/d")
    const started = performance.now()
    expect(routes.find("GET", `/a${"/a".repeat(100_000)}`)?.params[0]).toBe("a")
    expect(routes.find("GET", "/".repeat(100_000))).toBeUndefined()
    expect(routes.find("GET", `/a/${"%41".repeat(100_000)}`)?.params[0]).toBe("A".repeat(100_000))
    expect(routes.find("GET", `/a/${"%".repeat(100_000)}`)?.params[0]).toHaveLength(100_000)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
