// Why: Bun makes these modules of its own JavaScript when they are first imported, and they took 20 of the 70 ms after which
// a small program answered for the first time. Most programs need a few of them, and later. Node has them in its snapshot and
// loses nothing. Gain in decisions/0023-start.md; importing them as usual is the same, slower.

/** `node:crypto`, loaded when first asked for. Random UUIDs are the global `crypto.randomUUID()`. */
export const nodeCrypto: () => typeof import("node:crypto") = late("node:crypto")
/** `node:fs`, loaded when first asked for. */
export const nodeFs: () => typeof import("node:fs") = late("node:fs")
/** `node:fs/promises`, loaded when first asked for. */
export const nodeFiles: () => typeof import("node:fs/promises") = late("node:fs/promises")
/** `node:net`, loaded when first asked for. */
export const nodeNet: () => typeof import("node:net") = late("node:net")
/** `node:stream`, loaded when first asked for. */
export const nodeStream: () => typeof import("node:stream") = late("node:stream")
/** `node:util`, loaded when first asked for. */
export const nodeUtil: () => typeof import("node:util") = late("node:util")
/** `node:zlib`, loaded when first asked for. */
export const nodeZlib: () => typeof import("node:zlib") = late("node:zlib")

function late<M>(name: string): () => M {
  let module: M | undefined
  return () => (module ??= process.getBuiltinModule(name) as M)
}
