// Bun.serve without a framework; Bun's documentation streams by async generators (https://bun.com/docs/runtime/http/server).
import { eventText, headers, readRequest } from "./by-hand.ts"
import { tick } from "./feed.ts"

async function* events(client: number, count: number): AsyncGenerator<string> {
  for (let number = 1; number <= count; number++) {
    await tick()
    yield eventText(client, number)
  }
}

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 255,
  fetch: (request) => {
    const asked = readRequest(request.url)
    if (asked === undefined) return new Response(null, { status: 404 })
    return new Response(events(asked.client, asked.count) as unknown as ReadableStream, { headers })
  },
})
console.log(`Listening on http://127.0.0.1:${server.port}`)
