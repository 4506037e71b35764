import { type TypesProgram, answer, eachGroup, groups, hasBody } from "./generator.ts"

function endpoint(index: number): string {
  const body = hasBody(index)
    ? `\n    body: t.Object({ title: t.String({ minLength: 1 }), views: t.Integer(), open: t.Boolean() }),`
    : ""
  return `
  .${hasBody(index) ? "post" : "get"}("/items${index}/:id", ({ params, query${hasBody(index) ? ", body" : ""} }) => (${answer(index, "params.id", "query.limit", "query.search", "body")}), {
    params: t.Object({ id: t.Integer() }),
    query: t.Object({ limit: t.Integer({ default: 10 }), search: t.Optional(t.String()) }),${body}
    response: t.Object({ id: t.Integer(), title: t.String(), views${index}: t.Integer(), open: t.Boolean(), note: t.Nullable(t.String()) }),
  })`
}

/** Elysia: one instance per group, used by the app, as its best practice says. */
export const elysia: TypesProgram = {
  name: "elysia",
  source: (count) => `import { Elysia, t } from "elysia"

${groups(count, (group, indexes) => `const group${group} = new Elysia({ prefix: "/group${group}" })${indexes.map(endpoint).join("")}\n`)}
export const app = new Elysia()${eachGroup(count, (group) => `\n  .use(group${group})`, "")}
`,
  wrong: () => `import { Elysia, t } from "elysia"
export const wrong = new Elysia().get("/:id", ({ params }) => params.id.toUpperCase(), { params: t.Object({ id: t.Integer() }) })
`,
}
