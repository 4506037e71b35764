// Random bytes are drawn for many keys at once: one call for each key would take longer than the rest together.
const pool = new Uint8Array(4096)
let used = pool.length

/** The last key's time in milliseconds, and how many keys more were made in it. */
let [time, count] = [0, 0]

/**
 * A UUID of version 7 (RFC 9562, section 5.7): 48 bits of time, then 12 bits that count the keys of one
 * millisecond (section 6.2, method 1), then 62 random bits. Each is greater than the one before it, also when
 * the clock is set back.
 */
export function uuidv7(): string {
  const random = draw(10)
  const now = Date.now()
  if (now > time) {
    time = now
    // A random start, low enough to count up 2048 times.
    count = ((random[8]! << 8) | random[9]!) & 0x7ff
  } else if (++count > 0xfff) {
    time++
    count = 0
  }
  const front = time.toString(16).padStart(12, "0")
  const tail = Buffer.from(random.buffer, random.byteOffset, 8).toString("hex")
  const variant = (8 | (random[0]! >> 6)).toString(16)
  return `${front.slice(0, 8)}-${front.slice(8)}-7${count.toString(16).padStart(3, "0")}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`
}

function draw(length: number): Uint8Array<ArrayBuffer> {
  if (used + length > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}
