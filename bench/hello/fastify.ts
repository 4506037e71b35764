// Fastify (https://fastify.dev/docs/latest/Guides/Getting-Started).
import Fastify from "fastify"
import { greet } from "./greeting.ts"

const response = { 200: { type: "object", properties: { hello: { type: "string" } }, required: ["hello"] } }

const app = Fastify()
app.get("/", { schema: { response } }, async () => greet())
console.log(`Listening on ${await app.listen({ port: 0, host: "127.0.0.1" })}`)
