import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { eventually, pause } from "./harness.ts"
import { RawClient } from "./raw-client.ts"

const program = fileURLToPath(new URL("./signals-program.ts", import.meta.url))
const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`

/** A server in a process of its own, on the runtime that runs the tests. */
async function start() {
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.on("data", (data: Buffer) => (output += data.toString()))
  const exited = new Promise<number | null>((resolve) => {
    child.on("exit", resolve)
  })
  await eventually(() => /port \d+\n/.test(output), 10_000)
  return { child, exited, port: Number(/port (\d+)/.exec(output)?.[1]), output: () => output }
}

describe("a signal", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s closes the server and leaves with 0",
    { timeout: 20_000 },
    async (signal) => {
      const { child, exited, port, output } = await start()
      const client = await RawClient.connect(port)
      client.send(get("/slow"))
      await pause(100)
      child.kill(signal)
      expect((await client.answer()).body).toBe("slow")
      expect(await exited).toBe(0)
      expect(output()).toContain("closed")
    },
  )

  it("that comes twice leaves at once", { timeout: 20_000 }, async () => {
    const { child, exited, port } = await start()
    const client = await RawClient.connect(port)
    client.send(get("/hang"))
    await pause(100)
    child.kill("SIGTERM")
    await pause(100)
    child.kill("SIGTERM")
    expect(await exited).toBe(143)
    client.leave()
  })
})
