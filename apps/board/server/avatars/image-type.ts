/** Media types that an avatar may have. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp"] as const

export type ImageType = (typeof imageTypes)[number]

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const jpeg = [0xff, 0xd8, 0xff]
const riff = [0x52, 0x49, 0x46, 0x46]
const webp = [0x57, 0x45, 0x42, 0x50]

/**
 * What an image is by its first bytes (WHATWG MIME Sniffing, section 6.1). What the client calls it is not asked: a page
 * named avatar.png would be opened as a page.
 *
 * @returns undefined for everything else
 */
export function imageType(bytes: Uint8Array): ImageType | undefined {
  if (has(bytes, png, 0)) return "image/png"
  if (has(bytes, jpeg, 0)) return "image/jpeg"
  return has(bytes, riff, 0) && has(bytes, webp, 8) ? "image/webp" : undefined
}

function has(bytes: Uint8Array, signature: readonly number[], at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte)
}
