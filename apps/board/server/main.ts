import { serve } from "maru/server"
import { app } from "./app.ts"
import { settings } from "./settings.ts"

const server = await serve(app, { port: settings.PORT, hostname: settings.HOST, handleSignals: true })

console.log(
  `The board is open at http://localhost:${server.port}, its API docs at http://localhost:${server.port}/docs`,
)
