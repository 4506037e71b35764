// Hono on Bun (https://hono.dev/docs/getting-started/bun).
import { serveStatic } from "hono/bun"
import { etag } from "hono/etag"
import { filesFolder } from "./files.ts"
import { app, fileBelow } from "./hono-app.ts"

app.use("/files/*", etag(), serveStatic({ root: filesFolder, rewriteRequestPath: fileBelow }))

const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: app.fetch })
console.log(`Listening on http://127.0.0.1:${server.port}`)
