// The application on the first page; a test runs it. Start it with `npx maru dev hello.ts`.
import { App, body, docs, get, path, post, raises, returns, router } from "maru"
import { z } from "zod"

class NoteNotFound extends Error {}

const Note = z.object({ id: z.int(), text: z.string().min(1).max(200) })
const notes: z.infer<typeof Note>[] = []

const read = get("/:id", { id: path(z.int()) }, returns(200, Note), raises(404, NoteNotFound), ({ id }) => {
  const note = notes[id - 1]
  if (!note) throw new NoteNotFound(`There is no note ${id}.`)
  return note
})

const create = post("/", { input: body(Note.omit({ id: true })) }, returns(201, Note), ({ input }) => {
  const note = { id: notes.length + 1, ...input }
  notes.push(note)
  return note
})

export const app = new App({ title: "Notes", version: "1.0.0" }, [docs(), router("/notes", { read, create })])
