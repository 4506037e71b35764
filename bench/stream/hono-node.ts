// Hono on Node with its own adapter (https://hono.dev/docs/getting-started/nodejs).
import { serve } from "@hono/node-server"
import { app } from "./hono-app.ts"

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => {
  console.log(`Listening on http://127.0.0.1:${info.port}`)
})
