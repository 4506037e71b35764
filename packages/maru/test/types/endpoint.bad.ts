import { z } from "zod"
import { body, dependency, get, path, post, query, returns, router, urlFor } from "../../src/index.ts"

const Post = z.object({ id: z.int(), title: z.string() })
const gone = returns(410, Post)

// A path name that nobody asks for.
// error: Argument of type '"/:id"' is not assignable to parameter of type '"nobody asks for :id"'.
export const unasked = get("/:id", {}, returns(204), () => {})

// A path name that the path does not have: the router's prefix must give it.
export const needs = get("/", { postId: path(z.int()) }, returns(204), () => {})
// error: Argument of type '"/posts"' is not assignable to parameter of type '"no path has :postId"'.
router("/posts", { needs })

// The same through a dependency, and through a router's shared provider.
const own = dependency({ id: path(z.int()) }, ({ id }) => id)
export const below = get("/", { own }, returns(204), () => {})
// error: Argument of type '"/posts"' is not assignable to parameter of type '"no path has :id"'.
router("/posts", { below })
// error: Argument of type '"/posts"' is not assignable to parameter of type '"no path has :id"'.
router("/posts", {}, { providers: { own } })

// Results that do not fit the outcome, by their fields.
// error: Type '{ id: string; title: ""; }' is not assignable to type '"what the handler returns does not fit its outcome in: id"'.
export const wrong = get("/:id", { id: path(z.int()) }, returns(200, Post), ({ id }) => ({ id: String(id), title: "" }))
// error: Type 'Promise<{ id: string; title: ""; }>' is not assignable to type '"what the handler returns does not fit its outcome in: id"'.
export const wrongLater = get("/:id", { id: path(z.int()) }, returns(200, Post), async ({ id }) => ({
  id: String(id),
  title: "",
}))
// error: Type '{ id: 1; }' is not assignable to type '"what the handler returns does not fit its outcome in: title"'.
export const lacking = get("/", {}, returns(200, Post), () => ({ id: 1 }))
// error: Argument of type '() => void' is not assignable to parameter of type '(args: Arguments<{}>) => "the handler may return nothing, and its outcome needs a value"'.
export const nothing = get("/", {}, returns(200, Post), () => {})

// An outcome that the endpoint does not declare, and one called with the wrong value.
// error: Type 'Promise<Reply<410>>' is not assignable to type '"returns(410) is not an outcome of this endpoint"'.
export const undeclared = get("/", {}, returns(204), async () => gone({ id: 1, title: "" }))
export const called = post("/", { input: body(Post) }, gone, ({ input }) => {
  // error: Type 'string' is not assignable to type 'number'.
  return gone({ id: "x", title: input.title })
})

// No outcome at all.
// error: Argument of type '() => {}' is not assignable to parameter of type 'OutcomePart'.
export const none = get("/", {}, () => ({}))

// A handler that takes what its signature does not give.
// error: Property 'limits' does not exist on type 'Arguments<{ limit: Provider<number, never>; }>'.
export const unknown = get("/", { limit: query(z.int()) }, returns(204), ({ limits }) => void limits)

// URLs without their names.
export const read = get("/:id", { id: path(z.int()) }, returns(204), () => {})
// error: Property 'id' is missing in type '{}' but required in type '{ readonly id: string | number | bigint; }'.
urlFor(read, {})
