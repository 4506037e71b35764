import { StartError } from "../../errors/start-error.ts"
import type { GraphNode } from "../../provider/graph.ts"
import type { AnyEndpoint } from "../endpoint.ts"

/**
 * A streamed body is made after the handler has returned, when the resources of the request are already
 * closed. A handler that streams may therefore not be given such a resource.
 *
 * @throws StartError `stream-resource`
 */
export function checkStreams(
  endpoint: AnyEndpoint,
  roots: readonly (readonly [key: string, node: GraphNode])[],
  owner: string,
): void {
  const streaming = endpoint.outcomes.find((outcome) => outcome.streams)
  if (!streaming) return
  for (const [key, { provider, scope }] of roots) {
    if (provider.kind !== "dependency" || !provider.yields || scope !== "request") continue
    throw new StartError(
      "stream-resource",
      `${owner} streams its answer (${streaming.doc.kind}) and asks for "${key}", which is closed before the stream starts. ` +
        `Give "${key}" the scope "response" (dependency(make, { scope: "response" })), or do its work in another provider that returns plain values.`,
      [endpoint.source, provider.source],
    )
  }
}
