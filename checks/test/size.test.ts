import { describe, expect, test } from "vitest"
import { roomsOf, sizeReport } from "../size/budget.ts"

describe("the budget of loaded source", () => {
  test("counts files of the framework by room, and no others", () => {
    const files = [
      { path: "packages/maru/src/http/body.ts", bytes: 300 },
      { path: "packages/maru/src/app/app.ts", bytes: 100 },
      { path: "packages/maru/src/app/router.ts", bytes: 50 },
      { path: "node_modules/zod/index.js", bytes: 900 },
    ]
    expect(roomsOf(files)).toEqual({ app: 150, http: 300 })
  })

  test("allows one in a hundred more", () => {
    expect(sizeReport({ app: 10_100 }, { rooms: { app: 10_000 } }).fits).toBe(true)
    expect(sizeReport({ app: 10_101 }, { rooms: { app: 10_000 } }).fits).toBe(false)
  })

  test("names what grew, new rooms too, and not what shrank", () => {
    const { lines } = sizeReport({ app: 9000, http: 3000, trace: 500 }, { rooms: { app: 10_000, http: 1000 } })
    expect(lines.filter((line) => line.includes("→"))).toEqual(["  http: 1.0 kB → 3.0 kB", "  trace: 0.0 kB → 0.5 kB"])
  })

  test("fails when nothing was loaded, which is no success", () => {
    expect(sizeReport({}, { rooms: { app: 10_000 } }).fits).toBe(false)
  })
})
