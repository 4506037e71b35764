import { type } from "arktype"
import { App, body, post, query, returns } from "maru"

const NoteIn = type({ text: "string > 0" })
const Note = type({ text: "string", limit: "number.integer" })

const add = post(
  "/notes",
  { limit: query(type("number.integer >= 1")), input: body(NoteIn) },
  returns(201, Note),
  ({ limit, input }) => ({
    text: input.text,
    limit,
  }),
)

export const app = new App({ title: "Notes", version: "1.0.0" }, [add])
