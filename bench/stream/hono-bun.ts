// Hono on Bun (https://hono.dev/docs/getting-started/bun).
import { app } from "./hono-app.ts"

const server = Bun.serve({ port: 0, hostname: "127.0.0.1", idleTimeout: 255, fetch: app.fetch })
console.log(`Listening on http://127.0.0.1:${server.port}`)
