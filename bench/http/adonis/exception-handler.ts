import { ExceptionHandler } from "@adonisjs/core/http"

/** Turns what is thrown into answers, without stack traces. */
export default class HttpExceptionHandler extends ExceptionHandler {
  protected override debug = false
}
