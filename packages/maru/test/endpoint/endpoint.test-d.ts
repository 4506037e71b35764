// What must infer. The type check is the test; nothing here is run.
import { z } from "zod"
import {
  type Provider,
  body,
  dependency,
  describe,
  get,
  path,
  post,
  port,
  query,
  raises,
  returns,
  router,
  urlFor,
} from "../../src/index.ts"
import { apiKey, bearer } from "../../src/security.ts"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => undefined
type Of<P> = P extends Provider<infer T, string> ? T : never

const Post = z.object({ id: z.int(), title: z.string() })
class NotFound extends Error {}

// Values of inputs are the outputs of their schemas.
get(
  "/:id",
  { id: path(z.int()), limit: query(z.int().default(10)), tags: query("tag", z.array(z.string()).optional()) },
  returns(200, Post),
  ({ id, limit, tags }) => {
    same<typeof id, number>(true)
    same<typeof limit, number>(true)
    same<typeof tags, string[] | undefined>(true)
    return { id, title: "" }
  },
)
get(
  "/:year/:month",
  { when: path(z.object({ year: z.int(), month: z.int() })) },
  returns(204),
  ({ when }) => void when.year,
)
get("/files/*rest", { rest: path(z.string()) }, returns(204), () => {})
get("/:post-id" as "/:post", { id: path("post", z.int()) }, returns(204), () => {})

// Dependencies carry their values and the path names they ask for.
const session = dependency(async function* () {
  yield { find: (id: number) => ({ id, title: "x", secret: 1 }) }
})
same<Of<typeof session>, { find: (id: number) => { id: number; title: string; secret: number } }>(true)
const user = dependency({ token: bearer(), session }, async ({ token }) => ({ id: 1, token }))
same<Of<typeof user>, { id: number; token: string }>(true)
const own = dependency({ id: path(z.int()), session, user }, ({ id, session }) => session.find(id))
export const read = get("/:id", { post: own }, returns(200, Post), raises(404, NotFound), ({ post }) => post)
const key = apiKey("cookie", "session")
const token = bearer({ optional: true })
same<Of<typeof key>, string>(true)
same<Of<typeof token>, string | undefined>(true)

interface Repository {
  all(): Promise<{ id: number; title: string }[]>
}
const repository = port<Repository>("posts")
get("/", { repository }, returns(200, z.array(Post)), ({ repository }) => repository.all())

// Literals of results are kept: enums, literals, tuples, unions, whether or not the handler waits or takes arguments.
const Exact = z.object({
  kind: z.enum(["a", "b"]),
  pair: z.tuple([z.int(), z.string()]),
  three: z.literal(3),
  list: z.array(z.object({ k: z.enum(["x", "y"]) })),
})
get("/", {}, returns(200, Exact), () => ({ kind: "a", pair: [1, "x"], three: 3, list: [{ k: "x" }] }))
get("/", {}, returns(200, Exact), async () => ({ kind: "a", pair: [1, "x"], three: 3, list: [] }))
get("/:id", { id: path(z.int()) }, returns(200, Exact), async ({ id }) => {
  if (id > 1) return { kind: "a", pair: [id, "x"], three: 3, list: [] }
  return { kind: "b", pair: [1, "x"], three: 3, list: [{ k: "y" }] }
})
const Union = z.discriminatedUnion("type", [
  z.object({ type: z.literal("a"), a: z.int() }),
  z.object({ type: z.literal("b"), b: z.string() }),
])
get("/", {}, returns(200, z.array(Union)), () => [
  { type: "a", a: 1 },
  { type: "b", b: "" },
])
get("/", {}, returns(200, z.enum(["a", "b"])), () => "a")

// The first outcome takes plain values; others are told apart by calling them.
const created = returns(201, Post)
const queued = returns(202)
const gone = returns(410, z.object({ since: z.date() }))
post("/", { input: body(Post) }, created, ({ input }) => created(input, { headers: { location: "/1" } }))
post("/", { input: body(Post) }, created, queued, describe({ summary: "x" }), async ({ input }) =>
  input.id > 1 ? input : queued({ headers: { a: "b" } }),
)
post("/", { input: body(Post) }, created, queued, gone, raises(404, NotFound), ({ input }) =>
  input.id > 1 ? gone({ since: new Date() }) : created(input),
)

// Path names that a prefix gives; nested routers; URLs of endpoints.
const comment = get("/", { postId: path(z.int()) }, returns(204), () => {})
router("/posts/:postId/comments", { comment })
router("/posts/:postId/comments", [comment])
router("/api", [router("/posts", { read })])
urlFor(read, { id: 1 })
urlFor(comment, { postId: "x" })
urlFor(get("/", {}, returns(204), () => {}))
