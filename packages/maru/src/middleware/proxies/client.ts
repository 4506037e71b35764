import type { ForwardedHop } from "./forwarded.ts"
import { type Networks, addressOf } from "./networks.ts"

/** Who is behind the trusted proxies, as the outermost of them tells it. */
export interface ForwardedClient {
  readonly address: string
  readonly proto: string | undefined
  readonly host: string | undefined
}

/**
 * Reads a chain of hops from the right, where our own proxy wrote, to the left, for as long as trusted proxies speak. What
 * stands further left may be invented by the client.
 *
 * @param peer address of the connection
 * @returns undefined where the peer is no trusted proxy, or none of them says anything
 */
export function clientOf(
  peer: string | undefined,
  hops: readonly ForwardedHop[] | undefined,
  isTrusted: Networks,
): ForwardedClient | undefined {
  if (peer === undefined || !hops || !isTrusted(peer)) return undefined
  let client: ForwardedClient | undefined
  let speaker = peer
  for (const hop of hops.toReversed()) {
    const address = addressOf(hop.for)
    client = { address: address ?? speaker, proto: hop.proto ?? client?.proto, host: hop.host ?? client?.host }
    if (address === undefined || !isTrusted(address)) break
    speaker = address
  }
  return client
}
