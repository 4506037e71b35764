import { nodeCrypto } from "../../runtime/modules.ts"

/** The parts of a PHC string: `$scrypt$ln=17,r=8,p=1$salt$key`. */
export interface PhcParts {
  readonly parameters: Readonly<Record<string, number>>
  readonly salt: Buffer
  readonly key: Buffer
}

const phcString =
  /^\$([a-z0-9-]{1,32})(?:\$v=(\d{1,4}))?\$([a-z]{1,8}=\d{1,9}(?:,[a-z]{1,8}=\d{1,9}){0,7})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,172})$/

/**
 * Takes a PHC string apart (PHC string format, P. H. C. 2015).
 * @param id scheme that it has to be of
 * @param version that it has to carry; undefined for a scheme without one
 */
export function parsePhc(hash: string, id: string, version?: number): PhcParts | undefined {
  const match = phcString.exec(hash)
  if (match?.[1] !== id || match[2] !== version?.toString()) return undefined
  const pairs = match[3]!.split(",").map((pair) => pair.split("=") as [string, string])
  const parameters = Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)]))
  return { parameters, salt: Buffer.from(match[4]!, "base64"), key: Buffer.from(match[5]!, "base64") }
}

/** Writes a PHC string. @param head scheme, version and parameters: `scrypt$ln=17,r=8,p=1` */
export function formatPhc(head: string, salt: Buffer, key: Buffer): string {
  return `$${head}$${base64(salt)}$${base64(key)}`
}

/** Compares keys in a time that does not tell where they differ. */
export function sameKey(first: Buffer, second: Buffer): boolean {
  return first.length === second.length && nodeCrypto().timingSafeEqual(first, second)
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "")
}
