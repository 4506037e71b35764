// Maru, on Bun and on Node alike.
import { App, get, returns, router } from "maru"
import { serve } from "maru/server"
import { z } from "zod"
import { greet } from "./greeting.ts"

const Greeting = z.object({ hello: z.string() })

const app = new App({ title: "Hello", version: "1.0.0" }, [
  router("/", { hello: get("/", {}, returns(200, Greeting), () => greet()) }),
])
const server = await serve(app, { port: 0 })
console.log(`Listening on ${server.url}`)
