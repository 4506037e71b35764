import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, StartError, dependency, get, port, raw, returns, router } from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const info = { title: "Test", version: "1" }

function startError(run: () => unknown): StartError {
  try {
    run()
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  throw new Error("no start error was thrown")
}

describe("providers of routers", () => {
  const log: string[] = []
  const note = (name: string) =>
    dependency(() => {
      log.push(name)
      return name
    })

  it("run although the endpoint, or a router inside, asks for another under the same key", async () => {
    const own = get("/", { user: note("own") }, raw("text/plain"), ({ user }) => user)
    const inner = router("/inner", { own }, { providers: { user: note("inner guard") } })
    await using api = client(new App(info, [router("/outer", { inner }, { providers: { user: note("outer guard") } })]))
    expect(await (await api.get("/outer/inner")).text()).toBe("own")
    expect(log).toEqual(["outer guard", "inner guard", "own"])
  })

  it.each(["constructor", "toString", "__proto__", "then"])("never become arguments of a handler (%s)", async (key) => {
    const seen: PropertyKey[] = []
    const own = get("/", {}, returns(204), (args) => void seen.push(...Reflect.ownKeys(args)))
    await using api = client(new App(info, [router("/a", { own }, { providers: { [key]: note(key) } })]))
    await api.get("/a")
    expect(seen).toEqual([])
  })

  it("run once where the endpoint asks for the same provider", async () => {
    log.length = 0
    const shared = note("shared")
    const own = get("/", { mine: shared }, raw("text/plain"), ({ mine }) => mine)
    await using api = client(new App(info, [router("/a", { own }, { providers: { theirs: shared } })]))
    expect(await (await api.get("/a")).text()).toBe("shared")
    expect(log).toEqual(["shared"])
  })
})

describe("names that objects have of their own", () => {
  const names = ["constructor", "__proto__", "then", "hasOwnProperty", "toString"]

  it.each(names)("are ordinary keys of a signature (%s)", async (name) => {
    const value = dependency(() => name)
    const over = dependency({ [name]: value }, (args) => args[name]!)
    const endpoint = get("/", { [name]: value, over }, raw("text/plain"), (args) => `${args[name]} ${args.over}`)
    await using api = client(new App(info, [endpoint]))
    expect(await (await api.get("/")).text()).toBe(`${name} ${name}`)
  })
})

describe("what is no provider", () => {
  it("is refused in a signature, and the way to it is named", () => {
    const schema = { id: z.int() } as never
    expect(startError(() => new App(info, [get("/", schema, returns(204), () => {})]).plans)).toMatchObject({
      code: "provider-expected",
      message: expect.stringContaining('GET /: "id" is no provider but an object.'),
    })
    const below = dependency({ session: undefined as never }, () => 1)
    expect(startError(() => new App(info, [get("/", { below }, returns(204), () => {})]).plans).message).toContain(
      'GET /: "session", which "below" asks for, is no provider but undefined.',
    )
  })

  it("is bound to a port as the value it is, whatever its kind is called", async () => {
    const harbour = port<{ readonly kind: string }>("harbour")
    const endpoint = get("/", { harbour }, raw("text/plain"), ({ harbour }) => harbour.kind)
    for (const kind of ["port", "leaf", "dependency"]) {
      const app = new App(info, [endpoint]).provide(harbour, { kind })
      expect(await (await app.fetch(new Request("http://localhost/"))).text()).toBe(kind)
    }
  })
})
