/** One hop of a Forwarded header (RFC 7239), as it was written. */
export interface ForwardedHop {
  readonly for?: string
  readonly proto?: string
  readonly host?: string
}

/** More hops than any chain of proxies has. */
const longestChain = 32

const pair = /[\t ]*([!#$%&'*+\-.^_`|~\w]+)=(?:([!#$%&'*+\-.^_`|~\w]+)|"((?:[^"\\]|\\.)*)")[\t ]*(;|,|$)/y

/**
 * The hops of a Forwarded header, the client's first.
 * @returns undefined for what RFC 7239 does not allow
 */
export function parseForwarded(header: string): ForwardedHop[] | undefined {
  const hops: Record<string, string>[] = [{}]
  pair.lastIndex = 0
  for (let at = 0; ; at = pair.lastIndex) {
    pair.lastIndex = at
    const [, name, token, quoted, end] = pair.exec(header) ?? []
    if (name === undefined) return undefined
    const hop = hops.at(-1)!
    const key = name.toLowerCase()
    if (Object.hasOwn(hop, key)) return undefined
    if (key === "for" || key === "proto" || key === "host") hop[key] = token ?? quoted!.replace(/\\(.)/g, "$1")
    if (end === "") return hops
    if (end === "," && hops.push({}) > longestChain) return undefined
  }
}

/** The hops of X-Forwarded-For, -Proto and -Host, which have no standard: lists by comma, the client's first. */
export function parseXForwarded(header: (name: string) => string | undefined): ForwardedHop[] | undefined {
  const list = (name: string) =>
    header(name)
      ?.split(",", longestChain + 1)
      .map((each) => each.trim()) ?? []
  const addresses = list("x-forwarded-for")
  if (addresses.length > longestChain) return undefined
  const [protos, hosts] = [list("x-forwarded-proto"), list("x-forwarded-host")]
  const count = Math.max(addresses.length, 1)
  return Array.from({ length: count }, (_, index) => ({
    ...part("for", addresses[index]),
    ...part("proto", protos.length === count ? protos[index] : protos.at(-1)),
    ...part("host", hosts.length === count ? hosts[index] : hosts.at(-1)),
  }))
}

function part(name: keyof ForwardedHop, value: string | undefined): ForwardedHop {
  return value === undefined || value === "" ? {} : { [name]: value }
}
