import { body, cookie, describe, get, put, returns } from "maru"
import { z } from "zod"
import { notice } from "./notice.ts"
import { Notice, PutAway } from "./schemas.ts"

const putAwayCookie = "notice"

const shown = returns(200, Notice)
const none = returns(204)

export const read = get(
  "/",
  { putAway: cookie(putAwayCookie, z.string().optional()) },
  shown,
  none,
  describe({ summary: "What everybody is told, unless they have put it away for today" }),
  ({ putAway }) => (putAway === notice.id ? none() : shown(notice)),
)

const gone = returns(204)

export const putAway = put(
  "/put-away",
  { input: body(PutAway) },
  gone,
  describe({ summary: "Do not show the notice for the rest of the day" }),
  ({ input }) => gone({ cookies: { [putAwayCookie]: { value: notice.id, maxAge: input.seconds } } }),
)
