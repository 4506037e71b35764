import { App, Unauthorized, body, dependency, fail, path, post, raises, returns } from "maru"
import { bearer } from "maru/security"
import { z } from "zod"

const user = dependency({ token: bearer() }, ({ token }) => (token === "t-1" ? "mina" : fail(Unauthorized)), {
  raises: raises(401, Unauthorized),
})

class ShelfNotFound extends Error {}
const notes: string[] = []

const shelf = dependency(
  { id: path(z.int()) },
  function* ({ id }) {
    if (id !== 1) throw new ShelfNotFound(`There is no shelf ${id}.`)
    yield { id, notes }
  },
  { raises: raises(404, ShelfNotFound) },
)

const Note = z.object({ shelf: z.int(), owner: z.string(), text: z.string() })

const add = post(
  "/shelves/:id/notes",
  { user, shelf, text: body(z.string().min(1)) },
  returns(201, Note),
  ({ user, shelf, text }) => {
    shelf.notes.push(text)
    return { shelf: shelf.id, owner: user, text }
  },
)

export const app = new App({ title: "Notes", version: "1.0.0" }, [add])
