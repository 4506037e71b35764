const escape = /%([0-9A-Fa-f]{2})/g
const badEscape = /%(?![0-9A-Fa-f]{2})/
const unreserved = /[A-Za-z0-9\-._~]/

/**
 * The path with needless percent-encoding taken away and the rest in capitals, so that `/p%6Fsts`
 * is `/posts` (RFC 3986, section 6.2.2). Reserved characters stay encoded: `%2F` never becomes a
 * slash. A path with a broken escape is given back as it is, because taking some of it away could
 * make it look sound (`%%34%31`).
 */
export function normalPath(path: string): string {
  if (!path.includes("%") || badEscape.test(path)) return path
  return path.replace(escape, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return unreserved.test(character) ? character : whole.toUpperCase()
  })
}
