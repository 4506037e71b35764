// What a user writes with a generated client. It is compiled beside the clients that two generators make from the
// torture application, so a type that the document gets wrong is an error here; then it runs against the application.
import createClient from "openapi-fetch"
import { client } from "./hey/client.gen.js"
import {
  bodiesAssembly,
  bodiesEvents,
  bodiesUpload,
  bodiesUrlencoded,
  partsCreate,
  partsList,
  partsRead,
} from "./hey/sdk.gen.js"
import type { PartIn } from "./hey/types.gen.js"
import type { paths } from "./schema.js"

type Fetch = (request: Request) => Promise<Response>

const input: PartIn = {
  name: "M8",
  maker: { name: "Kim" },
  second: null,
  made: "2026-05-01T00:00:00Z",
  kind: "gear",
  corner: [1, 2],
  size: { unit: "in", width: "1/4" },
}

/** Calls through openapi-fetch, with the types of openapi-typescript. */
export async function callByTypes(fetch: Fetch): Promise<void> {
  const api = createClient<paths>({ baseUrl: "http://localhost", fetch })

  const list = await api.GET("/parts", { params: { query: { limit: 5, kind: ["bolt"], exact: true } } })
  const names: string[] | undefined = list.data?.items.map((part) => `${part.name} by ${part.maker.name}`)
  equal(names, ["M4 × 20 by Ana & Sons"])
  const limit: number | undefined = list.data?.limit
  equal(limit, 5)

  const missing = await api.GET("/parts/{id}", { params: { path: { id: 99 } } })
  equal(missing.error?.code, "part-missing")

  const made = await api.POST("/parts", { body: input, headers: { authorization: "Bearer kim" } })
  const date: string | undefined = made.data?.made
  equal(date, "2026-05-01T00:00:00.000Z")
  equal(made.data?.maker.country, "KR")
  equal(made.response.headers.get("location"), "/parts/2")

  const twice = await api.POST("/parts", { body: input, headers: { authorization: "Bearer kim" } })
  const code: string | undefined = twice.error?.code
  equal([twice.response.status, code], [409, "name-taken"])

  const file = await api.GET("/bodies/files/{rest}", { params: { path: { rest: "a" }, query: { "max-depth": 2 } } })
  equal(file.data?.path, "a")
}

/** Calls through what @hey-api/openapi-ts generates. */
export async function callBySdk(fetch: Fetch): Promise<void> {
  client.setConfig({ baseUrl: "http://localhost", fetch: fetch as typeof globalThis.fetch })

  const part = await partsRead({ path: { id: 1 } })
  const kind: "bolt" | "nut" | "gear" | undefined = part.data?.kind
  equal(kind, "bolt")

  // Only the token: who comes with the session's cookie has to come from the same origin, as browsers say of themselves.
  const auth = ({ scheme }: { scheme?: string }): string | undefined => (scheme === "bearer" ? "kim" : undefined)
  const refused = await partsCreate({ body: { ...input, kind: "screw" as "bolt" }, auth })
  if (!refused.error || !("errors" in refused.error)) throw new Error("The faults are missing.")
  equal(
    refused.error.errors.map(({ in: place, pointer }) => `${place} ${pointer}`),
    ["body /kind"],
  )

  const stranger = await partsCreate({ body: input })
  equal(stranger.response?.status, 401)

  const list = await partsList({ query: { kind: ["nut"] } })
  equal(list.data?.total, 0)

  const tree = await bodiesAssembly({ body: { label: "a", parts: [{ label: "b", parts: [] }] } })
  const inner: string | undefined = tree.data?.parts[0]?.label
  equal(inner, "b")

  const fields = await bodiesUrlencoded({ body: { name: "Kim", tags: ["a", "b"] } })
  equal(fields.data, { name: "Kim", count: 1, tags: ["a", "b"] })

  const picture = new Blob(["12345"], { type: "image/png" })
  const uploaded = await bodiesUpload({ body: { title: "One", picture, more: [picture, picture] } })
  const size: number | undefined = uploaded.data?.size
  equal([size, uploaded.data?.more], [5, 2])

  const { stream } = await bodiesEvents()
  for await (const event of stream) {
    const at: number = event.at
    equal(at, 1)
    break
  }
}

function equal(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)]
  if (a !== b) throw new Error(`Found ${a} in the place of ${b}`)
}
