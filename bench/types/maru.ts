import { type TypesProgram, answer, eachGroup, groups, hasBody } from "./generator.ts"

const head = `import { z } from "zod"
import { App, body, get, path, post, query, returns, router } from "maru"
`

function endpoint(index: number): string {
  const input = hasBody(index)
    ? `\n    input: body(z.object({ title: z.string().min(1), views: z.int(), open: z.boolean() })),`
    : ""
  return `
export const e${index} = ${hasBody(index) ? "post" : "get"}("/items${index}/:id", {
    id: path(z.int()),
    limit: query(z.int().default(10)),
    search: query(z.string().optional()),${input}
  },
  returns(200, z.object({ id: z.int(), title: z.string(), views${index}: z.int(), open: z.boolean(), note: z.string().nullable() })),
  ({ id, limit, search${hasBody(index) ? ", input" : ""} }) => (${answer(index, "id", "limit", "search", "input")}))
`
}

/** Maru, as users get it: through built declarations. */
export const maru: TypesProgram = {
  name: "maru",
  source: (count) => `${head}
${groups(count, (group, indexes) => {
  const names = indexes.map((index) => `e${index}`).join(", ")
  return `${indexes.map(endpoint).join("")}\nconst group${group} = router("/group${group}", { ${names} })\n`
})}
export const app = new App({ title: "Types", version: "1.0.0" }, [${eachGroup(count, (group) => `group${group}`, ", ")}])
`,
  wrong: () => `import { z } from "zod"
import { get, path, returns } from "maru"
export const wrong = get("/:id", { id: path(z.int()) }, returns(200, z.string()), ({ id }) => id.toUpperCase())
`,
  paths: { maru: ["../maru-declarations/index.d.ts"] },
}
