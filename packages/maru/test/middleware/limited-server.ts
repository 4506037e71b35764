// An application whose one endpoint is limited to 10 requests a minute in Redis, in a process of its own.
import { App, get, returns, use } from "../../src/index.ts"
import { rateLimit, redisRates } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"

const [, , url, prefix] = process.argv as unknown as [string, string, string, string]
const store = redisRates(url, { prefix, patience: 5000 })
const app = new App({ title: "Limited", version: "1" }, [
  get("/", {}, returns(204), use(rateLimit({ limit: 10, per: "1m", name: "shared", store })), () => {}),
])

const server = await serve(app, { port: 0, handleSignals: true })
console.log(server.url)
