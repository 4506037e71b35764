import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { Project, type Running } from "./project.ts"

const app = `import { App, docs, get, lifespan, returns } from "maru"
import { z } from "zod"
import { text } from "./text.ts"
const closing = lifespan({ close: () => console.log("closed") })
const slow = get("/slow", {}, returns(200, z.string()), async () => {
  console.log("slowly")
  await new Promise((resolve) => setTimeout(resolve, 300))
  return text
})
export const app = new App({ title: "Hello", version: "1.0.0" }, [docs(), closing, get("/", {}, returns(200, z.string()), () => text), slow])
`
const says = (text: string) => `export const text = ${JSON.stringify(text)}\n`

const projects: Project[] = []
function hello(): Project {
  const made = new Project({ "server/app.ts": app, "server/text.ts": says("one") })
  projects.push(made)
  return made
}
afterEach(() => projects.splice(0).forEach((each) => each[Symbol.dispose]()))

const textAt = async (url: string) => (await fetch(url)).json()
const urlOf = async (running: Running) => (await running.until(/http:\/\/127\.0\.0\.1:\d+/))[0]

describe("maru serve", () => {
  it("serves until a signal comes, and finishes what it has begun", async () => {
    const running = hello().start(["serve", "--port", "0"])
    const url = await urlOf(running)
    expect(running.stdout()).toBe(`Hello 1.0.0 listens on ${url}\n`)
    expect(await textAt(url)).toBe("one")
    const slow = textAt(`${url}/slow`)
    await running.until(/slowly/)
    running.kill("SIGTERM")
    expect(await slow).toBe("one")
    expect(await running.ended).toBe(0)
    expect(running.stdout()).toContain("closed")
    expect(running.stderr()).toBe("")
    await expect(fetch(url)).rejects.toThrow()
  })

  it("listens where it is told to, for the names it is told", async () => {
    const running = hello().start(["serve", "--allow-host", "board.example"], { PORT: "0", HOST: "0.0.0.0" })
    const port = (await running.until(/localhost:(\d+)/))[1]!
    const status = async (host: string) => (await fetch(`http://127.0.0.1:${port}/`, { headers: { host } })).status
    // Node's fetch sets Host itself, so the names are asked for by way of a raw request.
    expect(await status("localhost")).toBe(200)
    expect(await rawStatus(Number(port), "board.example")).toBe(200)
    expect(await rawStatus(Number(port), "other.example")).toBe(400)
  })

  it("says in one sentence that a port is taken", async () => {
    const project = hello()
    const running = project.start(["serve", "--port", "0"])
    const port = new URL(await urlOf(running)).port
    for (const command of ["serve", "dev"]) {
      const second = await project.maru([command, "--port", port])
      expect(second.code).toBe(1)
      expect(second.stderr.trim()).toBe(
        `The server cannot listen on 127.0.0.1:${port}: another program uses it. Stop that program or choose another port.\n    (listen-failed)`,
      )
    }
  })
})

async function rawStatus(port: number, host: string): Promise<number> {
  const { connect } = await import("node:net")
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    )
    let text = ""
    socket.setEncoding("utf8").on("data", (piece: string) => (text += piece))
    socket.on("end", () => resolve(Number(text.split(" ")[1])))
    socket.on("error", reject)
  })
}

describe("maru dev", () => {
  it("shows where everything is", async () => {
    const running = hello().start(["dev", "--port", "0"])
    const url = await urlOf(running)
    await running.until(/OpenAPI/)
    expect(running.stdout()).toMatch(/Hello 1\.0\.0 on (Node|Bun) \d+\.\d+\.\d+, started in \d+ ms/)
    expect(running.stdout()).toContain(`  App        ${url}/
  Docs       ${url}/docs
  Reference  ${url}/reference
  OpenAPI    ${url}/openapi.json
`)
    running.kill("SIGINT")
    expect(await running.ended).toBe(0)
    expect(running.stdout()).toContain("closed")
  })

  it("restarts on a change, on the same port", async () => {
    const project = hello()
    const running = project.start(["dev", "--port", "0"])
    const url = await urlOf(running)
    expect(await textAt(url)).toBe("one")
    project.write("server/text.ts", says("two"))
    await running.until(/server\/text\.ts changed, restarting\n(.|\n)*restarted in \d+ ms/)
    expect(await textAt(url)).toBe("two")
    project.write("server/deep/new.ts", "export {}\n")
    await running.until(/server\/deep\/new\.ts changed, restarting/)
  })

  it("leaves alone what is no source", async () => {
    const project = hello()
    const running = project.start(["dev", "--port", "0"])
    await urlOf(running)
    project.write("data/board.db", "x")
    project.write("node_modules/some/index.js", "x")
    project.write("dist/app.js", "x")
    project.write(".git/config.json", "x")
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(running.stdout()).not.toContain("changed")
  })

  it("survives every failure until the next change", async () => {
    const project = hello()
    const running = project.start(["dev", "--port", "0"])
    const url = await urlOf(running)
    const waits = async (times: number) => running.until(new RegExp(`(waiting for a change(.|\\n)*){${times}}`))

    project.write("server/text.ts", "export const text = \n")
    await waits(1)
    expect(running.stderr()).toMatch(/server\/text\.ts:1/)
    expect(running.stderr()).not.toContain("node:internal")
    await expect(fetch(url)).rejects.toThrow()

    project.write("server/text.ts", `export const text = "x"\nthrow new TypeError("bad luck")\n`)
    await waits(2)
    expect(running.stderr()).toContain("TypeError: bad luck")

    project.write("server/text.ts", `${says("late")}setTimeout(() => process.exit(7), 200)\n`)
    await waits(3)
    expect(running.stdout()).toContain("the application ended with code 7")

    rmSync(join(project.folder, "server/text.ts"))
    await waits(4)
    expect(running.stderr()).toContain("Cannot find module")

    project.write("server/text.ts", says("well again"))
    await running.until(/waiting for a change[^]*waiting[^]*waiting[^]*waiting[^]*restarted in/)
    expect(await textAt(url)).toBe("well again")
  })

  it("takes its application along when it is killed", async () => {
    const running = hello().start(["dev", "--port", "0"])
    const url = await urlOf(running)
    expect(await textAt(url)).toBe("one")
    running.kill("SIGKILL")
    const late = performance.now() + 5000
    let gone = false
    while (!gone && performance.now() < late)
      gone = await textAt(url).then(
        () => false,
        () => true,
      )
    expect(gone).toBe(true)
  })
})
