// AdonisJS as its API starter kit sets it up (https://docs.adonisjs.com/guides/getting-started/installation), without
// what the cases do not use: sessions, CORS, hashing. What its configuration files hold is in this one.
import { type Server, createServer } from "node:http"
import { Ignitor } from "@adonisjs/core"
import { defineConfig as bodyParser } from "@adonisjs/core/bodyparser"
import { defineConfig as encryption, drivers } from "@adonisjs/core/encryption"
import { defineConfig as http } from "@adonisjs/core/http"
import { defineConfig as logger } from "@adonisjs/core/logger"
import { defineConfig as files } from "@adonisjs/static"

const config = {
  app: { appUrl: "http://localhost", http: http({}) },
  bodyparser: bodyParser({ allowedMethods: ["POST", "PUT", "PATCH", "DELETE"] }),
  // For cookies; no case has one.
  encryption: encryption({
    default: "gcm",
    list: { gcm: drivers.aes256gcm({ id: "gcm", keys: ["a key that encrypts nothing here"] }) },
  }),
  logger: logger({ default: "app", loggers: { app: { enabled: false } } }),
  static: files({ enabled: true, etag: true, lastModified: true, dotFiles: "ignore" }),
}

const providers = [
  () => import("@adonisjs/core/providers/app_provider"),
  () => import("@adonisjs/core/providers/vinejs_provider"),
  () => import("@adonisjs/static/static_provider"),
]
const preloads = [() => import("./kernel.ts"), () => import("./routes.ts")]

function listen(handler: Parameters<typeof createServer>[1]): Server {
  const server = createServer(handler)
  return server.once("listening", () => {
    const address = server.address()
    if (address !== null && typeof address === "object") console.log(`Listening on http://127.0.0.1:${address.port}`)
  })
}

// AdonisJS takes its address from the environment.
Object.assign(process.env, { HOST: "127.0.0.1", PORT: "0" })

// Public files are in the folder "public" below the root of the application.
await new Ignitor(new URL("../", import.meta.url))
  .tap((app) => {
    app.rcContents({ providers, preloads })
    app.useConfig(config)
  })
  .httpServer()
  .start(listen)
