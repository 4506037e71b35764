import { leave } from "../body.ts"
import type { Awaitable, HttpRequest, HttpResponse } from "../message.ts"
import type { MiddlewareHooks } from "../middleware.ts"
import { type Core, type Rescue, isAnswer, noAnswer } from "./core.ts"

/**
 * A layer of hooks around the rest. Nothing is made for a request: where no hook and no handler is asynchronous, there is
 * no promise, and a hook is one call.
 */
export function hooked<X>(name: string, hooks: MiddlewareHooks, inner: Core<X>, answer: Rescue): Core<X> {
  const { before, after } = hooks
  const ended = after ? withAfter(name, after, inner, answer) : inner
  return before ? withBefore(name, before, ended, answer) : ended
}

function withBefore<X>(
  name: string,
  before: NonNullable<MiddlewareHooks["before"]>,
  inner: Core<X>,
  answer: Rescue,
): Core<X> {
  const goOn = (given: unknown, request: HttpRequest, handedOn: X): Awaitable<HttpResponse> => {
    if (given === undefined) return inner(request, handedOn)
    return isAnswer(given) ? given : answer(noAnswer(given, name, "nothing"), request)
  }
  return (request, handedOn) => {
    let given: Awaitable<HttpResponse | void>
    try {
      given = before(request)
    } catch (error) {
      return answer(error, request)
    }
    if (!(given instanceof Promise)) return goOn(given, request, handedOn)
    return given.then(
      (settled) => goOn(settled, request, handedOn),
      (error: unknown) => answer(error, request),
    )
  }
}

function withAfter<X>(
  name: string,
  after: NonNullable<MiddlewareHooks["after"]>,
  inner: Core<X>,
  answer: Rescue,
): Core<X> {
  const failed = (response: HttpResponse, error: unknown, request: HttpRequest): Awaitable<HttpResponse> => {
    leave(response.body)
    return answer(error, request)
  }
  const checked = (response: HttpResponse, given: unknown, request: HttpRequest): Awaitable<HttpResponse> => {
    if (given === undefined) return response
    return isAnswer(given) ? given : failed(response, noAnswer(given, name, "nothing"), request)
  }
  const follow = (response: HttpResponse, request: HttpRequest): Awaitable<HttpResponse> => {
    try {
      const given = after(response, request)
      if (given === undefined) return response
      if (!(given instanceof Promise)) return checked(response, given, request)
      return given.then(
        (settled) => checked(response, settled, request),
        (error: unknown) => failed(response, error, request),
      )
    } catch (error) {
      return failed(response, error, request)
    }
  }
  return (request, handedOn) => {
    const response = inner(request, handedOn)
    return response instanceof Promise
      ? response.then((settled) => follow(settled, request))
      : follow(response, request)
  }
}
