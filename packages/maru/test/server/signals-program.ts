// The server of signals.test.ts: prints its port, closes on signals.
import { serve } from "../../src/server/serve.ts"
import { answer, appOf, pause, routes } from "./harness.ts"

const app = appOf(
  routes({
    "/slow": async () => {
      await pause(400)
      return answer("slow")
    },
    "/hang": () => new Promise(() => undefined),
  }),
  { close: async () => console.log("closed") },
)
const server = await serve(app, { port: 0, handleSignals: true })
console.log(`port ${server.port}`)
