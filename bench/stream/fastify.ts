// Fastify has no events of its own: it sends a stream (https://fastify.dev/docs/latest/Reference/Reply/#streams).
import { Readable } from "node:stream"
import { Type, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
import Fastify from "fastify"
import { newsOf, tick } from "./feed.ts"

async function* events(client: number, count: number): AsyncGenerator<string> {
  for (let number = 1; number <= count; number++) {
    await tick()
    yield `event: news\nid: ${number}\ndata: ${JSON.stringify(newsOf(client, number))}\n\n`
  }
}

const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
const querystring = Type.Object({ client: Type.Integer({ minimum: 0 }), count: Type.Integer({ minimum: 1 }) })
app.get("/news", { schema: { querystring } }, (request, reply) => {
  const { client, count } = request.query
  return reply.header("content-type", "text/event-stream").send(Readable.from(events(client, count)))
})
console.log(`Listening on ${await app.listen({ port: 0, host: "127.0.0.1" })}`)
