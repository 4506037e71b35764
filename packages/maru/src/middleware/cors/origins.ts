/**
 * Origins that may read answers: listed ones, where "https://*.example.com" is every host below example.com and not itself;
 * "*" for any; or a function that decides.
 */
export type Origins = "*" | readonly string[] | ((origin: string) => boolean)

const wildcard = /^(https?:\/\/)\*(\.[a-z0-9.-]+(?::\d+)?)$/

/**
 * Compiles origins to one question.
 * @returns undefined where any origin may
 * @throws RangeError for what no browser would ever send as an Origin
 */
export function originCheck(origins: Origins): ((origin: string) => boolean) | undefined {
  if (origins === "*") return undefined
  if (typeof origins === "function") return (origin) => origins(origin) === true
  const exact = new Set<string>()
  const patterns: RegExp[] = []
  for (const origin of origins) {
    const [, scheme, rest] = wildcard.exec(origin) ?? []
    if (scheme !== undefined) patterns.push(below(scheme, rest!))
    else if (isOrigin(origin)) exact.add(origin)
    else throw new RangeError(notAnOrigin(origin))
  }
  return (origin) => exact.has(origin) || patterns.some((pattern) => pattern.test(origin))
}

function isOrigin(text: string): boolean {
  return text === "null" || (!text.includes("*") && URL.parse(text)?.origin === text)
}

// One label or several; every quantifier stands before a dot, so that a long name takes no longer than its length.
function below(scheme: string, rest: string): RegExp {
  return new RegExp(`^${RegExp.escape(scheme)}(?:[a-z0-9_-]{1,63}\\.)*[a-z0-9_-]{1,63}${RegExp.escape(rest)}$`)
}

function notAnOrigin(origin: string): string {
  const url = URL.parse(origin)
  const meant = url && url.origin !== "null" ? ` Did you mean "${url.origin}"?` : ""
  const any = origin === "*" ? ` Any origin is origins: "*", without a list.` : ""
  return `${JSON.stringify(origin)} is no origin, which is scheme, host and port as browsers send them.${meant}${any}`
}
