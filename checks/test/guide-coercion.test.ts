import { readFileSync } from "node:fs"
import { join } from "node:path"
import { App, get, query, raw } from "maru"
import { client } from "maru/testing"
import { describe, expect, it } from "vitest"
import { kinds } from "../../docs/examples/endpoints/coercion.ts"
import { coercionRows } from "../guide/coercion.ts"
import { root } from "../program.ts"

const pages = ["docs/guide/02-endpoints.md", "docs/ko/02-endpoints.md"]

describe.each(pages)("the table of coercion in %s", (page) => {
  const rows = coercionRows(readFileSync(join(root, page), "utf8"))

  it("has every kind of schema", () => {
    expect(rows.map(({ schema }) => schema)).toEqual(Object.keys(kinds))
    for (const { accepted } of rows) expect(accepted.length).toBeGreaterThan(0)
  })

  it.each(rows)("$schema", async ({ schema, accepted, refused }) => {
    const read = get("/", { v: query(kinds[schema]!) }, raw("text/plain"), ({ v }) => shown(v))
    await using api = client(new App({ title: "Coercion", version: "1" }, [read]))
    for (const [text, value] of accepted) {
      const response = await api.get(`/?${text}`)
      expect([text, response.status, await response.text()]).toEqual([text, 200, value])
    }
    for (const text of refused) expect([text, (await api.get(`/?${text}`)).status]).toEqual([text, 422])
  })
})

function shown(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === "bigint") return `${value}n`
  return JSON.stringify(value)
}
