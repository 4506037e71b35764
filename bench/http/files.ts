// The file of the cases `static` and `not-modified`, the same bytes for every program.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The folder that the programs serve below `/files`; it ends with a slash. */
export const filesFolder = fileURLToPath(new URL("public/files/", import.meta.url))

/** The only file in it. */
export const dataFile = `${filesFolder}data.bin`

/** What the file holds: 100,000 bytes that look random and are the same on every machine. */
export const dataBytes: Buffer = makeBytes(100_000)

/** Writes the file unless it is there already, so that its time of change stays. */
export function writeDataFile(): void {
  if (existsSync(dataFile) && readFileSync(dataFile).equals(dataBytes)) return
  mkdirSync(filesFolder, { recursive: true })
  writeFileSync(dataFile, dataBytes)
}

/** The upper bits of a linear congruential generator, one byte of each step. */
function makeBytes(count: number): Buffer {
  const bytes = Buffer.allocUnsafe(count)
  let state = 1
  for (let place = 0; place < count; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[place] = state >>> 24
  }
  return bytes
}
