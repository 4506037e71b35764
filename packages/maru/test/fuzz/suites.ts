import * as fc from "fast-check"
import { z } from "zod"
import { App, body, cookie, form, get, header, post, query, raw } from "../../src/index.ts"
import type { AppPart, HttpResponse } from "../../src/index.ts"
import { trustedProxies } from "../../src/middleware.ts"
import { type Fuzzed, fuzzedRequest } from "./fuzzed-request.ts"

const Fields = z.object({
  n: z.int().optional(),
  flag: z.boolean().optional(),
  at: z.date().optional(),
  list: z.array(z.string()).default([]),
  text: z.string().default(""),
})
const Tree: z.ZodType = z.lazy(() => z.object({ name: z.string().optional(), children: z.array(Tree).optional() }))
const text = raw("application/json")
const show = (value: unknown) => JSON.stringify(value) ?? "null"
const Flat = Fields.omit({ list: true })

const endpoints: readonly AppPart[] = [
  get("/header", { all: header(Fields), agent: header("user-agent", z.string().optional()) }, text, show),
  get("/cookie", { all: cookie(Flat) }, text, show),
  get("/query", { all: query(Fields) }, text, show),
  post("/form", { all: form(Fields) }, text, show),
  post("/json", { tree: body(Tree) }, text, show),
]

const failures: unknown[] = []
const app = new App({ title: "Fuzzed", version: "1", report: ({ error }) => void failures.push(error) }, [
  trustedProxies(["10.0.0.0/8"], { header: "forwarded", host: true }),
  ...endpoints,
])

/** Pieces that mean something to the parser, among texts that mean nothing. */
function mixture(...pieces: readonly string[]): fc.Arbitrary<string> {
  const names = ["__proto__", "constructor", "prototype", "toString", "n", "flag", "at", "list", "text"]
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...pieces) },
    { weight: 3, arbitrary: fc.constantFrom(...names) },
    { weight: 2, arbitrary: fc.string({ maxLength: 8 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  )
  return fc.oneof(
    { weight: 4, arbitrary: fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  )
}

/** UTF-8, now and then with a byte that is none. */
function bytes(content: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  return fc.tuple(content, fc.option(fc.nat(255), { freq: 5 })).map(([known, odd]) => {
    const encoded = new TextEncoder().encode(known)
    if (odd !== null && encoded.length > 0) encoded[odd % encoded.length] = odd
    return encoded
  })
}

const escapes = ["%", "%41", "%00", "%ff", "%C3%A9", "%zz", "+"]
const multipart = mixture(
  "--B",
  "\r\n",
  "\r\n\r\n",
  "--B\r\n",
  "--B--",
  "Content-Disposition: form-data",
  'Content-Disposition: form-data; name="n"\r\n\r\n',
  '; name="',
  '; filename="a"',
  "; filename*=UTF-8''%e2",
  "Content-Type: text/plain",
  '"',
  "\\",
)
const jsonText = fc.oneof(
  fc.json({ maxDepth: 5 }),
  mixture("{", "}", "[", "]", ":", ",", '"', '"name":', '"children":[', "1e400", "-0", "null", "\\u0000", "\\ud800"),
)
const headerText = mixture(",", ", ", '"', "\\", "1", "true", "2026-01-02", "é", "\t")

/** One kind of input, and what a client could make of it. */
export interface Suite {
  readonly name: string
  readonly method: "GET" | "POST"
  readonly path: string
  readonly requests: fc.Arbitrary<Fuzzed>
}

const reading = (name: string, path: string, requests: fc.Arbitrary<Fuzzed>): Suite => ({
  name,
  method: "GET",
  path,
  requests,
})
const sending = (name: string, path: string, type: string, content: fc.Arbitrary<string>): Suite => ({
  name,
  method: "POST",
  path,
  requests: bytes(content).map((body) => ({ body, headers: { "content-type": type } })),
})

/** Every parser of what clients send. */
export const suites: readonly Suite[] = [
  reading(
    "headers",
    "/header",
    fc.record({ n: headerText, list: headerText, text: headerText, "user-agent": headerText }).map((headers) => ({
      headers,
    })),
  ),
  reading(
    "content types",
    "/header",
    mixture("application/json", "multipart/form-data", ";", "=", '"', "boundary=", "charset=utf-8", "\\", "/").map(
      (type) => ({ headers: { "content-type": type, accept: type, "accept-encoding": type } }),
    ),
  ),
  reading(
    "cookies",
    "/cookie",
    mixture("=", ";", "; ", '"', ",", "\\", ...escapes).map((cookie) => ({ headers: { cookie } })),
  ),
  reading(
    "queries",
    "/query",
    mixture("=", "&", "&&", "[]", ";", "1", "true", ...escapes).map((search) => ({ search })),
  ),
  reading(
    "Forwarded",
    "/query",
    mixture("for=", "proto=", "host=", "=", '"', "\\", ",", ";", "1.2.3.4", '"[::1]:80"', "10.0.0.9", "_hidden").map(
      (forwarded) => ({ headers: { forwarded, "x-forwarded-for": forwarded, "x-forwarded-host": forwarded } }),
    ),
  ),
  sending("urlencoded forms", "/form", "application/x-www-form-urlencoded", mixture("=", "&", "1", "true", ...escapes)),
  sending("multipart forms", "/form", "multipart/form-data; boundary=B", multipart),
  sending("JSON", "/json", "application/json", jsonText),
]

/**
 * Sends requests of a suite until one is answered by a 5xx, throws, or changes the prototype of all objects.
 *
 * @param cases how many requests
 * @throws Error with the smallest request that does, and with the seed
 */
export async function fuzz(suite: Suite, cases: number, seed: number): Promise<void> {
  const property = fc.asyncProperty(suite.requests, async (fuzzed) => {
    failures.length = 0
    const answer: HttpResponse = await app.handle(fuzzedRequest(suite.method, suite.path, fuzzed))
    if (failures.length > 0) throw failures[0]
    if (answer.status >= 500) throw new Error(`answered by ${answer.status}`)
    refusePollution()
  })
  await fc.assert(property, { numRuns: cases, seed })
}

const members = Reflect.ownKeys(Object.prototype).length

function refusePollution(): void {
  if (Reflect.ownKeys(Object.prototype).length !== members) throw new Error("the prototype of all objects was changed")
}
