import { commonWords } from "./common-words.ts"

const letters: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
}
const rows = [
  "01234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn",
]
/** More than this many signs beside a known word make a password of its own. */
const mostAround = 4

/**
 * Whether a password is one that is tried first (NIST SP 800-63B, section 3.1.1.2): a common word with digits or signs
 * around it, one sign or group repeated, keys in a row, a date, or little more than a word that belongs to the account.
 * It is a small list without a network; a service of leaked passwords knows more.
 *
 * @param related what a guesser knows: name, address, name of the site; words below four letters are left out
 * @example
 * isCommonPassword("P@ssw0rd2026!") // true
 * isCommonPassword("mina.kim1", ["mina.kim@example.com"]) // true
 */
export function isCommonPassword(password: string, related: readonly string[] = []): boolean {
  const text = password.normalize("NFKC").trim().toLowerCase()
  if (text.length > 64) return false
  return isRepeated(text) || isRow(text) || isDate(text) || isWord(text) || isRelated(text, related)
}

function isRepeated(text: string): boolean {
  return text === "" || /^(.{1,4})\1+$/su.test(text)
}

function isRow(text: string): boolean {
  const reversed = [...text].toReversed().join("")
  const bare = (each: string): string => each.replace(/^\D*?(?=\d)|[^\p{L}\p{N}]+$/gu, "")
  return rows.some((row) => row.includes(text) || row.includes(reversed)) || isRun(bare(text)) || isRun(bare(reversed))
}

/** Pieces of at least three keys that follow each other, and nothing else: 123456789, 123qwe, abc123. */
function isRun(text: string): boolean {
  let rest = text
  while (rest !== "") {
    const piece = longestPiece(rest)
    if (piece < 3) return false
    rest = rest.slice(piece)
  }
  return text !== ""
}

function longestPiece(text: string): number {
  let length = 0
  while (length < text.length && rows.some((row) => row.includes(text.slice(0, length + 1)))) length++
  return length
}

/** 19870314, 2026-08-03, 03.08.1990. */
function isDate(text: string): boolean {
  return /^(?:(?:19|20)\d\d[-./]?\d\d[-./]?\d\d|\d\d[-./]?\d\d[-./]?(?:19|20)\d\d)$/.test(text)
}

function isWord(text: string): boolean {
  return coresOf(text).some((core) => commonWords.has(core) || commonWords.has(halfOf(core)))
}

/** What is left without signs around and digits in place of letters, where that is most of it. */
function coresOf(text: string): string[] {
  const plain = [...text].map((sign) => letters[sign] ?? sign).join("")
  const without = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
  const core = [...without].map((sign) => letters[sign] ?? sign).join("")
  return [text, plain, ...(text.length - without.length <= mostAround + 4 ? [core, without] : [])]
}

function halfOf(text: string): string {
  const half = text.slice(0, text.length / 2)
  return half + half === text ? half : text
}

function isRelated(text: string, related: readonly string[]): boolean {
  const words = related.flatMap((each) => {
    const word = each.normalize("NFKC").toLowerCase()
    return [word, word.split("@")[0]!, ...word.split(/[^\p{L}\p{N}]+/u)]
  })
  return words.some((word) => word.length >= 4 && text.includes(word) && text.length - word.length <= mostAround)
}
