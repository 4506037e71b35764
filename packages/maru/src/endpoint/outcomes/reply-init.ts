import { cookieHeader } from "../../http/cookies/cookie-value.ts"
import { InvalidHeader } from "../../http/header-list.ts"
import type { HttpRequest, HttpResponse } from "../../http/message.ts"
import type { ReplyInit } from "./outcome.ts"

/** Puts a reply's headers and cookies on its answer. */
export function applyInit(response: HttpResponse, init: ReplyInit | undefined, request: HttpRequest): HttpResponse {
  if (init?.headers) for (const [name, value] of Object.entries(init.headers)) applyHeader(response, name, value)
  if (init?.cookies) {
    for (const [name, cookie] of Object.entries(init.cookies)) {
      response.headers.append("set-cookie", cookieHeader(name, cookie, request.host))
    }
  }
  return response
}

function applyHeader(response: HttpResponse, name: string, value: string | readonly string[]): void {
  if (typeof value === "string") return response.headers.set(name, value)
  if (!Array.isArray(value)) throw new InvalidHeader(`The header "${name}" of a reply is ${typeof value}, not a string`)
  response.headers.delete(name)
  for (const item of value) response.headers.append(name, item)
}
