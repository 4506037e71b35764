import { App, body, post, query, returns } from "maru"
import { Type } from "typebox"

const NoteIn = Type.Object({ text: Type.String({ minLength: 1 }) })
const Note = Type.Object({ text: Type.String(), limit: Type.Integer() })

const add = post(
  "/notes",
  { limit: query(Type.Integer({ minimum: 1, default: 20 })), input: body(NoteIn) },
  returns(201, Note),
  ({ limit, input }) => ({
    text: input.text,
    limit,
  }),
)

export const app = new App({ title: "Notes", version: "1.0.0" }, [add])
