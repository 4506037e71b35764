import { serve } from "maru/server"
import { app } from "./app.ts"

const server = await serve(app, {
  port: Number(process.env["PORT"] ?? 8000),
  hostname: "0.0.0.0",
  hosts: ["example.com", "*.example.com", "localhost"],
  limits: { body: 8 * 1024 * 1024, keepAliveTimeout: 10_000 },
  gracePeriod: 8000,
  handleSignals: true,
})
console.log(`Listening on ${server.url}`)
