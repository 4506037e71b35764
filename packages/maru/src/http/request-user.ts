import type { HttpRequest } from "./message.ts"
import { RequestValue } from "./request-value.ts"
import { RequestWrapper } from "./request-wrapper.ts"

const users = new RequestValue<string>()

/** Notes who has sent a request, for the log. Called by providers that have found it out. */
export function noteUser(request: HttpRequest, user: string): void {
  // Noted of the outermost request, because those who ask may stand outside of what wraps it.
  let outermost = request
  while (outermost instanceof RequestWrapper) outermost = outermost.outer
  users.set(outermost, user)
}

/** Who has sent a request, as far as a provider has found it out. */
export function notedUser(request: HttpRequest): string | undefined {
  return users.get(request)
}
