import { z } from "zod"
import { markPage } from "./page-schema.ts"

/** What `PageOf` makes of the schema of an item. */
export type PageSchema<S extends z.ZodType> = z.ZodObject<{
  items: z.ZodArray<S>
  total: z.ZodInt
  offset: z.ZodInt
  limit: z.ZodInt
  links: z.ZodOptional<typeof pageLinks>
}>

/** What `CursorPageOf` makes of the schema of an item. */
export type CursorPageSchema<S extends z.ZodType> = z.ZodObject<{
  items: z.ZodArray<S>
  next: z.ZodOptional<z.ZodString>
  previous: z.ZodOptional<z.ZodString>
  limit: z.ZodInt
  links: z.ZodOptional<typeof cursorLinks>
}>

type Links<Names extends string> = z.ZodObject<{ [K in Names]: z.ZodOptional<z.ZodString> }>

const link = z.string().describe("Relative reference (RFC 3986, section 4.2)").optional()
const pageLinks: Links<"first" | "previous" | "next" | "last"> = z.object({
  first: link,
  previous: link,
  next: link,
  last: link,
})
const cursorLinks: Links<"first" | "previous" | "next"> = z.object({ first: link, previous: link, next: link })

/**
 * The answer of an endpoint that returns what `query.page` gives: the items, the total, and links to the other
 * pages. The links are relative, are made when the answer is sent, and keep all other query parameters.
 *
 * ```ts
 * get("/", { page: query(Page), db }, returns(200, PageOf(PostOut)), ({ page, db }) => posts.list(db, page))
 * ```
 *
 * @param parameters how the query parameters are called, if not `offset` and `limit`
 */
export function PageOf<S extends z.ZodType>(
  item: S,
  { offset = "offset", limit = "limit" }: { readonly offset?: string; readonly limit?: string } = {},
): PageSchema<S> {
  const [total, whole] = [z.int().min(0), z.int().min(0)]
  const schema = z.object({ items: z.array(item), total, offset: whole, limit: whole, links: pageLinks.optional() })
  return markPage(schema, { kind: "page", offset, limit })
}

/**
 * The same for what `query.cursor` gives: the items, the cursors, and links that carry them.
 *
 * @param parameters how the query parameters are called, if not `after`, `before` and `limit`
 */
export function CursorPageOf<S extends z.ZodType>(
  item: S,
  {
    after = "after",
    before = "before",
    limit = "limit",
  }: { readonly after?: string; readonly before?: string; readonly limit?: string } = {},
): CursorPageSchema<S> {
  const cursor = z.string().optional()
  const schema = z.object({
    items: z.array(item),
    next: cursor,
    previous: cursor,
    limit: z.int().min(0),
    links: cursorLinks.optional(),
  })
  return markPage(schema, { kind: "cursor", after, before, limit })
}
