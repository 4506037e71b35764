import { describe, expect, it } from "vitest"
import { AppScope } from "../../src/provider/app-scope.ts"
import { noBindings } from "../../src/provider/graph.ts"
import { dependency } from "../../src/provider/provider.ts"
import { runWith } from "../../src/provider/resolve.ts"

const reports: unknown[] = []
const context = () => ({
  bindings: noBindings,
  app: new AppScope(),
  report: (error: unknown) => void reports.push(error),
  owner: "test",
})

function traced(log: string[], name: string, fails?: "before" | "behind") {
  return dependency(async function* () {
    log.push(`open ${name}`)
    if (fails === "before") throw new Error(`${name} cannot open`)
    try {
      yield name
    } catch (error) {
      log.push(`${name} saw ${(error as Error).message}`)
      return // swallowed on purpose: it must be rethrown all the same
    }
    if (fails === "behind") throw new Error(`${name} cannot close`)
    log.push(`close ${name}`)
  })
}

describe("resolving without HTTP", () => {
  it("makes each provider once and tears down in reverse", async () => {
    const log: string[] = []
    const first = traced(log, "first")
    const second = dependency({ first }, async function* ({ first }) {
      log.push(`open second over ${first}`)
      yield 2
      log.push("close second")
    })
    const result = await runWith({ second, first }, ({ second, first }) => `${first} ${second}`, context())
    expect(result).toBe("first 2")
    expect(log).toEqual(["open first", "open second over first", "close second", "close first"])
  })

  it("throws at every yield and rethrows what a generator swallows", async () => {
    const log: string[] = []
    const run = () => {
      throw new Error("no")
    }
    await expect(runWith({ a: traced(log, "a"), b: traced(log, "b") }, run, context())).rejects.toThrow("no")
    expect(log).toEqual(["open a", "open b", "b saw no", "a saw no"])
  })

  it("tears down what is open when a later provider cannot open", async () => {
    const log: string[] = []
    const signature = { a: traced(log, "a"), b: traced(log, "b", "before") }
    await expect(runWith(signature, () => 1, context())).rejects.toThrow("b cannot open")
    expect(log).toEqual(["open a", "open b", "a saw b cannot open"])
  })

  it("rolls the others back when a teardown fails", async () => {
    const log: string[] = []
    const signature = { a: traced(log, "a"), b: traced(log, "b", "behind") }
    await expect(runWith(signature, () => 1, context())).rejects.toThrow("b cannot close")
    expect(log).toEqual(["open a", "open b", "a saw b cannot close"])
  })

  it("refuses generators that yield nothing or twice", async () => {
    const none = dependency(async function* (): AsyncGenerator<number> {})
    const twice = dependency(function* () {
      yield 1
      yield 2
    })
    await expect(runWith({ none }, () => 1, context())).rejects.toThrow('Provider "none" ended without yielding')
    await expect(runWith({ twice }, () => 1, context())).rejects.toThrow('Provider "twice" yielded twice')
  })

  it("makes app-scoped providers once and closes them with the app", async () => {
    const log: string[] = []
    const pool = dependency(
      function* () {
        log.push("open")
        yield log
        log.push("close")
      },
      { scope: "app" },
    )
    const where = context()
    await runWith({ pool }, () => 1, where)
    await runWith({ pool }, () => 2, where)
    expect(log).toEqual(["open"])
    await where.app.close(() => undefined)
    expect(log).toEqual(["open", "close"])
  })
})
