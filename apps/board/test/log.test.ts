import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const main = fileURLToPath(new URL("../server/main.ts", import.meta.url))

it("every request is a line of JSON with its route, without passwords and tokens", async () => {
  const env = { ...process.env, LOG: undefined, PORT: "0", DATABASE_URL: "sqlite::memory:" }
  const board = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  let url = ""
  const ask = async () => {
    const headers = { "content-type": "application/json", cookie: "session=stolen-token" }
    const body = JSON.stringify({ email: "nobody@example.com", password: "correct horse" })
    await fetch(`${url}/api/session`, { method: "POST", headers, body })
    await fetch(`${url}/api/posts/7?secret=x`, { headers })
    board.kill("SIGTERM")
  }
  for await (const piece of board.stdout) {
    output += String(piece)
    const open = /http:\/\/localhost:\d+/.exec(output)
    if (url !== "" || !open) continue
    url = open[0].replace("localhost", "127.0.0.1")
    void ask()
  }
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ kind }) => kind === "access")
  expect(lines).toMatchObject([
    { method: "POST", path: "/api/session", status: 401, route: "/api/session" },
    { method: "GET", path: "/api/posts/7", status: 404, route: "/api/posts/:id" },
  ])
  expect(output).not.toMatch(/correct horse|stolen-token|secret/)
}, 60_000)
