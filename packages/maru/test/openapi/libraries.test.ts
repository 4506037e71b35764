import { type } from "arktype"
import { Type } from "typebox"
import * as v from "valibot"
import { describe, expect, it } from "vitest"
import { body, post, query, returns } from "../../src/index.ts"
import { answerSchema, at, bodySchema, documentOf } from "./documented.ts"

const libraries = {
  Valibot: {
    Page: v.object({ limit: v.optional(v.pipe(v.number(), v.integer()), 10) }),
    Item: v.object({ name: v.string(), tags: v.array(v.string()) }),
  },
  ArkType: {
    Page: type({ limit: "number.integer = 10" }),
    Item: type({ name: "string", tags: "string[]" }),
  },
  TypeBox: {
    Page: Type.Object({ limit: Type.Optional(Type.Integer({ default: 10 })) }),
    Item: Type.Object({ name: Type.String(), tags: Type.Array(Type.String()) }),
  },
} as const

describe.each(Object.entries(libraries))("schemas of %s", (_, { Page, Item }) => {
  it("are documented as parameters, bodies and answers", () => {
    const endpoint = post(
      "/",
      { page: query(Page as never), input: body(Item) },
      returns(200, Item),
      (() => undefined) as never,
    )
    const document = documentOf([endpoint as never])
    const [limit] = document.paths["/"]!["post"]!.parameters!
    expect(limit).toMatchObject({
      name: "limit",
      in: "query",
      required: false,
      schema: { type: "integer" },
    })
    const schema = {
      type: "object",
      properties: { name: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
    }
    expect(bodySchema(document, "/")).toMatchObject(schema)
    expect(answerSchema(document, "/", "post")).toMatchObject(schema)
    expect(at(answerSchema(document, "/", "post"), "required")).toEqual(expect.arrayContaining(["name", "tags"]))
    expect(JSON.stringify(document)).not.toMatch(/"(?:~kind|\$schema|\$id)"/)
  })
})

// What ArkType calls the input of a type has no defaults.
it.each([libraries.Valibot, libraries.TypeBox])("defaults are documented (%#)", ({ Page }) => {
  const endpoint = post("/", { page: query(Page as never) }, returns(204), () => undefined)
  expect(documentOf([endpoint]).paths["/"]!["post"]!.parameters).toMatchObject([{ schema: { default: 10 } }])
})

describe("recursive schemas of other libraries", () => {
  it("become components", () => {
    interface Tree {
      readonly label: string
      readonly branches: readonly Tree[]
    }
    const Tree: v.GenericSchema<Tree> = v.object({ label: v.string(), branches: v.array(v.lazy(() => Tree)) }) as never
    const Other: v.GenericSchema<Tree> = v.object({
      label: v.number(),
      branches: v.array(v.lazy(() => Other)),
    }) as never
    const document = documentOf([
      post("/a" as "/", { input: body(Tree as never) }, returns(204), () => undefined),
      post("/b" as "/", { input: body(Other as never) }, returns(204), () => undefined),
    ])
    const target = (path: string) => {
      const text = JSON.stringify(bodySchema(document, path))
      return /#\/components\/schemas\/([\w.-]+)/.exec(text)![1]!
    }
    expect(target("/a")).not.toBe(target("/b"))
    const label = (path: string) => JSON.stringify(document.components.schemas![target(path)])
    expect(label("/a")).toContain(`"label":{"type":"string"}`)
    expect(label("/b")).toContain(`"label":{"type":"number"}`)
  })
})
