// An application that uses everything a document can hold: every place of an input, every kind of outcome, every
// security scheme, and schemas that are hard to write down. What the generated clients call also works.
import {
  App,
  body,
  cookie,
  del,
  dependency,
  describe,
  fail,
  file,
  form,
  get,
  head,
  header,
  html,
  jsonLines,
  middleware,
  options,
  patch,
  path,
  post,
  put,
  query,
  raises,
  raw,
  redirect,
  returns,
  router,
  sse,
  stream,
  trace,
  use,
} from "maru"
import { apiKey, basic, bearer } from "maru/security"
import { z } from "zod"

class PartMissing extends Error {}
class PartGone extends Error {}
class NameTaken extends Error {
  readonly code = "name-taken"
}

// Schemas -----------------------------------------------------------------------------------------------------------

const Maker = z
  .object({
    name: z
      .string()
      .min(1)
      .meta({ examples: ["Ana & Sons"] }),
    country: z.string().length(2).default("KR"),
  })
  .meta({ id: "Maker", title: "Maker", description: "Who made a part." })
const Size = z.discriminatedUnion("unit", [
  z.object({ unit: z.literal("mm"), width: z.number().positive() }).meta({ id: "Metric" }),
  z.object({ unit: z.literal("in"), width: z.string().regex(/^\d+\/\d+$/) }).meta({ id: "Imperial" }),
])
const Part = z
  .object({
    id: z.int(),
    name: z.string().min(1).max(80).describe("What it is called."),
    maker: Maker,
    second: Maker.nullable(),
    size: Size.optional(),
    tags: z.array(z.string()).default([]),
    weights: z.record(z.string(), z.number()).optional(),
    corner: z.tuple([z.number(), z.number()]).optional(),
    made: z.codec(z.iso.datetime(), z.date(), {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    }),
    kind: z.enum(["bolt", "nut", "gear"]).meta({ example: "bolt" }),
    old: z.boolean().optional().meta({ deprecated: true, description: "Use `made`." }),
  })
  .meta({ id: "Part" })
const PartIn = Part.omit({ id: true }).strict().meta({ id: "PartIn" })
/** Recursive and without a name. */
const Assembly = z.object({
  label: z.string(),
  get parts() {
    return z.array(Assembly)
  },
})
/** Recursive with a name, through another one. */
const Folder = z
  .object({
    name: z.string(),
    get files() {
      return z.array(File)
    },
  })
  .meta({ id: "Folder" })
const File = z
  .object({
    name: z.string(),
    get folder() {
      return Folder.optional()
    },
  })
  .meta({ id: "File" })
const Page = z
  .object({
    offset: z.int().min(0).default(0).describe("How many to skip."),
    limit: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ examples: [20, 50] }),
  })
  .meta({ id: "Page" })

// Security ----------------------------------------------------------------------------------------------------------

const anyone = dependency(
  { token: bearer({ optional: true }), key: apiKey("cookie", "sid", { name: "session", optional: true }) },
  ({ token, key }) => ({ name: token ?? key ?? fail(PartMissing) }),
  { raises: raises(401, PartMissing) },
)
const admin = dependency(
  { key: apiKey("header", "x-admin-key", { name: "admin key" }), user: basic({ description: "Name and password." }) },
  ({ key, user }) => ({ key, user }),
)
const viewer = dependency(
  { query: apiKey("query", "access_token", { name: "inQuery", optional: true }) },
  (keys) => keys,
)
const oauth = dependency(() => ({ user: 1 }), {
  security: {
    name: "oauth",
    scopes: ["parts:write"],
    scheme: {
      type: "oauth2",
      flows: {
        authorizationCode: {
          authorizationUrl: "https://login.example/authorize",
          tokenUrl: "https://login.example/token",
          scopes: { "parts:write": "Change parts." },
        },
      },
    },
  },
})
const language = dependency(
  { language: header("accept-language", z.string().default("en")) },
  ({ language }) => language,
)
const paging = dependency({ page: query(Page), language }, ({ page }) => page)

// Endpoints ---------------------------------------------------------------------------------------------------------

const example = {
  id: 1,
  name: "M4 × 20",
  maker: { name: "Ana & Sons", country: "KR" },
  second: null,
  tags: ["steel"],
  made: new Date("2026-03-01T09:00:00Z"),
  kind: "bolt" as const,
}
const store = new Map<number, typeof example & Record<string, unknown>>([[1, example]])

const created = returns(201, Part, { headers: { location: "Where the part is." }, example })
const replaced = returns(200, Part, { description: "Replaced." })
const same = returns(200, z.object({ unchanged: z.literal(true) }), { description: "It was so already." })

const slow = use(
  middleware("slow down", (_, next) => next(), { answers: [{ status: 429, description: "Too often." }] }),
)

