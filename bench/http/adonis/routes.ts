// Routes (https://docs.adonisjs.com/guides/basics/routing).
import type { HttpContext } from "@adonisjs/core/http"
import router from "@adonisjs/core/services/router"
import { BaseSerializer } from "@adonisjs/core/transformers"
import type { NextFn } from "@adonisjs/core/types/http"
import * as domain from "../domain.ts"
import { ItemOut, OfferOut, PersonOut, ReportOut, TopicOut, offerQuery, personIn } from "./models.ts"

/** Answers are the bare objects: no key around them, no pages. */
class Serializer extends BaseSerializer {
  wrap: undefined
  definePaginationMetaData(): never {
    throw new Error("No case has pages.")
  }
}
const serializer = new Serializer()

router.get("/json", ({ containerResolver }) =>
  serializer.serialize(ItemOut.transform(domain.findItem()), containerResolver),
)
router.get("/shops/:shop/items/:item", async ({ request, containerResolver }) => {
  const { params, ...query } = await request.validateUsing(offerQuery)
  return serializer.serialize(OfferOut.transform(domain.findOffer({ ...params, ...query })), containerResolver)
})
router.post("/people", async ({ request, containerResolver }) => {
  const person = await request.validateUsing(personIn)
  return serializer.serialize(PersonOut.transform(domain.addPerson(person)), containerResolver)
})

// The container has no values of one request; middleware gives them on in the context of the request
// (https://docs.adonisjs.com/guides/basics/middleware).
declare module "@adonisjs/core/http" {
  interface HttpContext {
    line: domain.Line
    work: domain.Work
    member: domain.Member
    rights: readonly string[]
  }
}
async function line(context: HttpContext, next: NextFn): Promise<void> {
  context.line = domain.openLine()
  await next()
  domain.closeLine(context.line)
}
async function work(context: HttpContext, next: NextFn): Promise<void> {
  context.work = domain.beginWork(context.line)
  await next()
  domain.endWork(context.work)
}
function member(context: HttpContext, next: NextFn): Promise<unknown> {
  context.member = domain.findMember(context.work)
  return next()
}
function rights(context: HttpContext, next: NextFn): Promise<unknown> {
  context.rights = domain.rightsOf(context.member)
  return next()
}
router
  .get("/report", ({ member, rights, containerResolver }) =>
    serializer.serialize(ReportOut.transform(domain.reportFor(member, rights)), containerResolver),
  )
  .use([line, work, member, rights])

const layers = domain.layerNames.map((name) => async ({ response }: HttpContext, next: NextFn): Promise<void> => {
  await next()
  response.header(name, "1")
})
router
  .get("/layers", ({ containerResolver }) =>
    serializer.serialize(ItemOut.transform(domain.findItem()), containerResolver),
  )
  .use(layers)

for (const { number, path } of domain.plainRoutes) {
  router.get(path, ({ containerResolver }) =>
    serializer.serialize(TopicOut.transform(domain.findTopic(number, "")), containerResolver),
  )
}
for (const { number, start, end } of domain.openRoutes) {
  router.get(`${start}/:id/${end}`, ({ params, containerResolver }) =>
    serializer.serialize(TopicOut.transform(domain.findTopic(number, params["id"])), containerResolver),
  )
}
