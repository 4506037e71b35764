import {
  App,
  body,
  cookie,
  file,
  get,
  html,
  jsonLines,
  open,
  path,
  post,
  raw,
  redirect,
  returns,
  serverEvent,
  sse,
  stream,
} from "maru"
import { z } from "zod"

// #region returns
const Song = z.object({ id: z.int(), title: z.string(), released: z.date(), plays: z.bigint() })

const song = get("/songs/:id", { id: path(z.int()) }, returns(200, Song), ({ id }) => {
  const row = { id, title: "Arirang", released: new Date("1926-10-01"), plays: 9_007_199_254_740_993n, secret: "x" }
  return row
})
// #endregion returns

// #region failing
const broken = get("/broken", {}, returns(200, z.object({ age: z.int().min(0) })), () => ({ age: -1 }))
// #endregion failing

// #region several
const Member = z.object({ email: z.email(), name: z.string() })
const members = new Map<string, z.infer<typeof Member>>()

const added = returns(201, Member, { description: "A new member", headers: { location: "Where the member is" } })
const known = returns(200, Member, { description: "Already a member; nothing was changed" })

const join = post("/members", { input: body(Member) }, added, known, ({ input }) => {
  const member = members.get(input.email)
  if (member) return known(member)
  members.set(input.email, input)
  return added(input, { headers: { location: `/members/${encodeURIComponent(input.email)}` } })
})
// #endregion several

// #region cookies
const welcomed = returns(204)

const welcome = post("/welcome", { visits: cookie(z.int().default(0)) }, welcomed, ({ visits }) =>
  welcomed({
    headers: { "x-visits": String(visits + 1) },
    cookies: {
      visits: { value: String(visits + 1), maxAge: 30 * 24 * 60 * 60 },
      theme: { value: "dark", httpOnly: false, sameSite: "strict" },
      trial: null,
    },
  }),
)
// #endregion cookies

// #region html
const page = get("/hello/:name", { name: path(z.string()) }, html(), ({ name }) => {
  const links = ["/songs/1", "/report"].map((href) => html`<a href="${href}">${href}</a> `)
  return html`<h1>Hello, ${name}!</h1>
    ${links}`
})
// #endregion html

// #region redirect
const moved = get("/song", {}, redirect(308), () => "/songs/1")
// #endregion redirect

// #region file
const report = get(
  "/report",
  {},
  file({ contentType: "text/plain; charset=utf-8" }),
  () => import.meta.dirname + "/report.txt",
)
// #endregion file

// #region stream
const csv = get("/songs.csv", {}, stream("text/csv; charset=utf-8"), async function* () {
  yield "id,title\n"
  for (const [id, title] of ["Arirang", "Gohyang"].entries()) yield `${id + 1},${title}\n`
})
// #endregion stream

// #region sse
const Tick = z.object({ left: z.int() })

const countdown = get("/countdown", {}, sse(Tick), async function* () {
  for (let left = 3; left > 0; left--) {
    yield { left }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  yield serverEvent({ left: 0 }, { event: "done", id: "4" })
})
// #endregion sse

// #region lines
const lines = get("/ticks.jsonl", {}, jsonLines(Tick), function* () {
  yield { left: 2 }
  yield { left: 1 }
})
// #endregion lines

// #region raw
const robots = get("/robots.txt", {}, raw("text/plain; charset=utf-8"), () => "User-agent: *\nAllow: /\n")
// #endregion raw

// #region open
const Payload = z.record(z.string(), z.unknown())
const echo = post("/echo", { input: body(Payload) }, returns(200, open(Payload)), ({ input }) => input)
// #endregion open

export const app = new App({ title: "Outcomes", version: "1.0.0" }, [
  song,
  broken,
  join,
  welcome,
  page,
  moved,
  report,
  csv,
  countdown,
  lines,
  robots,
  echo,
])
