// Bun.serve and bun:sqlite by hand.
import { openDriver } from "../data/bun-sqlite.ts"
import { securityHeaders } from "../http/raw-headers.ts"
import { type User, openBoard, problemText, readKey, readPost } from "./by-hand.ts"
import { databaseFile } from "./domain.ts"

const board = openBoard(openDriver(databaseFile))
const headers = { "content-type": "application/json", ...securityHeaders }
const problemHeaders = { ...headers, "content-type": "application/problem+json" }

const answer = (text: string, status = 200): Response => new Response(text, { status, headers })
const refuse = (status: number, title: string): Response =>
  new Response(problemText(status, title), { status, headers: problemHeaders })
const userOf = (request: Request): User | undefined => board.userOf(request.headers.get("cookie"))

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  routes: {
    "/posts": {
      GET: () => answer(board.list()),
      POST: async (request) => {
        const author = userOf(request)
        if (!author) return refuse(401, "Unauthorized")
        let body: unknown
        try {
          body = await request.json()
        } catch {
          return refuse(400, "Invalid request")
        }
        const input = readPost(body)
        return input ? answer(board.create(input, author), 201) : refuse(422, "Invalid request")
      },
    },
    "/settings": { GET: () => answer(board.settings()) },
    "/posts/:id": {
      GET: (request) => {
        if (!userOf(request)) return refuse(401, "Unauthorized")
        const id = readKey(request.params.id)
        if (id === undefined) return refuse(422, "Invalid request")
        const text = board.read(id)
        return text === undefined ? refuse(404, "Not Found") : answer(text)
      },
    },
  },
  fetch: () => refuse(404, "Not Found"),
})
console.log(`Listening on http://127.0.0.1:${server.port}`)
