// Many clients of one event stream in one process: `client.ts PORT CONNECTIONS`. Prints a line when all have asked,
// and for each line that it is sent a line of JSON: events that arrived until now, and its own processor time.
import { connect } from "node:net"

const [port, connections] = process.argv.slice(2).map(Number) as [number, number]

/** Each event has one opening brace, and nothing else that arrives has any; so pieces need not be put together. */
const mark = "{".charCodeAt(0)
let events = 0
let lost = 0

/** All sockets read into the same bytes, which nobody keeps. */
const buffer = Buffer.allocUnsafe(64 * 1024)

function count(length: number): boolean {
  const arrived = buffer.subarray(0, length)
  for (let at = arrived.indexOf(mark); at >= 0; at = arrived.indexOf(mark, at + 1)) events++
  return true
}

function open(client: number): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", onread: { buffer, callback: count } })
  socket.on("close", () => lost++)
  return new Promise((resolve, reject) => {
    socket.once("error", reject).once("connect", () => {
      socket.write(`GET /news?client=${client}&count=999999999 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
      resolve()
    })
  })
}

for (let client = 0; client < connections; client += 50) {
  const group = Array.from({ length: Math.min(50, connections - client) }, (_, place) => open(client + place))
  await Promise.all(group)
}
console.log("connected")
process.stdin.on("data", () => {
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ events, lost, cpuSeconds: (user + system) / 1e6, time: performance.now() / 1000 }))
})
