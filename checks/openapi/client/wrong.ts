// Each of these has to be an error of the compiler: otherwise the generated types would accept anything.
import { partsCreate } from "./hey/sdk.gen.js"
import type { components, paths } from "./schema.js"

// @ts-expect-error: a part has no such field
export type NoField = components["schemas"]["Part"]["nothing"]

type Missing = paths["/parts/{id}"]["get"]["responses"][404]["content"]["application/problem+json"]
// @ts-expect-error: this status has another code
export const code: Missing["code"] = "part-gone"

// @ts-expect-error: the maker is missing
export const made = partsCreate({ body: { name: "M8", second: null, made: "", kind: "gear" } })
