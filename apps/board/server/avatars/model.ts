import { belongsTo, model } from "maru/data"
import { z } from "zod"
import { User } from "../users/model.ts"
import { imageTypes } from "./image-type.ts"

/** The picture of a user, in a table of its own, so that reading users does not read pictures. */
export class Avatar extends model("avatars", {
  get user() {
    return belongsTo(User, { primary: true, onDelete: "cascade" })
  },
  type: z.enum(imageTypes),
  content: z.instanceof(Uint8Array),
}) {}
