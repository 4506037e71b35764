// Bun.serve without a framework.
import { securityHeaders } from "../http/raw-headers.ts"
import { greet } from "./greeting.ts"

const headers = { "content-type": "application/json", ...securityHeaders }

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  routes: { "/": { GET: () => new Response(JSON.stringify(greet()), { headers }) } },
  fetch: () => new Response(null, { status: 404 }),
})
console.log(`Listening on http://127.0.0.1:${server.port}`)
