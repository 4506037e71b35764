/** Thrown where the hash of a password is MD5, SHA or another fast one. A fault of the program or its data. */
export class DigestRefused extends TypeError {
  override readonly name = "DigestRefused"
}

// Hexadecimal digests by length, those of crypt(3), and LDAP's.
const digests: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^[\da-f]{32}$/i, "MD5"],
  [/^[\da-f]{40}$/i, "SHA-1"],
  [/^[\da-f]{56}$|^[\da-f]{64}$|^[\da-f]{96}$|^[\da-f]{128}$/i, "SHA-2"],
  [/^\$1\$|^\$apr1\$/, "crypt's MD5"],
  [/^\$[56]\$/, "crypt's SHA-2"],
  [/^\{(?:s?md5|s?sha\d*)\}/i, "a digest of LDAP"],
]

/** @throws DigestRefused for what is no password hash but a digest */
export function refuseDigest(hash: string): void {
  const known = digests.find(([pattern]) => pattern.test(hash))
  if (!known) return
  throw new DigestRefused(
    `A password is stored as ${known[1]}. Such digests are made to be fast, so that a graphics card tries billions a second. Wrap the stored digests once in hashPassword(digest), and give verifyPassword the digest of what is typed until the next login renews it.`,
  )
}
