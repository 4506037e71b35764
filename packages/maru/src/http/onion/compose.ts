import { after } from "../after.ts"
import { leave } from "../body.ts"
import type { HeaderDefaults } from "../header-defaults.ts"
import type { Awaitable, HttpResponse } from "../message.ts"
import { type Middleware, type Next, passOn } from "../middleware.ts"
import { type Core, type Rescue, isAnswer, noAnswer } from "./core.ts"
import { hooked } from "./hooks.ts"

/**
 * Folds layers around a core, the first outermost. Done once, when the application starts. What a layer throws
 * becomes an answer before the layers around it see it.
 */
export function compose<X = void>(layers: readonly Middleware[], core: Core<X>, answer: Rescue): Core<X> {
  return layers.reduceRight<Core<X>>((inner, layer) => withHeaders(layer, around(layer, inner, answer)), core)
}

/** Adds constant headers to every answer, after all layers inside have had their say. */
export function filled(answer: Awaitable<HttpResponse>, defaults: HeaderDefaults): Awaitable<HttpResponse> {
  return after(answer, (response) => {
    response.headers.fill(defaults)
    return response
  })
}

function withHeaders<X>({ headers }: Middleware, inner: Core<X>): Core<X> {
  if (headers.flat.length === 0) return inner
  return (request, handedOn) => filled(inner(request, handedOn), headers)
}

function around<X>({ name, handle }: Middleware, inner: Core<X>, answer: Rescue): Core<X> {
  if (handle === passOn) return inner
  if (typeof handle !== "function") return hooked(name, handle, inner, answer)
  return (request, handedOn) => {
    let given: Awaitable<HttpResponse> | undefined
    const next: Next = (changed = request) => {
      if (given)
        throw new TypeError(`Middleware "${name}" called next a second time; the rest of the request runs once.`)
      return (given = inner(changed, handedOn))
    }
    const failed = (error: unknown): Awaitable<HttpResponse> => {
      if (given) void Promise.resolve(given).then(({ body }) => leave(body))
      return answer(error, request)
    }
    const checked = (response: HttpResponse | undefined): Awaitable<HttpResponse> =>
      isAnswer(response) ? response : failed(noAnswer(response, name, "what next() gives"))
    try {
      const response = handle(request, next)
      return response instanceof Promise ? response.then(checked, failed) : checked(response)
    } catch (error) {
      return failed(error)
    }
  }
}
