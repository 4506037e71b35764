const secretWords: ReadonlySet<string> = new Set(
  "authorization cookie cookies credential credentials cvc cvv otp pass passcode passphrase passwd password passwords pin pwd secret secrets ssn token tokens".split(
    " ",
  ),
)
const secretPairs: ReadonlySet<string> = new Set(["access key", "api key", "cookie key", "private key", "signing key"])

/**
 * Whether a name says that its value is a secret: `passwordHash`, `STRIPE_API_KEY`, `set-cookie`.
 * @param name in camel, snake or kebab case
 */
export function namesSecret(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/apikeys?\b/gi, "api key")
    .toLowerCase()
    .split(/[^a-z\d]+/)
  const secret = words.some((word, at) => {
    return secretWords.has(word) || secretPairs.has(`${word} ${words[at + 1]?.replace(/s$/, "")}`)
  })
  if (judged.size < 2000) judged.set(name, secret)
  return secret
}

// Names come from programs and repeat; those that clients invent cannot fill the memory.
const judged = new Map<string, boolean>()

const passwordInUrl = /([a-z][a-z\d+.-]{0,20}:\/\/[^/?#\s:@]{0,200}):[^/?#\s]{1,500}@/gi

/** A text without the passwords of addresses in it: `postgres://user:[secret]@host`. */
export function withoutPasswords(text: string): string {
  return text.includes("@") && text.includes("://") ? text.replace(passwordInUrl, "$1:[secret]@") : text
}
