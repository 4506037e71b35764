// node:http and node:sqlite by hand.
import { type IncomingMessage, type ServerResponse, createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { openDriver } from "../data/node-sqlite.ts"
import { securityHeaders } from "../http/raw-headers.ts"
import { openBoard, problemText, readKey, readPost } from "./by-hand.ts"
import { databaseFile } from "./domain.ts"

const board = openBoard(openDriver(databaseFile))

function send(response: ServerResponse, status: number, text: string, type = "application/json"): void {
  const length = Buffer.byteLength(text)
  response.writeHead(status, { "content-type": type, "content-length": length, ...securityHeaders }).end(text)
}

const refuse = (response: ServerResponse, status: number, title: string): void =>
  send(response, status, problemText(status, title), "application/problem+json")

function read(request: IncomingMessage, response: ServerResponse, key: string): void {
  if (!board.userOf(request.headers.cookie)) return refuse(response, 401, "Unauthorized")
  const id = readKey(key)
  if (id === undefined) return refuse(response, 422, "Invalid request")
  const text = board.read(id)
  return text === undefined ? refuse(response, 404, "Not Found") : send(response, 200, text)
}

function create(request: IncomingMessage, response: ServerResponse): void {
  const author = board.userOf(request.headers.cookie)
  if (!author) return refuse(response, 401, "Unauthorized")
  const chunks: Buffer[] = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    let body: unknown
    try {
      body = JSON.parse((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString())
    } catch {
      return refuse(response, 400, "Invalid request")
    }
    const input = readPost(body)
    return input ? send(response, 201, board.create(input, author)) : refuse(response, 422, "Invalid request")
  })
}

const server = createServer((request, response) => {
  const { method, url } = request
  if (url === "/posts" && method === "GET") return send(response, 200, board.list())
  if (url === "/posts" && method === "POST") return create(request, response)
  if (url!.startsWith("/posts/") && method === "GET") return read(request, response, url!.slice("/posts/".length))
  if (url === "/settings" && method === "GET") return send(response, 200, board.settings())
  return refuse(response, 404, "Not Found")
})
server.listen(0, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
