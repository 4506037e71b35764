import { describe, expect, it } from "vitest"
import { z } from "zod"
import type { AppPart, AppView, Extension } from "../../src/app/parts.ts"
import { App, get, middleware, onError, problem, returns, router } from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const info = { title: "Test", version: "1" }
const own = get("/own", {}, returns(200, z.string()), () => "own")
const added = get("/added", {}, returns(200, z.string()), () => "added")

/** An extension that adds parts, and the plans that it was shown. */
function extension(parts: readonly AppPart[]): { readonly part: Extension; readonly seen: AppView[] } {
  const seen: AppView[] = []
  const part: Extension = {
    kind: "extension",
    parts: (view) => {
      seen.push(view)
      return parts
    },
  }
  return { part, seen }
}

describe("extensions", () => {
  it("see the plans of the other parts, which stay the same where endpoints are added", async () => {
    const { part, seen } = extension([router("/more", { added })])
    const app = new App(info, [part, own])
    expect(app.plans.map(({ path }) => path)).toEqual(["/own", "/more/added"])
    expect(seen).toHaveLength(1)
    expect(seen[0]!.plans).toEqual([app.plans[0]])
    expect(seen[0]!.plans[0]).toBe(app.plans[0])
    for (const [path, text] of [
      ["/own", "own"],
      ["/more/added", "added"],
    ] as const)
      expect(await (await client(app).get(path)).json()).toBe(text)
  })

  it("that add a layer change the plans of all", async () => {
    const stamp = middleware("stamp", async (_, next) => {
      const response = await next()
      response.headers.set("x-stamp", "1")
      return response
    })
    const { part, seen } = extension([stamp, added])
    const app = new App(info, [part, own])
    const layersOf = ({ plans }: Pick<App, "plans">): string[] => plans[0]!.steps.map(({ name }) => name)
    expect(layersOf(app)).toContain("stamp")
    expect(layersOf(seen[0]!)).not.toContain("stamp")
    expect((await client(app).get("/own")).headers.get("x-stamp")).toBe("1")
  })

  it("that add an error handler are asked for the errors of all", async () => {
    class Closed extends Error {}
    const failing = get("/failing", {}, returns(200, z.string()), () => {
      throw new Closed("closed")
    })
    const { part } = extension([onError(Closed, () => problem({ status: 503, code: "closed" }))])
    const app = new App(info, [part, failing])
    expect((await client(app).get("/failing")).status).toBe(503)
  })
})
