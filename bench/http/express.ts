// Express with its own middleware (https://expressjs.com/en/advanced/best-practice-performance.html). It validates
// nothing itself: what comes in and what leaves is parsed by Zod.
import express, { type NextFunction, type Request, type Response } from "express"
import { z } from "zod"
import {
  type Line,
  type Member,
  type Work,
  addPerson,
  beginWork,
  closeLine,
  emailPattern,
  endWork,
  findItem,
  findMember,
  findOffer,
  findTopic,
  layerNames,
  openLine,
  openRoutes,
  plainRoutes,
  reportFor,
  rightsOf,
  zipPattern,
} from "./domain.ts"
import { filesFolder } from "./files.ts"

const Item = z.object({
  id: z.int(),
  name: z.string(),
  price: z.number(),
  inStock: z.boolean(),
  tags: z.array(z.string()),
})

const OfferPath = z.object({ shop: z.string(), item: z.coerce.number().int() })
const OfferQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100),
  maxPrice: z.coerce.number().min(0),
  available: z.enum(["true", "false"]).transform((text) => text === "true"),
})
const Offer = z.object({
  shop: z.string(),
  item: z.int(),
  limit: z.int(),
  maxPrice: z.number(),
  available: z.boolean(),
})

const PersonIn = z.object({
  name: z.string().min(1).max(50),
  email: z.string().regex(emailPattern),
  age: z.int().min(0).max(150),
  active: z.boolean(),
  role: z.enum(["admin", "editor", "reader"]),
  score: z.number(),
  tags: z.array(z.string()).max(10),
  address: z.object({
    street: z.string().min(1).max(100),
    city: z.string().min(1).max(50),
    zip: z.string().regex(zipPattern),
  }),
})
const PersonOut = z.object({ id: z.int(), ...PersonIn.shape })

const Report = z.object({ member: z.string(), rights: z.array(z.string()), open: z.boolean() })
const Topic = z.object({ route: z.int(), id: z.string() })

const app = express()
// As its advice on security asks for (https://expressjs.com/en/advanced/best-practice-security.html).
app.disable("x-powered-by")
app.get("/json", (_, response) => void response.json(Item.parse(findItem())))
app.get("/shops/:shop/items/:item", (request, response) => {
  const query = { ...OfferPath.parse(request.params), ...OfferQuery.parse(request.query) }
  response.json(Offer.parse(findOffer(query)))
})
app.post("/people", express.json(), (request, response) => {
  response.json(PersonOut.parse(addPerson(PersonIn.parse(request.body))))
})

// Express gives values on in `response.locals` (https://expressjs.com/en/5x/api.html#res.locals).
interface Locals {
  line: Line
  work: Work
  member: Member
  rights: readonly string[]
}
type Values = Response<unknown, Locals>

function line(_: Request, response: Values, next: NextFunction): void {
  const line = openLine()
  response.locals.line = line
  response.on("finish", () => closeLine(line))
  next()
}
function work(_: Request, response: Values, next: NextFunction): void {
  const work = beginWork(response.locals.line)
  response.locals.work = work
  response.on("finish", () => endWork(work))
  next()
}
function member(_: Request, { locals }: Values, next: NextFunction): void {
  locals.member = findMember(locals.work)
  next()
}
function rights(_: Request, { locals }: Values, next: NextFunction): void {
  locals.rights = rightsOf(locals.member)
  next()
}
app.get("/report", line, work, member, rights, (_: Request, response: Values) => {
  response.json(Report.parse(reportFor(response.locals.member, response.locals.rights)))
})

const layers = layerNames.map((name) => (_: Request, response: Response, next: NextFunction): void => {
  response.set(name, "1")
  next()
})
app.get("/layers", layers, (_: Request, response: Response) => void response.json(Item.parse(findItem())))

for (const { number, path } of plainRoutes) {
  app.get(path, (_, response) => void response.json(Topic.parse(findTopic(number, ""))))
}
for (const { number, start, end } of openRoutes) {
  app.get(`${start}/:id/${end}`, (request, response) => {
    response.json(Topic.parse(findTopic(number, request.params["id"] as string)))
  })
}
app.use("/files", express.static(filesFolder))

// Error handlers are told by their four parameters. express.json() gives its own faults a status.
app.use((error: Error & { status?: number }, _: Request, response: Response, _next: NextFunction) => {
  if (error instanceof z.ZodError) response.status(422).json({ faults: error.issues })
  else response.status(error.status ?? 500).json({ message: error.message })
})

const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (address !== null && typeof address === "object") console.log(`Listening on http://127.0.0.1:${address.port}`)
})
