import { setTimeout as delay } from "node:timers/promises"
import { serve } from "maru/server"
import { app } from "./app.ts"

const server = await serve(app, { port: 0 })
const early = fetch(`${server.url}/report`)
await delay(100)

const closing = server.close()
await delay(150)
const late = await fetch(`${server.url}/report`).catch(() => "refused")
console.log("late:", late)
console.log("early:", await (await early).json())
await closing
console.log("closed")
