import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const main = fileURLToPath(new URL("../server/main.ts", import.meta.url))

/** Starts the board as `npm start` does, on the runtime of this test. */
async function start(limits: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const env = { ...process.env, LOGIN_LIMIT: undefined, PORT: "0", DATABASE_URL: "sqlite::memory:", ...limits }
  const board = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  for await (const piece of board.stdout) {
    output += String(piece)
    if (output.includes("\n")) break
  }
  return {
    url: /http:\/\/localhost:\d+/.exec(output)![0].replace("localhost", "127.0.0.1"),
    stop: async () => {
      board.kill("SIGTERM")
      if (board.exitCode === null && board.signalCode === null) await once(board, "exit")
    },
  }
}

const count = (responses: readonly Response[], status: number) =>
  responses.filter((response) => response.status === status).length

it("of 30 tries to log in at the same time 10 are made, and every later one is refused", async () => {
  const board = await start({})
  const logIn = () =>
    fetch(`${board.url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": `1.2.3.${Math.random() * 250}` },
      body: JSON.stringify({ email: "nobody@example.com", password: "wrong password" }),
    })
  const tries = await Promise.all(Array.from({ length: 30 }, logIn))
  expect([count(tries, 401), count(tries, 429)]).toEqual([10, 20])
  const later = await logIn()
  expect([later.status, Number(later.headers.get("retry-after")) > 0]).toEqual([429, true])
  const form = await fetch(`${board.url}/forms/login`, { method: "POST", body: new URLSearchParams({ email: "x" }) })
  expect(form.status).toBe(429)
  expect((await fetch(`${board.url}/api/posts`)).status).toBe(200)
  await board.stop()
}, 30_000)

it("the API has a limit that the environment sets, and the page none", async () => {
  const board = await start({ RATE_LIMIT: "3" })
  const read = () => fetch(`${board.url}/api/posts`)
  const answers = await Promise.all(Array.from({ length: 5 }, read))
  expect([count(answers, 200), count(answers, 429)]).toEqual([3, 2])
  const page = await fetch(`${board.url}/docs`)
  expect(page.status).toBe(200)
  const headers = (await read()).headers
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'self';.*frame-ancestors 'none'$/)
  expect(headers.get("x-request-id")).not.toBeNull()
  await board.stop()
}, 30_000)
