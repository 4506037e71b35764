import { type TypesProgram, answer, eachGroup, groups, hasBody } from "./generator.ts"

const head = `import { OpenAPIHono, createRoute, z } from "@hono/zod-openapi"
`

function endpoint(group: number, index: number): string {
  const body = hasBody(index)
    ? `\n    body: { required: true, content: { "application/json": { schema: z.object({ title: z.string().min(1), views: z.int(), open: z.boolean() }) } } },`
    : ""
  return `
group${group}.openapi(createRoute({
  method: "${hasBody(index) ? "post" : "get"}",
  path: "/items${index}/{id}",
  request: {
    params: z.object({ id: z.coerce.number().int() }),
    query: z.object({ limit: z.coerce.number().int().default(10), search: z.string().optional() }),${body}
  },
  responses: {
    200: {
      description: "OK",
      content: { "application/json": { schema: z.object({ id: z.int(), title: z.string(), views${index}: z.int(), open: z.boolean(), note: z.string().nullable() }) } },
    },
  },
}), (c) => {
  const { id } = c.req.valid("param")
  const { limit, search } = c.req.valid("query")${hasBody(index) ? `\n  const input = c.req.valid("json")` : ""}
  return c.json(${answer(index, "id", "limit", "search", "input")}, 200)
})
`
}

/** Hono with zod-openapi: one app per group, routed by the app. */
export const hono: TypesProgram = {
  name: "hono",
  source: (count) => `${head}
${groups(count, (group, indexes) => `const group${group} = new OpenAPIHono()\n${indexes.map((index) => endpoint(group, index)).join("")}`)}
export const app = new OpenAPIHono()
${eachGroup(count, (group) => `app.route("/group${group}", group${group})`, "\n")}
`,
  wrong: () => `${head}
export const wrong = new OpenAPIHono()
wrong.openapi(createRoute({
  method: "get",
  path: "/{id}",
  request: { params: z.object({ id: z.coerce.number().int() }) },
  responses: { 200: { description: "OK", content: { "text/plain": { schema: z.string() } } } },
}), (c) => c.text(c.req.valid("param").id.toUpperCase(), 200))
`,
}
