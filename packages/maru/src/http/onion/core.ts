import { HeaderList } from "../header-list.ts"
import type { Awaitable, HttpRequest, HttpResponse } from "../message.ts"

/** What stands inside the layers. It is given what the layers' caller hands on, and never throws or rejects. */
export type Core<X> = (request: HttpRequest, handedOn: X) => Awaitable<HttpResponse>

/** Turns what a layer throws into an answer; never throws or rejects. */
export type Rescue = (error: unknown, request: HttpRequest) => Awaitable<HttpResponse>

/** Whether a layer gave what can be sent. */
export function isAnswer(response: unknown): response is HttpResponse {
  return (response as HttpResponse | undefined)?.headers instanceof HeaderList
}

/** The error of a layer that gave something else. @param wanted what it may give: "nothing" */
export function noAnswer(response: unknown, name: string, wanted: string): TypeError {
  const what = response instanceof Response ? "a web Response" : "no answer"
  return new TypeError(`Middleware "${name}" returned ${what}. Return ${wanted}, or an answer such as problem(…).`)
}
