// Bun.serve without a framework, with its own router (https://bun.com/docs/api/http).
import { type Faults, itemText, offerText, personText, problemText, readOffer, readPerson } from "./by-hand.ts"
import { findItem } from "./domain.ts"
import { securityHeaders } from "./raw-headers.ts"

const headers = { "content-type": "application/json", ...securityHeaders }
const problemHeaders = { ...headers, "content-type": "application/problem+json" }

const answer = (text: string): Response => new Response(text, { headers })
const refuse = (status: number, faults: Faults): Response =>
  new Response(problemText(status, faults), { status, headers: problemHeaders })

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  routes: {
    "/json": { GET: () => answer(itemText(findItem())) },
    "/shops/:shop/items/:item": {
      GET: (request) => {
        const faults: Faults = []
        const mark = request.url.indexOf("?")
        const search = mark < 0 ? "" : request.url.slice(mark + 1)
        const offer = readOffer(request.params.shop, request.params.item, search, faults)
        return faults.length === 0 ? answer(offerText(offer)) : refuse(422, faults)
      },
    },
    "/people": {
      POST: async (request) => {
        const faults: Faults = []
        let body: unknown
        try {
          body = await request.json()
        } catch {
          return refuse(400, ["body: JSON expected"])
        }
        const person = readPerson(body, faults)
        return faults.length === 0 ? answer(personText(person)) : refuse(422, faults)
      },
    },
  },
  fetch: () => refuse(404, []),
})
console.log(`Listening on http://127.0.0.1:${server.port}`)
