import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  body,
  cookie,
  dependency,
  file,
  form,
  get,
  header,
  path,
  post,
  query,
  returns,
  type OpenApiDocument,
} from "../../src/index.ts"
import { at, documentOf } from "./documented.ts"

const done = returns(204)
const nothing = () => undefined

function parametersOf(document: OpenApiDocument): unknown {
  return Object.values(Object.values(document.paths)[0]!)[0]!.parameters
}

describe("parameters", () => {
  it("are documented for every place, those of dependencies included", () => {
    const language = dependency({ language: header("accept-language", z.string().default("en")) }, (each) => each)
    const deep = dependency({ language, page: query(z.int().default(1)) }, (each) => each)
    const document = documentOf([
      get(
        "/:id",
        {
          id: path(z.int().positive()),
          deep,
          kinds: query("kind", z.array(z.enum(["a", "b"])).optional()),
          userAgent: header(z.string()),
          theme: cookie(z.string().optional()),
        },
        done,
        nothing,
      ),
    ])
    expect(parametersOf(document)).toEqual([
      { name: "id", in: "path", required: true, schema: { type: "integer", exclusiveMinimum: 0 } },
      { name: "page", in: "query", required: false, schema: { type: "integer", default: 1 } },
      {
        name: "kind",
        in: "query",
        required: false,
        schema: { type: "array", items: { type: "string", enum: ["a", "b"] } },
      },
      { name: "accept-language", in: "header", required: false, schema: { type: "string", default: "en" } },
      { name: "user-agent", in: "header", required: true, schema: { type: "string" } },
      { name: "theme", in: "cookie", required: false, schema: { type: "string" } },
    ])
  })

  it("are spread from an object schema, named or not, with what its fields say", () => {
    const Page = z
      .object({
        offset: z.int().default(0).describe("How many to skip."),
        limit: z
          .int()
          .optional()
          .meta({ deprecated: true, examples: [10] }),
      })
      .meta({ id: "Page" })
    const Sort = z.intersection(z.object({ by: z.string() }), z.object({ down: z.boolean().default(false) }))
    const document = documentOf([get("/", { page: query(Page), sort: query(Sort) }, done, nothing)])
    expect(parametersOf(document)).toEqual([
      {
        name: "offset",
        in: "query",
        required: false,
        description: "How many to skip.",
        schema: { type: "integer", default: 0 },
      },
      { name: "limit", in: "query", required: false, deprecated: true, schema: { type: "integer", examples: [10] } },
      { name: "by", in: "query", required: true, schema: { type: "string" } },
      { name: "down", in: "query", required: false, schema: { type: "boolean", default: false } },
    ])
    expect(document.components.schemas).not.toHaveProperty("Page")
  })

  it("call the rest of a path what it is", () => {
    const document = documentOf([
      get("/files/*rest", { rest: path(z.string().describe("Which file.")) }, done, nothing),
    ])
    expect(Object.keys(document.paths)).toEqual(["/files/{rest}"])
    expect(parametersOf(document)).toEqual([
      {
        name: "rest",
        in: "path",
        required: true,
        description: "Which file. The rest of the path, slashes included.",
        schema: { type: "string" },
      },
    ])
  })

  it("leave out headers that OpenAPI documents by other means", () => {
    const inputs = { accept: header(z.string()), authorization: header(z.string().optional()) }
    const document = documentOf([get("/", inputs, done, nothing)])
    expect(parametersOf(document)).toBeUndefined()
  })

  it("keep named schemas as references", () => {
    const Kind = z.enum(["a", "b"]).meta({ id: "Kind" })
    const document = documentOf([get("/", { kind: query(Kind) }, done, nothing)])
    expect(parametersOf(document)).toMatchObject([{ schema: { $ref: "#/components/schemas/Kind" } }])
    expect(document.components.schemas!["Kind"]).toEqual({ type: "string", enum: ["a", "b"] })
  })
})

describe("request bodies", () => {
  const bodyOf = (document: OpenApiDocument) => document.paths["/"]!["post"]!.requestBody

  it("are JSON, and optional where the schema is", () => {
    const Post = z.object({ title: z.string() })
    expect(bodyOf(documentOf([post("/", { input: body(Post) }, done, nothing)]))).toEqual({
      required: true,
      content: {
        "application/json": {
          schema: { type: "object", properties: { title: { type: "string" } }, required: ["title"] },
        },
      },
    })
    const optional = documentOf([post("/", { input: body(Post.optional()) }, done, nothing)])
    expect(bodyOf(optional)).toMatchObject({ required: false })
  })

  it("are forms of both encodings, as one schema where it is one", () => {
    const Login = z.object({ user: z.string(), stay: z.boolean().default(false) }).meta({ id: "Login" })
    const document = documentOf([post("/", { input: form(Login) }, done, nothing)])
    const schema = { $ref: "#/components/schemas/Login" }
    expect(bodyOf(document)).toEqual({
      required: true,
      content: { "application/x-www-form-urlencoded": { schema }, "multipart/form-data": { schema } },
    })
    expect(at(document, "components", "schemas", "Login", "required")).toEqual(["user"])
  })

  it("are multipart where there are files", () => {
    const document = documentOf([
      post(
        "/",
        {
          title: form(z.string().max(5)),
          picture: file(),
          more: file({ many: true }),
          note: form(z.string().optional()),
        },
        done,
        nothing,
      ),
    ])
    expect(bodyOf(document)).toEqual({
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            type: "object",
            properties: {
              title: { type: "string", maxLength: 5 },
              picture: { type: "string", format: "binary" },
              more: { type: "array", items: { type: "string", format: "binary" } },
              note: { type: "string" },
            },
            required: ["title", "picture"],
          },
        },
      },
    })
  })
})
