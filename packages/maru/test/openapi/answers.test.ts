import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  HttpError,
  Unauthorized,
  body,
  dependency,
  file,
  get,
  html,
  jsonLines,
  middleware,
  post,
  query,
  raises,
  raw,
  redirect,
  returns,
  router,
  sse,
  stream,
  use,
} from "../../src/index.ts"
import { at, codesOf, documentOf } from "./documented.ts"

class Missing extends Error {}
class Gone extends Error {}
class Taken extends Error {
  static readonly code = "name-taken"
}

const never = () => undefined as never
const Item = z.object({ id: z.int() })

function responsesOf(...parts: Parameters<typeof documentOf>[0]): Record<string, any> {
  return Object.values(Object.values(documentOf(parts).paths)[0]!)[0]!.responses
}

describe("outcomes", () => {
  it("are documented with their media types, headers and descriptions", () => {
    const created = returns(201, Item, { description: "Made.", headers: { location: "Where it is." } })
    expect(responsesOf(get("/", {}, created, never))["201"]).toEqual({
      description: "Made.",
      headers: { location: { description: "Where it is.", schema: { type: "string" } } },
      content: {
        "application/json": {
          schema: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
        },
      },
    })
    expect(responsesOf(get("/", {}, returns(204), never))["204"]).toEqual({ description: "No Content" })
  })

  it.each([
    [html(), "text/html", { type: "string" }],
    [raw("text/plain; charset=utf-8"), "text/plain", { type: "string" }],
    [raw("application/vnd.api+json"), "application/vnd.api+json", { type: "string" }],
    [raw(), "application/octet-stream", { type: "string", format: "binary" }],
    [stream("text/csv"), "text/csv", { type: "string" }],
    [file({ contentType: "application/pdf" }), "application/pdf", { type: "string", format: "binary" }],
  ])("without a schema are text or bytes (%#)", (outcome, mediaType, schema) => {
    expect(responsesOf(get("/", {}, outcome as never, never))["200"]).toMatchObject({
      content: { [mediaType]: { schema } },
    })
  })

  it("of files answer ranges and conditions", () => {
    const responses = responsesOf(get("/", {}, file(), never))
    expect(Object.keys(responses)).toEqual(["200", "206", "304", "412", "416", "500"])
    expect(responses["206"].content).toEqual(responses["200"].content)
    expect(responses["304"]).toEqual({ description: "Not Modified" })
  })

  it("that send a client elsewhere say where", () => {
    expect(responsesOf(get("/", {}, redirect(307), never))["307"]).toMatchObject({
      description: "Temporary Redirect",
      headers: { location: { schema: { type: "string" } } },
    })
  })

  it("item by item have the schema of an item, and say so", () => {
    const events = responsesOf(get("/", {}, sse(Item, { description: "News." }), never))["200"]
    expect(events.description).toBe(
      "News. A sequence without a fixed end; the schema is that of the data of each event.",
    )
    expect(at(events, "content", "text/event-stream", "schema", "required")).toEqual(["id"])
    const lines = responsesOf(get("/", {}, jsonLines(Item), never))["200"]
    expect(lines.description).toBe("OK. A sequence without a fixed end; the schema is that of each line.")
    expect(at(lines, "content", "application/jsonl", "schema", "required")).toEqual(["id"])
  })

  it("of one status share it", () => {
    const whole = returns(200, Item, { description: "All of it.", headers: { etag: "Its version." } })
    const none = returns(200, z.null(), { description: "Nothing yet." })
    const response = responsesOf(get("/", {}, whole, none, html(), never))["200"]
    expect(response.description).toBe("All of it.\n\nNothing yet.\n\nOK")
    expect(Object.keys(response.headers)).toEqual(["etag"])
    expect(response.content["application/json"].schema.anyOf).toEqual([
      { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
      { type: "null" },
    ])
    expect(response.content["text/html"]).toEqual({ schema: { type: "string" } })
  })
})

describe("examples", () => {
  const Event = z.object({ at: z.date(), size: z.codec(z.string(), z.bigint(), { decode: BigInt, encode: String }) })
  const exampleOf = (example: unknown) =>
    at(
      responsesOf(get("/", {}, returns(200, Event, { example }), never)),
      "200",
      "content",
      "application/json",
      "example",
    )

  it("are shown as a client receives them, whichever way they were written", () => {
    const wire = { at: "2026-01-02T03:04:05.000Z", size: "12" }
    expect(exampleOf({ at: new Date("2026-01-02T03:04:05Z"), size: 12n })).toEqual(wire)
    expect(at(responsesOf(get("/", {}, html(200, { example: "<p>" }), never)), "200", "content", "text/html")).toEqual({
      schema: { type: "string" },
      example: "<p>",
    })
  })

  it("may be written as they are on the wire", () => {
    const Link = z.object({
      at: z.codec(z.iso.datetime(), z.date(), {
        decode: (text) => new Date(text),
        encode: (date) => date.toISOString(),
      }),
    })
    const link = returns(200, Link, { example: { at: "2026-01-02T03:04:05Z" } })
    expect(at(responsesOf(get("/", {}, link, never)), "200", "content", "application/json", "example")).toEqual({
      at: "2026-01-02T03:04:05Z",
    })
  })

  it("of several outcomes are all shown", () => {
    const one = returns(200, Item, { example: { id: 1 } })
    const two = returns(200, z.object({ ids: z.array(z.int()) }), { example: { ids: [1, 2] } })
    const content = at(responsesOf(get("/", {}, one, two, never)), "200", "content", "application/json")
    expect(at(content, "examples")).toEqual({ example1: { value: { id: 1 } }, example2: { value: { ids: [1, 2] } } })
  })

  it("that fit no answer are a start error", () => {
    expect(() => exampleOf({ at: "yesterday" })).toThrow(
      /^get: the example of its 200 outcome does not fit the outcome's schema\. .*\n.*answers\.test\.ts/,
    )
  })
})

describe("errors", () => {
  it("are grouped by status, with the codes that an operation can have", () => {
    const who = dependency({}, never, { raises: [raises(401, Unauthorized), raises(404, Gone)] })
    const endpoint = get("/", { who }, returns(204), raises(404, Missing), raises(409, Taken), never)
    const document = documentOf([router("/posts", { read: endpoint }, { raises: [raises(410, Gone)] })])
    expect(Object.keys(document.paths["/posts"]!["get"]!.responses)).toEqual(["204", "401", "404", "409", "410", "500"])
    expect(codesOf(document, "/posts", "get", 401)).toEqual(["not-authenticated"])
    expect(codesOf(document, "/posts", "get", 404)).toEqual(["gone", "missing"])
    expect(codesOf(document, "/posts", "get", 409)).toEqual(["name-taken"])
    expect(at(document.paths, "/posts", "get", "responses", "404")).toMatchObject({
      description: "Not Found",
      content: {
        "application/problem+json": {
          schema: {
            allOf: [
              { $ref: "#/components/schemas/Problem" },
              { type: "object", properties: { status: { const: 404 } } },
            ],
          },
          examples: {
            missing: { value: { type: "about:blank", title: "Not Found", status: 404, code: "missing" } },
            gone: { value: { code: "gone" } },
          },
        },
      },
    })
  })

  it("of inputs list every fault", () => {
    const endpoint = post("/", { page: query(z.int()), input: body(Item) }, returns(204), never)
    const document = documentOf([endpoint])
    const { responses } = document.paths["/"]!["post"]!
    expect(Object.keys(responses)).toEqual(["204", "400", "413", "415", "422", "500"])
    expect(codesOf(document, "/", "post", 400)).toEqual(["invalid-encoding", "invalid-json"])
    expect(at(responses, "422", "content", "application/problem+json", "schema")).toEqual({
      $ref: "#/components/schemas/InvalidRequest",
    })
    const { schemas } = document.components
    expect(at(schemas, "InvalidRequest", "allOf", 1, "properties", "errors", "items")).toEqual({
      $ref: "#/components/schemas/Fault",
    })
    expect(at(schemas, "Fault", "required")).toEqual(
      expect.arrayContaining(["in", "name", "pointer", "code", "expected", "received", "message"]),
    )
  })

  it("join with others and with outcomes of their status", () => {
    const endpoint = post(
      "/",
      { input: body(Item) },
      returns(200, Item),
      returns(404, Item, { description: "Not there, but near." }),
      raises(404, Missing),
      raises(422, Taken),
      raises(500, Gone),
      never,
    )
    const responses = responsesOf(endpoint)
    expect(responses["404"].description).toBe("Not there, but near.\n\nNot Found")
    expect(Object.keys(responses["404"].content).toSorted()).toEqual(["application/json", "application/problem+json"])
    const anyOf = (status: number) =>
      at(responses, `${status}`, "content", "application/problem+json", "schema", "anyOf")
    expect(anyOf(422)).toMatchObject([
      { allOf: [{}, { properties: { code: { enum: ["name-taken"] } } }] },
      { $ref: "#/components/schemas/InvalidRequest" },
    ])
    expect(anyOf(500)).toMatchObject([
      { allOf: [{}, { properties: { code: { enum: ["gone"] } } }] },
      { $ref: "#/components/schemas/InternalError" },
    ])
  })

  it("of middleware are among them, with what is known", () => {
    const limited = middleware("limit", (_, next) => next(), { answers: [{ status: 429, description: "Too often." }] })
    const timed = middleware("timeout", (_, next) => next(), { answers: [{ status: 503 }] })
    const document = documentOf([timed, get("/", {}, returns(204), use(limited), never)])
    expect(at(document.paths, "/", "get", "responses", "429")).toMatchObject({
      description: "Too often.",
      headers: { "Retry-After": { schema: { type: "integer" } } },
    })
    expect(codesOf(document, "/", "get", 429)).toEqual(["too-many-requests"])
    expect(codesOf(document, "/", "get", 503)).toEqual(["unavailable"])
  })

  it("of a status without a name have one all the same", () => {
    const odd = responsesOf(get("/", {}, returns(299), raises(499, HttpError), never))
    expect(odd["299"].description).toBe("Success")
    expect(odd["499"].description).toBe("Client Error")
  })
})
