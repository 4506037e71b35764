import { describe, expect, it } from "vitest"
import { z } from "zod"
import { StartError, body, get, post, query, returns } from "../../src/index.ts"
import { answerSchema, at, bodySchema, documentOf } from "./documented.ts"

const echo = (path: string, schema: z.ZodType) =>
  post(path as "/", { input: body(schema) }, returns(204), () => undefined)
const give = (path: string, schema: z.ZodType) => get(path as "/", {}, returns(200, schema), () => undefined as never)
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

function codeOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    if (error instanceof StartError) return error.code
    throw error
  }
  return undefined
}

describe("named schemas", () => {
  const User = z.object({ name: z.string() }).meta({ id: "User", description: "Somebody." })

  it("stand in the document once, wherever they are used", () => {
    const Post = z.object({ author: User, editor: User.nullable() }).meta({ id: "Post" })
    const document = documentOf([give("/posts", z.array(Post)), give("/users", User), echo("/users", User)])
    expect(answerSchema(document, "/posts")).toEqual({ type: "array", items: ref("Post") })
    expect(answerSchema(document, "/users")).toEqual(ref("User"))
    expect(bodySchema(document, "/users")).toEqual(ref("User"))
    expect(document.components.schemas!["Post"]).toEqual({
      type: "object",
      properties: { author: ref("User"), editor: { anyOf: [ref("User"), { type: "null" }] } },
      required: ["author", "editor"],
    })
    expect(document.components.schemas!["User"]).toEqual({
      type: "object",
      description: "Somebody.",
      properties: { name: { type: "string" } },
      required: ["name"],
    })
  })

  it("have a second form where what is sent differs from what is received, and so have those that refer to them", () => {
    const Tag = z.object({ text: z.string(), weight: z.int().default(1) }).meta({ id: "Tag" })
    const Post = z.object({ tags: z.array(Tag) }).meta({ id: "Post" })
    const document = documentOf([echo("/posts", Post), give("/posts", Post)])
    expect(answerSchema(document, "/posts")).toEqual(ref("Post"))
    expect(bodySchema(document, "/posts")).toEqual(ref("PostInput"))
    const { schemas } = document.components
    expect(at(schemas, "Post", "properties", "tags", "items")).toEqual(ref("Tag"))
    expect(at(schemas, "PostInput", "properties", "tags", "items")).toEqual(ref("TagInput"))
    expect(at(schemas, "Tag", "required")).toEqual(["text", "weight"])
    expect(at(schemas, "TagInput", "required")).toEqual(["text"])
  })

  it("find another name for the second form if the obvious one is taken", () => {
    const Tag = z.object({ weight: z.int().default(1) }).meta({ id: "Tag" })
    const TagInput = z.object({ other: z.string() }).meta({ id: "TagInput" })
    const document = documentOf([echo("/a", Tag), give("/a", Tag), echo("/b", TagInput)])
    expect(bodySchema(document, "/a")).toEqual(ref("TagInput2"))
    expect(bodySchema(document, "/b")).toEqual(ref("TagInput"))
  })

  it("forbid further fields only where the application does", () => {
    const Loose = z.object({ a: z.string() }).meta({ id: "Plain" })
    const Strict = z.strictObject({ a: z.string() }).meta({ id: "Strict" })
    const document = documentOf([give("/a", Loose), give("/b", Strict), echo("/b", Strict)])
    expect(document.components.schemas!["Plain"]).not.toHaveProperty("additionalProperties")
    expect(document.components.schemas!["Strict"]).toHaveProperty("additionalProperties", false)
    expect(Object.keys(document.components.schemas!)).not.toContain("StrictInput")
  })

  it("may not be two", () => {
    const Other = z.object({ nickname: z.string() }).meta({ id: "User" })
    expect(codeOf(() => documentOf([give("/a", User), give("/b", Other)]))).toBe("document-clash")
    expect(() => documentOf([give("/a", User), give("/b", Other)])).toThrow(
      /Two different schemas are called "User" in the OpenAPI document, one used by getA, the other by getB\..*\n.*schemas\.test\.ts/,
    )
    expect(codeOf(() => documentOf([give("/a", User), echo("/b", Other)]))).toBeUndefined()
  })

  it("may be equal", () => {
    const twin = () => z.object({ name: z.string() }).meta({ id: "Twin" })
    expect(codeOf(() => documentOf([give("/a", twin()), give("/b", twin())]))).toBeUndefined()
  })

  it("have names that a reference can hold", () => {
    const Odd = z.object({ a: z.string() }).meta({ id: "Post (new)/ü" })
    const document = documentOf([give("/a", z.object({ odd: Odd }))])
    expect(at(answerSchema(document, "/a"), "properties", "odd")).toEqual(ref("Post__new___"))
    expect(Object.keys(document.components.schemas!)).toContain("Post__new___")
  })

  it("leave Maru's own names free where they are taken", () => {
    const Problem = z.object({ solved: z.boolean() }).meta({ id: "Problem" })
    const document = documentOf([give("/a", Problem)])
    expect(answerSchema(document, "/a")).toEqual(ref("Problem"))
    expect(at(document.components.schemas, "Problem", "properties", "solved")).toEqual({ type: "boolean" })
    expect(at(document.components.schemas, "InternalError", "allOf", 0)).toEqual(ref("Problem2"))
  })

  it("are left out where nothing refers to them", () => {
    const Page = z.object({ offset: z.int().default(0) }).meta({ id: "Page" })
    const document = documentOf([get("/", { page: query(Page) }, returns(204), () => undefined)])
    expect(Object.keys(document.components.schemas!)).not.toContain("Page")
  })
})

