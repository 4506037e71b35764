// node:http without a framework.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { securityHeaders } from "../http/raw-headers.ts"
import { greet } from "./greeting.ts"

const server = createServer((request, response) => {
  if (request.method !== "GET" || request.url !== "/") {
    response.writeHead(404).end()
    return
  }
  const text = JSON.stringify(greet())
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...securityHeaders }
  response.writeHead(200, headers).end(text)
})
server.listen(0, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
