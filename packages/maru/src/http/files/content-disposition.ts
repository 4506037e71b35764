/**
 * A Content-Disposition value (RFC 6266). A name beyond plain ASCII is given twice: once with "_" for
 * what old readers cannot show, once in full (`filename*`, RFC 8187).
 * @param kind "attachment" saves the file, "inline" shows it
 * @param name of the file; folders before it and control characters are left out
 */
export function contentDisposition(kind: "attachment" | "inline", name?: string): string {
  const safe = name === undefined ? "" : fileNameOf(name)
  if (safe === "") return kind
  const plain = safe.replace(/[^\x20-\x7e]|["\\%]/gu, "_")
  const value = `${kind}; filename="${plain}"`
  return plain === safe ? value : `${value}; filename*=UTF-8''${encodeValue(safe)}`
}

/** The last part of a path on any system, without control characters. */
function fileNameOf(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1)
  // oxlint-disable-next-line no-control-regex
  return last.replace(/[\x00-\x1f\x7f-\x9f]/g, "").trim()
}

/** encodeURIComponent leaves some characters that an extended value must not have. */
function encodeValue(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
