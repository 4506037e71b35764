import { App, body, post, query, returns } from "maru"
import * as v from "valibot"

const Limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 20)
const NoteIn = v.object({ text: v.pipe(v.string(), v.minLength(1)) })
const Note = v.object({ text: v.string(), limit: v.number() })

const add = post("/notes", { limit: query(Limit), input: body(NoteIn) }, returns(201, Note), ({ limit, input }) => ({
  text: input.text,
  limit,
}))

export const app = new App({ title: "Notes", version: "1.0.0" }, [add])
