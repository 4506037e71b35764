import { App, type Middleware, get, middleware, path, returns, router, use } from "maru"
import { z } from "zod"

function told(name: string): Middleware["handle"] {
  return async (request, next) => {
    console.log(`${name} in`)
    const response = await next()
    console.log(`${name} out, ${response.status}`)
    return response
  }
}

const outer = middleware("outer", told("outer"))
const middle = middleware("middle", told("middle"))
const inner = middleware("inner", told("inner"))

const Note = z.object({ text: z.string() })

const read = get("/:id", { id: path(z.int()) }, returns(200, Note), use(inner), ({ id }) => {
  console.log("handler")
  return { text: `Note ${id}` }
})

export const app = new App({ title: "Notes", version: "1.0.0" }, [
  outer,
  router("/notes", { read }, { middleware: [middle] }),
])
