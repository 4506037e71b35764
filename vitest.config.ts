import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

const forbid = fileURLToPath(new URL("./checks/forbid-code-generation.mjs", import.meta.url))

/** Tests run as the runtime runs them: native imports, no bundler between the source and the stack traces. */
export default defineConfig({
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "bench/test/**/*.test.ts",
      "checks/test/**/*.test.ts",
    ],
    experimental: { viteModuleRunner: false },
    testTimeout: 90_000,
    hookTimeout: 20_000,
    // Suites often wait: for clocks, processes and databases.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    execArgv: process.env["MARU_STRICT"] ? ["--disallow-code-generation-from-strings", "--import", forbid] : [],
  },
})
