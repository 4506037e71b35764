import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { type Plugin, defineConfig, minify, transformWithOxc } from "vite"

const web = fileURLToPath(new URL("./web/", import.meta.url))
const beforePaint = `${web}src/theme/before-paint.ts`
const server = process.env["BOARD_SERVER"] ?? "http://localhost:8000"

/**
 * Puts the one script that must run before the first paint into the head as a classic, blocking, hashed file:
 * a module would run too late and an inline script would need a hole in the content security policy.
 */
function blockingScript(): Plugin {
  return {
    name: "board:blocking-script",
    async buildStart() {
      if (this.environment.mode !== "build") return
      const script = await transformWithOxc(await readFile(beforePaint, "utf8"), beforePaint, { sourcemap: false })
      const { code } = await minify("before-paint.js", script.code)
      this.emitFile({ type: "asset", name: "before-paint.js", source: code })
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {} }) {
        const built = Object.values(bundle).find(
          (file) => file.type === "asset" && file.names.includes("before-paint.js"),
        )
        const src = built ? `/${built.fileName}` : "/src/theme/before-paint.ts"
        return [{ tag: "script", attrs: { src }, injectTo: "head-prepend" }]
      },
    },
  }
}

/** The board's page: `vite` in this folder serves it with reload beside a running board, `vite build` writes web/dist. */
export default defineConfig({
  root: web,
  publicDir: false,
  plugins: [blockingScript()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"], // The first with light-dark(), which carries the theme.
    assetsInlineLimit: 0, // Data URLs would need a hole in the content security policy.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(["/api", "/docs", "/forms", "/reference", "/openapi.json"].map((path) => [path, server])),
  },
})