describe("recursive schemas", () => {
  it("without a name get one of their operation", () => {
    const Tree = z.object({
      label: z.string(),
      get branches() {
        return z.array(Tree)
      },
    })
    const document = documentOf([give("/tree", Tree), give("/wood", z.object({ first: Tree, second: Tree }))])
    expect(answerSchema(document, "/tree")).toEqual(ref("GetTreeAnswer200"))
    expect(at(document.components.schemas, "GetTreeAnswer200", "properties", "branches")).toEqual({
      type: "array",
      items: ref("GetTreeAnswer200"),
    })
    const first = at(answerSchema(document, "/wood"), "properties", "first")
    expect(first).toEqual(ref("GetWoodAnswer200Part0"))
    expect(at(document.components.schemas, "GetWoodAnswer200Part0", "properties", "branches", "items")).toEqual(first)
  })

  it("with a name keep it, wherever the recursion is entered", () => {
    const Folder = z
      .object({
        get files() {
          return z.array(File)
        },
      })
      .meta({ id: "Folder" })
    const File = z.object({
      get folder() {
        return Folder.optional()
      },
    })
    const document = documentOf([give("/a", Folder), give("/b", File), give("/c", z.array(Folder))])
    expect(answerSchema(document, "/a")).toEqual(ref("Folder"))
    expect(answerSchema(document, "/c")).toEqual({ type: "array", items: ref("Folder") })
    const { schemas } = document.components
    const file = at(schemas, "Folder", "properties", "files", "items")
    expect(at(file, "properties", "folder")).toEqual(ref("Folder"))
    expect(at(schemas, "GetBAnswer200", "properties", "folder")).toEqual(ref("Folder"))
  })
})

describe("what schemas show", () => {
  it("is what travels", () => {
    const big = z.codec(z.string(), z.bigint(), { decode: BigInt, encode: String })
    const schema = z.object({
      at: z.codec(z.iso.datetime(), z.date(), {
        decode: (text) => new Date(text),
        encode: (date) => date.toISOString(),
      }),
      day: z.date(),
      big,
    })
    const properties = at(answerSchema(documentOf([give("/", schema)]), "/"), "properties")
    expect(properties).toMatchObject({
      at: { type: "string", format: "date-time" },
      day: { type: "string", format: "date-time" },
      big: { type: "string" },
    })
  })

  it("has examples, without what only libraries know", () => {
    const schema = z.object({
      count: z.int().meta({ example: 3, hidden: "x", "x-unit": "kg" }),
      kind: z.string().meta({ examples: ["a", "b"], example: "c", title: "Kind" }),
    })
    expect(at(answerSchema(documentOf([give("/", schema)]), "/"), "properties")).toEqual({
      count: { type: "integer", examples: [3], "x-unit": "kg" },
      kind: { type: "string", title: "Kind", examples: ["a", "b"] },
    })
  })

  it("leaves names and values alone that look like keywords", () => {
    const schema = z.object({ $ref: z.literal("#"), example: z.string(), properties: z.object({ $ref: z.string() }) })
    expect(answerSchema(documentOf([give("/", schema)]), "/")).toEqual({
      type: "object",
      properties: {
        $ref: { type: "string", const: "#" },
        example: { type: "string" },
        properties: { type: "object", properties: { $ref: { type: "string" } }, required: ["$ref"] },
      },
      required: ["$ref", "example", "properties"],
    })
  })

  it("ends tuples by their length", () => {
    const schema = z.object({ pair: z.tuple([z.string(), z.int()]), point: z.tuple([z.int(), z.int()]) })
    expect(at(answerSchema(documentOf([give("/", schema)]), "/"), "properties")).toEqual({
      pair: {
        type: "array",
        prefixItems: [{ type: "string" }, { type: "integer" }],
        items: { anyOf: [{ type: "string" }, { type: "integer" }] },
        minItems: 2,
        maxItems: 2,
      },
      point: {
        type: "array",
        prefixItems: [{ type: "integer" }, { type: "integer" }],
        items: { anyOf: [{ type: "integer" }, { not: {} }] },
        minItems: 2,
        maxItems: 2,
      },
    })
  })
})
