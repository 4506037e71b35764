import type { HttpContext } from "@adonisjs/core/http"
import type { NextFn } from "@adonisjs/core/types/http"

/** Errors are answered in JSON, whatever the client takes. */
export default class ForceJson {
  handle({ request }: HttpContext, next: NextFn): Promise<unknown> {
    request.request.headers.accept = "application/json"
    return next()
  }
}