const parts = {
  list: get(
    "/",
    {
      page: paging,
      kinds: query("kind", z.array(z.enum(["bolt", "nut", "gear"])).optional()),
      since: query(z.date().optional()),
      exact: query(z.boolean().default(false)),
      viewer,
    },
    returns(200, z.object({ items: z.array(Part), total: z.int(), offset: z.int(), limit: z.int() })),
    ({ page, kinds }) => {
      const items = [...store.values()].filter(({ kind }) => kinds?.includes(kind) ?? true)
      return { items, total: items.length, ...page }
    },
  ),
  create: post(
    "/",
    { input: body(PartIn), who: anyone },
    created,
    raises(409, NameTaken),
    slow,
    describe({ description: "Makes **one** part." }),
    ({ input }) => {
      if ([...store.values()].some(({ name }) => name === input.name)) throw new NameTaken("There is one already.")
      const part = { ...input, id: store.size + 1 }
      store.set(part.id, part as never)
      return created(part, { headers: { location: `/parts/${part.id}` } })
    },
  ),
  read: get(
    "/:id",
    {
      id: path(z.int()),
      trace: header("x-trace", z.uuid().optional()),
      theme: cookie(z.enum(["dark", "light"]).optional()),
    },
    returns(200, Part),
    raises(404, PartMissing),
    raises(410, PartGone),
    ({ id }) => store.get(id) ?? fail(PartMissing, "There is no such part."),
  ),
  /** The same path by another name. */
  replace: put("/:number", { number: path(z.int()), input: body(PartIn) }, replaced, same, ({ input }) =>
    replaced({ ...input, id: 1 }),
  ),
  change: patch(
    "/:id",
    { id: path(z.int()), input: body(PartIn.partial()), admin },
    returns(200, Part),
    raises(404, PartMissing, PartGone),
    () => fail(PartMissing),
  ),
  remove: del("/:id", { id: path(z.int()), admin, oauth }, returns(204), raises(404, PartMissing), () => undefined),
  exists: head("/:id/state", { id: path(z.int()) }, returns(204), () => undefined),
  abilities: options("/:id/state", { id: path(z.int()) }, returns(204), () => undefined),
  echo: trace("/:id/state", { id: path(z.int()) }, returns(204), () => undefined),
  state: get(
    "/:id/state",
    { id: path(z.int()) },
    returns(200, z.record(z.string(), z.union([z.int(), z.string()]))),
    () => ({}),
  ),
}

const bodies = {
  page: get("/page", {}, html(), () => html`<p>Hello</p>`),
  plain: get("/plain", {}, raw("text/plain; charset=utf-8"), () => "text"),
  bytes: get("/bytes", {}, raw(), () => new Uint8Array(4)),
  moved: get("/moved", {}, redirect(308), () => "/bodies/page"),
  csv: get("/csv", {}, stream("text/csv; charset=utf-8"), async function* () {
    yield "id,name\n"
  }),
  events: get("/events", {}, sse(z.object({ at: z.int() })), async function* () {
    yield { at: 1 }
  }),
  lines: get("/lines", {}, jsonLines(Part), async function* () {
    yield example
  }),
  assembly: post("/assembly", { input: body(Assembly) }, returns(200, Assembly), ({ input }) => input),
  folder: post("/folder", { input: body(Folder) }, returns(200, z.array(Folder)), ({ input }) => [input]),
  file: get(
    "/files/*rest",
    {
      rest: path(z.string().describe("Which file.")),
      all: query(z.object({ deep: z.boolean().optional(), "max-depth": z.int().optional() })),
    },
    returns(200, z.object({ path: z.string() })),
    ({ rest }) => ({ path: rest }),
  ),
  old: get(
    "/old",
    {},
    returns(200, z.string().nullable()),
    describe({ deprecated: true, summary: "An old one", tags: ["legacy", "bodies"] }),
    () => null,
  ),
  report: get("/report", {}, file({ contentType: "application/pdf" }), () => "/nowhere.pdf"),
  urlencoded: post(
    "/form",
    { input: form(z.object({ name: z.string(), count: z.int().default(1), tags: z.array(z.string()).default([]) })) },
    returns(200, z.object({ name: z.string(), count: z.int(), tags: z.array(z.string()) })),
    ({ input }) => input,
  ),
  upload: post(
    "/upload",
    {
      title: form(z.string().max(10)),
      picture: file({ maxSize: 1000, types: ["image/*"] }),
      more: file({ many: true }),
    },
    returns(200, z.object({ title: z.string(), size: z.int(), more: z.int() })),
    ({ title, picture, more }) => ({ title, size: picture.size, more: more.length }),
  ),
  secret: get("/secret", {}, returns(204), describe({ hidden: true }), () => undefined),
}

/** Everything at once. */
export const torture = new App(
  {
    title: "Torture",
    version: "1.2.3",
    summary: "Everything at once.",
    description: "An application that uses *everything* a document can hold.",
    termsOfService: "https://torture.example/terms",
    contact: { name: "Maru", url: "https://torture.example", email: "maru@torture.example" },
    license: { name: "MIT", identifier: "MIT" },
    servers: [{ url: "https://torture.example/v1", description: "Production" }],
    tags: [
      { name: "bodies", description: "Bodies of every kind." },
      { name: "parts", description: "Parts." },
    ],
  },
  [router("/parts", parts), router("/bodies", bodies, { raises: [raises(503, PartGone)] })],
)
