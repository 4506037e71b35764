import { App, type Middleware, get, middleware, path, returns, router, use } from "maru"
import { z } from "zod"

function layer(name: string): Middleware {
  const around = middleware(name, async (request, next) => {
    console.log(`${name} in`)
    const response = await next()
    console.log(`${name} out, ${response.status}`)
    return response
  })
  return around
}

const Note = z.object({ text: z.string() })

const read = get("/:id", { id: path(z.int()) }, returns(200, Note), use(layer("endpoint")), ({ id }) => {
  console.log("handler")
  return { text: `Note ${id}` }
})

export const app = new App({ title: "Notes", version: "1.0.0" }, [
  layer("app"),
  router("/notes", { read }, { middleware: [layer("router")] }),
])
