import type { HttpRequest } from "../http/message.ts"

/**
 * Who a client is, by its address. Of an IPv6 address the first 64 bits count: whoever has one has all the others of its
 * network. In memory, where there is no address, all are one.
 */
export function clientKey({ remoteAddress }: HttpRequest): string {
  if (remoteAddress === undefined) return "memory"
  if (!remoteAddress.includes(":")) return remoteAddress
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(remoteAddress)
  return mapped ? mapped[1]! : networkOf(remoteAddress)
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("%")[0]!.split("::")
  const before = head.split(":").filter(Boolean)
  const after = tail?.split(":").filter(Boolean) ?? []
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0")
  const groups = [...before, ...(tail === undefined ? [] : zeros), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")
}
