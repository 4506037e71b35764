import { request } from "node:http"
import { text } from "node:stream/consumers"
import { serve } from "maru/server"
import { app } from "./app.ts"

await using server = await serve(app, { port: 0 })

for (const host of ["localhost", "shop.example"]) {
  const answer = await new Promise<string>((resolve, reject) => {
    const options = { port: server.port, path: "/hello/Mina", headers: { host }, agent: false as const }
    request(options, (response) => resolve(text(response)))
      .on("error", reject)
      .end()
  })
  console.log(`${host}: ${answer}`)
}
