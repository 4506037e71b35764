import { describe, expect, it } from "vitest"
import { z } from "zod"
import { CursorPageOf, PageOf } from "../../src/data.ts"
import { App, get, query, returns } from "../../src/index.ts"

const Item = z.object({ id: z.int() })
const Page = z.object({ offset: z.int().default(0), limit: z.int().default(10) })
const Turn = z.object({ after: z.string().optional(), before: z.string().optional(), limit: z.int().default(2) })

const items = Array.from({ length: 45 }, (_, id) => ({ id }))

const list = get("/items", { page: query(Page) }, returns(200, PageOf(Item)), ({ page: { offset, limit } }) => ({
  items: items.slice(offset, offset + limit),
  total: items.length,
  offset,
  limit,
}))

const turn = get(
  "/turns",
  { at: query(Turn) },
  returns(200, CursorPageOf(Item, { limit: "size" })),
  ({ at: { after, limit } }) => ({ items: [], next: after ? undefined : "n=1", previous: after, limit }),
)

const app = new App({ title: "Lists", version: "1" }, [list, turn])
const links = async (url: string): Promise<unknown> =>
  ((await (await app.fetch(new Request(`http://lists.example${url}`))).json()) as { links: unknown }).links

describe("PageOf", () => {
  it.each<[string, object]>([
    ["/items", { first: "?offset=0&limit=10", next: "?offset=10&limit=10", last: "?offset=40&limit=10" }],
    [
      "/items?q=a%20b&limit=20&offset=5&tag=x&tag=y",
      {
        first: "?q=a+b&tag=x&tag=y&offset=0&limit=20",
        previous: "?q=a+b&tag=x&tag=y&offset=0&limit=20",
        next: "?q=a+b&tag=x&tag=y&offset=25&limit=20",
        last: "?q=a+b&tag=x&tag=y&offset=40&limit=20",
      },
    ],
    ["/items?offset=40", { first: "?offset=0&limit=10", previous: "?offset=30&limit=10", last: "?offset=40&limit=10" }],
    ["/items?limit=0", {}],
  ])("links %s", async (url, expected) => {
    expect(await links(url)).toEqual(expected)
  })

  it("declares the links", () => {
    const schema = z.toJSONSchema(PageOf(Item)) as { properties: Record<string, { properties?: object }> }
    expect(Object.keys(schema.properties)).toEqual(["items", "total", "offset", "limit", "links"])
    expect(Object.keys(schema.properties["links"]!.properties!)).toEqual(["first", "previous", "next", "last"])
  })
})

describe("CursorPageOf", () => {
  it("links by cursors", async () => {
    expect(await links("/turns?q=1")).toEqual({ first: "?q=1&size=2", next: "?q=1&after=n%3D1&size=2" })
    expect(await links("/turns?after=p&q=1")).toEqual({ first: "?q=1&size=2", previous: "?q=1&before=p&size=2" })
  })
})
