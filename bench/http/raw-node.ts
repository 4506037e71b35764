// node:http without a framework.
import { readFile, stat } from "node:fs/promises"
import { type IncomingMessage, type ServerResponse, createServer } from "node:http"
import type { AddressInfo } from "node:net"
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

const offerPath = /^\/shops\/([^/]+)\/items\/([^/]+)$/

const topicNumbers = new Map<string, number>([
  ...plainRoutes.map(({ number, path }) => [path, number] as const),
  ...openRoutes.map(({ number, start, end }) => [`${start}/${end}`, number] as const),
])
const topicPath = /^(\/group-\d+)\/([^/]+)\/(part-\d+)$/

function send(response: ServerResponse, status: number, type: string, text: string, more?: typeof layerHeaders): void {
  const length = Buffer.byteLength(text)
  response.writeHead(status, { "content-type": type, "content-length": length, ...securityHeaders, ...more }).end(text)
}

/** The text of one of 500 routes, undefined if the path is of none. */
function topic(path: string): string | undefined {
  const number = topicNumbers.get(path)
  if (number !== undefined) return topicText(number, "")
  const match = topicPath.exec(path)
  const open = match ? topicNumbers.get(`${match[1]}/${match[3]}`) : undefined
  return open === undefined ? undefined : topicText(open, decodeURIComponent(match![2]!))
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

async function sendFile({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const own = fileHeaders(await stat(dataFile))
  if (isKept(own, headers["if-none-match"], headers["if-modified-since"])) {
    response.writeHead(304, own).end()
    return
  }
  const bytes = await readFile(dataFile)
  response.writeHead(200, { ...own, "content-length": bytes.length }).end(bytes)
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
    if (path === "/report") {
      answer(response, reportText())
      return
    }
    if (path === "/layers") {
      send(response, 200, "application/json", itemText(findItem()), layerHeaders)
      return
    }
    if (path === "/files/data.bin") {
      sendFile(request, response).catch((error: Error) => response.destroy(error))
      return
    }
    const match = offerPath.exec(path)
    if (match) {
      offer(response, match[1]!, match[2]!, mark < 0 ? "" : url.slice(mark + 1))
      return
    }
    const text = topic(path)
    if (text !== undefined) {
      answer(response, text)
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
