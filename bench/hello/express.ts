// Express (https://expressjs.com/en/starter/hello-world.html).
import type { AddressInfo } from "node:net"
import express from "express"
import { greet } from "./greeting.ts"

const app = express()
app.get("/", (_, response) => void response.json(greet()))
const server = app.listen(0, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
