import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { type HostCheck, hostCheck } from "../http/hosts.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { errorResponse } from "../http/problem.ts"

/**
 * Answers for listed hosts only; all others are a 400. The server checks the Host header already, against its own list:
 * this is for the host that trusted proxies tell, for parts of an application, and for runtimes without our server.
 *
 * @param hosts "example.com", "*.example.com" (everything below it, not itself), "[::1]", without scheme and port
 * @throws StartError `option-invalid` for what is no host
 */
export function trustedHosts(hosts: readonly string[]): Middleware {
  const source = callerSource(trustedHosts as never)
  const check = checkOf(hosts, source)
  return layer(
    "trusted hosts",
    {
      before(request) {
        const refusal = check(request.host)
        if (refusal) return errorResponse(refusal)
      },
    },
    { note: hosts.join(", "), answers: [{ status: 400, description: "Not for this host" }] },
    source,
  )
}

function checkOf(hosts: readonly string[], source: Middleware["source"]): HostCheck {
  try {
    return hostCheck(hosts)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    throw new StartError("option-invalid", `trustedHosts: ${error.message}`, [source])
  }
}
