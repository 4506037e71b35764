/** A stored password hash that could be read. */
export interface StoredHash {
  /** Whether it was made with the parameters that its scheme uses today. */
  readonly current: boolean
  /** @param password normalised, of an acceptable length */
  readonly matches: (password: string) => Promise<boolean>
}

/** A way to hash passwords. Hashes are strings that carry their scheme, its parameters and the salt. */
export interface PasswordScheme {
  /** @param password normalised, of an acceptable length */
  readonly hash: (password: string) => Promise<string>
  /** A hash of today's cost that no password has. */
  readonly nobodys: string
  /** Undefined for a hash of another scheme, a broken one, and one whose cost nobody would want to pay. */
  readonly parse: (hash: string) => StoredHash | undefined
}
