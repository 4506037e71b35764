// Runs after an installation: builds the board's page, so that the server and the tests find it. When npm has only
// written the lockfile there is nothing to build with, and nothing to do.
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = new URL("../", import.meta.url)

if (existsSync(new URL("node_modules/vite", root))) {
  const { build } = await import("vite")
  await build({ configFile: fileURLToPath(new URL("apps/board/vite.config.ts", root)), logLevel: "warn" })
}
