import { nodeCrypto } from "../runtime/modules.ts"

/** Where a request stands in a trace that goes through several services (W3C Trace Context). */
export interface TraceContext {
  /** 32 hexadecimal digits, the same in all services. */
  readonly traceId: string
  /** 16 digits: the caller's part of the trace; undefined where the trace begins here. */
  readonly parentId: string | undefined
  /** 16 digits: this request's part. */
  readonly spanId: string
  readonly sampled: boolean
  /** `traceparent` for requests that are made on behalf of this one. */
  readonly traceparent: string
  /** `tracestate` as it came, to be handed on. */
  readonly tracestate: string | undefined
}

// Later versions may add parts behind these four; version ff does not exist, and ids of zeros mean nothing.
const parent = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** The trace of a request, a new one where its header is missing or no traceparent. */
export function traceContext(traceparent: string | undefined, tracestate: string | undefined): TraceContext {
  const [, version, traceId, parentId, flags = "00", more] = parent.exec(traceparent?.trim() ?? "") ?? []
  const isKnown = traceId !== undefined && !(version === "00" && more !== undefined)
  const id = isKnown ? traceId : nodeCrypto().randomBytes(16).toString("hex")
  const spanId = nodeCrypto().randomBytes(8).toString("hex")
  const sampled = isKnown && (Number.parseInt(flags, 16) & 1) === 1
  return {
    traceId: id,
    parentId: isKnown ? parentId : undefined,
    spanId,
    sampled,
    traceparent: `00-${id}-${spanId}-${sampled ? "01" : "00"}`,
    tracestate: isKnown ? tracestate : undefined,
  }
}
