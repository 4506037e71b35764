import type { BlockList } from "node:net"
import { nodeNet } from "../../runtime/modules.ts"

/** Whether an address lies in one of the networks. */
export type Networks = (address: string) => boolean

const names: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
}

/**
 * Compiles a list of networks.
 * @param list addresses, "10.0.0.0/8", "2001:db8::/32", "loopback" or "private"
 * @throws RangeError for what is none of these
 */
export function networks(list: readonly string[]): Networks {
  const { BlockList, isIP } = nodeNet()
  const blocks = new BlockList()
  for (const entry of list.flatMap((each) => (Object.hasOwn(names, each) ? names[each]! : each))) add(blocks, entry)
  return (address) => {
    const version = isIP(address)
    return version !== 0 && blocks.check(address, version === 4 ? "ipv4" : "ipv6")
  }
}

function add(blocks: BlockList, entry: string): void {
  const [address = "", length, more] = entry.split("/")
  const version = nodeNet().isIP(address)
  const bits = version === 4 ? 32 : 128
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (version === 0 || more !== undefined || !(prefix <= bits)) {
    throw new RangeError(
      `${JSON.stringify(entry)} is no network. Write "10.0.0.0/8", "2001:db8::/32", "loopback" or "private".`,
    )
  }
  blocks.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6")
}

/** The address in a hop's "for", without brackets and port; undefined for names and nonsense. */
export function addressOf(node: string | undefined): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::\d{1,5})?$/i.exec(node ?? "") ?? []
  const address = bracketed ?? plain ?? node ?? ""
  return nodeNet().isIP(address) === 0 ? undefined : address
}
