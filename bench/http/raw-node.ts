// node:http without a framework.
import { type IncomingMessage, type ServerResponse, createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { type Faults, itemText, offerText, personText, problemText, readOffer, readPerson } from "./by-hand.ts"
import { findItem } from "./domain.ts"
import { securityHeaders } from "./raw-headers.ts"

const offerPath = /^\/shops\/([^/]+)\/items\/([^/]+)$/

function send(response: ServerResponse, status: number, type: string, text: string): void {
  const length = Buffer.byteLength(text)
  response.writeHead(status, { "content-type": type, "content-length": length, ...securityHeaders }).end(text)
}

const answer = (response: ServerResponse, text: string): void => send(response, 200, "application/json", text)
const refuse = (response: ServerResponse, status: number, faults: Faults): void =>
  send(response, status, "application/problem+json", problemText(status, faults))

function offer(response: ServerResponse, shop: string, item: string, search: string): void {
  const faults: Faults = []
  const query = readOffer(decodeURIComponent(shop), decodeURIComponent(item), search, faults)
  if (faults.length === 0) answer(response, offerText(query))
  else refuse(response, 422, faults)
}

function people(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    let body: unknown
    try {
      body = JSON.parse((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString())
    } catch {
      refuse(response, 400, ["body: JSON expected"])
      return
    }
    const faults: Faults = []
    const person = readPerson(body, faults)
    if (faults.length === 0) answer(response, personText(person))
    else refuse(response, 422, faults)
  })
}

const server = createServer((request, response) => {
  const url = request.url!
  const mark = url.indexOf("?")
  const path = mark < 0 ? url : url.slice(0, mark)
  if (request.method === "GET") {
    if (path === "/json") {
      answer(response, itemText(findItem()))
      return
    }
    const match = offerPath.exec(path)
    if (match) {
      offer(response, match[1]!, match[2]!, mark < 0 ? "" : url.slice(mark + 1))
      return
    }
  } else if (request.method === "POST" && path === "/people") {
    people(request, response)
    return
  }
  refuse(response, 404, [])
})
server.listen(0, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
