import { describe, expect, it } from "vitest"
import { Unauthorized, dependency, get, raises, returns } from "../../src/index.ts"
import { apiKey, basic, bearer } from "../../src/security.ts"
import { documentOf } from "./documented.ts"

const done = returns(204)
const nothing = () => undefined

function securityOf(
  ...[signature]: Parameters<typeof dependency> extends [infer S, ...unknown[]] ? [S] : never
): unknown {
  return documentOf([get("/", signature as never, done, nothing)]).paths["/"]!["get"]!.security
}

describe("security", () => {
  it("is open where nothing is asked for", () => {
    expect(securityOf({})).toEqual([])
  })

  it("needs all required schemes together", () => {
    expect(securityOf({ token: bearer(), key: apiKey("header", "x-key", { name: "key" }) })).toEqual([
      { bearer: [], key: [] },
    ])
  })

  it("has an alternative for each optional scheme", () => {
    const session = apiKey("cookie", "sid", { name: "session", optional: true })
    expect(securityOf({ session })).toEqual([{ session: [] }, {}])
    expect(securityOf({ user: basic(), session })).toEqual([{ basic: [] }, { basic: [], session: [] }])
  })

  it("needs one of the optional ones where none of them is a 401", () => {
    const user = dependency(
      { token: bearer({ optional: true }), key: apiKey("cookie", "sid", { name: "session", optional: true }) },
      nothing,
      { raises: raises(401, Unauthorized) },
    )
    expect(securityOf({ user })).toEqual([{ bearer: [] }, { session: [] }])
  })

  it("is required where one scheme is asked for both ways", () => {
    expect(securityOf({ first: bearer(), second: bearer({ optional: true }) })).toEqual([{ bearer: [] }])
    expect(securityOf({ second: bearer({ optional: true }), first: bearer() })).toEqual([{ bearer: [] }])
  })

  it("shows every scheme, those with scopes and odd names too", () => {
    const scheme = { type: "openIdConnect", openIdConnectUrl: "https://login.example/.well-known/openid-configuration" }
    const login = dependency({}, nothing, { security: { name: "Our login", scheme, scopes: ["read"] } })
    const document = documentOf([
      get("/a", { login }, done, nothing),
      get("/b", { key: apiKey("query", "key", { description: "A key." }) }, done, nothing),
    ])
    expect(document.paths["/a"]!["get"]!.security).toEqual([{ Our_login: ["read"] }])
    expect(document.components.securitySchemes).toEqual({
      Our_login: scheme,
      "query-key": { type: "apiKey", in: "query", name: "key", description: "A key." },
    })
  })

  it("may not have two schemes of one name", () => {
    const parts = [
      get("/a", { key: apiKey("header", "x-a", { name: "key" }) }, done, nothing),
      get("/b", { key: apiKey("header", "x-b", { name: "key" }) }, done, nothing),
    ]
    expect(() => documentOf(parts)).toThrow(/Two different security schemes are called "key", one used by getA/)
  })

  it("says how to authenticate where a scheme of HTTP refuses", () => {
    const responses = documentOf([get("/", { token: bearer() }, done, nothing)]).paths["/"]!["get"]!.responses
    expect(responses["401"]).toMatchObject({ headers: { "WWW-Authenticate": { schema: { type: "string" } } } })
  })
})
