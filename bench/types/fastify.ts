import { type TypesProgram, answer, eachGroup, groups, hasBody } from "./generator.ts"

const head = `import Fastify from "fastify"
import { type FastifyPluginAsyncTypebox, Type, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
`

function endpoint(index: number): string {
  const body = hasBody(index)
    ? `\n      body: Type.Object({ title: Type.String({ minLength: 1 }), views: Type.Integer(), open: Type.Boolean() }),`
    : ""
  return `
  fastify.${hasBody(index) ? "post" : "get"}("/items${index}/:id", {
    schema: {
      params: Type.Object({ id: Type.Integer() }),
      querystring: Type.Object({ limit: Type.Integer({ default: 10 }), search: Type.Optional(Type.String()) }),${body}
      response: { 200: Type.Object({ id: Type.Integer(), title: Type.String(), views${index}: Type.Integer(), open: Type.Boolean(), note: Type.Union([Type.String(), Type.Null()]) }) },
    },
  }, async (request) => (${answer(index, "request.params.id", "request.query.limit", "request.query.search", "request.body")}))
`
}

/** Fastify: one plugin per group, with the TypeBox type provider. */
export const fastify: TypesProgram = {
  name: "fastify",
  source: (count) => `${head}
${groups(count, (group, indexes) => `const group${group}: FastifyPluginAsyncTypebox = async (fastify) => {${indexes.map(endpoint).join("")}}\n`)}
export const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
${eachGroup(count, (group) => `app.register(group${group}, { prefix: "/group${group}" })`, "\n")}
`,
  wrong: () => `${head}
export const wrong = Fastify().withTypeProvider<TypeBoxTypeProvider>()
wrong.get("/:id", { schema: { params: Type.Object({ id: Type.Integer() }) } }, async (request) => request.params.id.toUpperCase())
export type Unused = FastifyPluginAsyncTypebox
`,
}
