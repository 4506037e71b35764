import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "board-"))
const main = fileURLToPath(new URL("../server/main.ts", import.meta.url))

afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the board as `npm start` does, on the runtime of this test. */
async function start(): Promise<{ url: string; stop(signal: NodeJS.Signals): Promise<void> }> {
  const environment = { ...process.env, PORT: "0", DATABASE_URL: `sqlite:${join(folder, "board.db")}` }
  const board = spawn(process.execPath, [main], { env: environment, stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  for await (const piece of board.stdout) {
    output += String(piece)
    if (output.includes("\n")) break
  }
  const url = /http:\/\/localhost:\d+/.exec(output)![0].replace("localhost", "127.0.0.1")
  return {
    url,
    stop: async (signal) => {
      board.kill(signal)
      if (board.exitCode === null && board.signalCode === null) await once(board, "exit")
    },
  }
}

const post = (url: string, body: unknown, cookie = "") =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", cookie, origin: new URL(url).origin },
    body: JSON.stringify(body),
  })

it.each(["SIGTERM", "SIGKILL"] as const)(
  "keeps what was acknowledged through %s",
  async (signal) => {
    const email = `${signal.toLowerCase()}@example.com`
    const password = "correct horse"
    const first = await start()
    expect((await post(`${first.url}/api/users`, { email, password, nickname: signal })).status).toBe(201)
    const login = await post(`${first.url}/api/session`, { email, password })
    const cookie = login.headers.get("set-cookie")!.split(";")[0]!
    const written = await post(`${first.url}/api/posts`, { title: signal, body: "still here" }, cookie)
    expect(written.status).toBe(201)
    await first.stop(signal)

    const second = await start()
    const read = await fetch(second.url + written.headers.get("location")!)
    expect(await read.json()).toMatchObject({ title: signal, body: "still here" })
    expect((await fetch(`${second.url}/api/users/me`, { headers: { cookie } })).status).toBe(200)
    await second.stop("SIGTERM")
  },
  30_000,
)
