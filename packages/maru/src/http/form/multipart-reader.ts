import { formTooLarge, malformedForm } from "./form.ts"

const maxHeadSize = 8 * 1024
const headEnd = Buffer.from("\r\n\r\n")
const lineBreak = Buffer.from("\r\n")
const dashes = Buffer.from("--")

/**
 * Cuts a multipart body (RFC 2046, section 5.1) into heads and pieces of content as they arrive, holding
 * no more than a head and one piece. Strict where leniency would let two programs see different
 * parts: lines end with CRLF, nothing stands before the first boundary or after the last one.
 */
export class MultipartReader {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #delimiter: Buffer
  // The line break before the first boundary may be missing, so it is put there.
  #data: Buffer = lineBreak
  #inContent = true

  constructor(source: AsyncIterator<Uint8Array>, boundary: string) {
    this.#source = source
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
  }

  /** Goes to the first part. @throws HttpError `invalid-form` (400) */
  async start(): Promise<void> {
    for (let piece = await this.piece(); piece; piece = await this.piece()) {
      if (!piece.equals(lineBreak)) throw malformedForm("it does not start with its boundary")
    }
  }

  /**
   * The next part's head, undefined after the last part. The content of the part before has to be read.
   * @throws HttpError `invalid-form` (400), `content-too-large` (413) for a head of more than 8 KiB
   */
  async head(): Promise<Buffer | undefined> {
    await this.#fillTo(2)
    if (this.#startsWith(dashes)) return this.#finish()
    if (!this.#startsWith(lineBreak)) throw malformedForm("a boundary is not followed by a line break")
    let searched = 0
    for (;;) {
      const end = this.#data.indexOf(headEnd, searched)
      if (end > maxHeadSize || (end < 0 && this.#data.length > maxHeadSize)) {
        throw formTooLarge(`has a part with a head of more than ${maxHeadSize} bytes`)
      }
      if (end >= 0) {
        const head = this.#data.subarray(2, Math.max(2, end))
        this.#data = this.#data.subarray(end + headEnd.length)
        this.#inContent = true
        return head
      }
      searched = Math.max(0, this.#data.length - headEnd.length + 1)
      await this.#fill()
    }
  }

  /** The next piece of the current part's content, undefined at its end. @throws HttpError `invalid-form` (400) */
  async piece(): Promise<Buffer | undefined> {
    while (this.#inContent) {
      const end = this.#data.indexOf(this.#delimiter)
      if (end >= 0) {
        this.#inContent = false
        const piece = this.#data.subarray(0, end)
        this.#data = this.#data.subarray(end + this.#delimiter.length)
        return piece.length > 0 ? piece : undefined
      }
      // The last bytes may be the start of a delimiter.
      const sure = this.#data.length - this.#delimiter.length + 1
      if (sure > 0) {
        const piece = this.#data.subarray(0, sure)
        this.#data = this.#data.subarray(sure)
        return piece
      }
      await this.#fill()
    }
    return undefined
  }

  async #finish(): Promise<undefined> {
    this.#data = this.#data.subarray(dashes.length)
    do {
      if (this.#data.length > 0 && !lineBreak.subarray(0, this.#data.length).equals(this.#data)) {
        throw malformedForm("something follows its last boundary")
      }
    } while (await this.#fillIfMore())
    return undefined
  }

  #startsWith(bytes: Buffer): boolean {
    return this.#data.subarray(0, bytes.length).equals(bytes)
  }

  async #fillTo(length: number): Promise<void> {
    while (this.#data.length < length) await this.#fill()
  }

  async #fill(): Promise<void> {
    if (!(await this.#fillIfMore())) throw malformedForm("it ends before its last boundary")
  }

  async #fillIfMore(): Promise<boolean> {
    const { done, value } = await this.#source.next()
    if (done) return false
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    this.#data = this.#data.length === 0 ? bytes : Buffer.concat([this.#data, bytes])
    return true
  }
}
