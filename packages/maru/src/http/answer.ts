import type { HeaderList } from "./header-list.ts"
import type { HttpBody, HttpResponse } from "./message.ts"

/** The plain HttpResponse. One class keeps every answer the same shape for the runtime's optimiser. */
export class Answer implements HttpResponse {
  status: number
  readonly headers: HeaderList
  body: HttpBody

  /**
   * @param status 200 to 599
   * @param headers the answer's own list, or a shared one that is copied when changed
   * @param body null for no content
   */
  constructor(status: number, headers: HeaderList, body: HttpBody) {
    this.status = status
    this.headers = headers
    this.body = body
  }
}
