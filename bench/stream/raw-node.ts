// node:http without a framework.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { eventText, headers, readRequest } from "./by-hand.ts"
import { onTick } from "./feed.ts"

const server = createServer((request, response) => {
  const asked = readRequest(request.url!)
  if (asked === undefined) {
    response.writeHead(404).end()
    return
  }
  let number = 0
  let taken = true
  response.writeHead(200, headers)
  response.flushHeaders()
  const leave = onTick(() => {
    if (!taken) return
    taken = response.write(eventText(asked.client, ++number))
    if (number < asked.count) return
    leave()
    response.end()
  })
  response.on("drain", () => (taken = true)).on("close", leave)
})
server.listen(0, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
