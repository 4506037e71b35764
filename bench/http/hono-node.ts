// Hono on Node with its own adapter (https://hono.dev/docs/getting-started/nodejs).
import { serve } from "@hono/node-server"
import { serveStatic } from "@hono/node-server/serve-static"
import { etag } from "hono/etag"
import { filesFolder } from "./files.ts"
import { app, fileBelow } from "./hono-app.ts"

app.use("/files/*", etag(), serveStatic({ root: filesFolder, rewriteRequestPath: fileBelow }))

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => {
  console.log(`Listening on http://127.0.0.1:${info.port}`)
})
