/*
 * Drives the real board in a real browser: `node apps/board/test/e2e/run.ts [bun|node]` (the runtime of the server).
 * Builds the page first. With BOARD_URL set, a board that is already open there is used as it is: it has to be empty.
 */
import assert from "node:assert/strict"
import { after, it } from "node:test"
import { build } from "vite"
import config from "../../vite.config.ts"
import { adminTests } from "./admin.e2e.ts"
import { type BoardProcess, type Runtime, startBoard } from "./board-process.ts"
import { closeStage, openStage } from "./stage.ts"

const runtime: Runtime = process.argv[2] === "node" ? "node" : "bun"
const elsewhere = process.env["BOARD_URL"]

await build({ ...config, configFile: false, logLevel: "warn" })
const board: BoardProcess | undefined = elsewhere ? undefined : await startBoard(runtime)
await openStage(elsewhere ?? board?.url ?? "")

await import("./account.e2e.ts")
await import("./posts.e2e.ts")
await import("./page.e2e.ts")
await import("./settings.e2e.ts")
await import("./keyboard.e2e.ts")

if (board) {
  adminTests(board)

  it("the server ends by itself, and broke nowhere on the way", async () => {
    assert.equal(await board.stop(), 0, board.output())
    assert.doesNotMatch(board.output(), /internal-error|unhandled/i)
  })
}

after(async () => {
  await closeStage()
  await board?.stop()
})
