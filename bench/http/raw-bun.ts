// Bun.serve without a framework, with its own router (https://bun.com/docs/api/http).
import {
  type Faults,
  itemText,
  layerHeaders,
  offerText,
  personText,
  problemText,
  readOffer,
  readPerson,
  reportText,
  topicText,
} from "./by-hand.ts"
import { findItem, openRoutes, plainRoutes } from "./domain.ts"
import { dataFile } from "./files.ts"
import { fileHeaders, isKept } from "./raw-file.ts"
import { securityHeaders } from "./raw-headers.ts"

const headers = { "content-type": "application/json", ...securityHeaders }
const problemHeaders = { ...headers, "content-type": "application/problem+json" }

const answer = (text: string): Response => new Response(text, { headers })
const refuse = (status: number, faults: Faults): Response =>
  new Response(problemText(status, faults), { status, headers: problemHeaders })

const layeredHeaders = { ...headers, ...layerHeaders }
const topics = {
  ...Object.fromEntries(plainRoutes.map(({ number, path }) => [path, { GET: () => answer(topicText(number, "")) }])),
  ...Object.fromEntries(
    openRoutes.map(({ number, start, end }) => [
      `${start}/:id/${end}`,
      { GET: (request: Bun.BunRequest) => answer(topicText(number, request.params["id"]!)) },
    ]),
  ),
}

async function sendFile({ headers }: Request): Promise<Response> {
  const file = Bun.file(dataFile)
  const own = fileHeaders(await file.stat())
  const kept = isKept(own, headers.get("if-none-match"), headers.get("if-modified-since"))
  return kept ? new Response(null, { status: 304, headers: own }) : new Response(file, { headers: own })
}

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  routes: {
    "/json": { GET: () => answer(itemText(findItem())) },
    "/report": { GET: () => answer(reportText()) },
    "/layers": { GET: () => new Response(itemText(findItem()), { headers: layeredHeaders }) },
    ...topics,
    "/files/data.bin": { GET: sendFile },
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
