import type { FileHandle } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nodeFiles } from "../../runtime/modules.ts"
import { joinBytes } from "../body-bytes.ts"
import { readFilePart } from "../files/file-part.ts"
import { decodeUtf8 } from "../utf8.ts"

/** What a client says of a file. Do not rely on either. */
export interface FileLabel {
  /** File name without folders; "file" where the client's was unusable. Never a path to save under by itself. */
  readonly name: string
  /** Media type. */
  readonly type: string
}

/** A file of a form. It lives until the request has been answered: save what is to stay. */
export class UploadedFile implements FileLabel, AsyncDisposable {
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
  #content: Uint8Array<ArrayBuffer> | string | undefined

  /** @param content bytes, or the path of a temporary file that this object removes */
  constructor(label: FileLabel, size: number, content: Uint8Array<ArrayBuffer> | string) {
    this.name = label.name
    this.type = label.type
    this.size = size
    this.#content = content
  }

  /** The whole file in memory. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const content = this.#living()
    return typeof content === "string" ? new Uint8Array(await nodeFiles().readFile(content)) : content
  }

  /** The whole file as text. @throws HttpError `invalid-encoding` (400) where it is not UTF-8 */
  async text(): Promise<string> {
    return decodeUtf8(await this.bytes(), "file")
  }

  /** The file piece by piece. */
  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> {
    const content = this.#living()
    return typeof content === "string" ? readFilePart({ file: content, start: 0, end: this.size }) : only(content)
  }

  /** Writes a copy that stays. An existing file is replaced. @param path chosen by the program, not by the client */
  async saveTo(path: string): Promise<void> {
    await nodeFiles().writeFile(path, this.stream())
  }

  /** Removes the temporary file, if there is one. */
  async [Symbol.asyncDispose](): Promise<void> {
    const content = this.#content
    this.#content = undefined
    if (typeof content === "string") await nodeFiles().rm(content, { force: true })
  }

  #living(): Uint8Array<ArrayBuffer> | string {
    if (this.#content === undefined) {
      throw new Error(
        `The uploaded file "${this.name}" was removed when its request ended. Save it before, with saveTo.`,
      )
    }
    return this.#content
  }
}

async function* only(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  yield bytes
}

/** Takes a file in: in memory at first, in a temporary file from a size on. */
export class FileIntake {
  readonly #memory: number
  #pieces: Uint8Array[] = []
  #size = 0
  #handle: FileHandle | undefined
  #path = ""

  /** @param memory bytes that may stay in memory */
  constructor(memory: number) {
    this.#memory = memory
  }

  get size(): number {
    return this.#size
  }

  async write(piece: Uint8Array): Promise<void> {
    this.#size += piece.byteLength
    if (this.#handle) return writeWhole(this.#handle, piece)
    this.#pieces.push(piece)
    if (this.#size <= this.#memory) return
    this.#path = join(tmpdir(), `maru-upload-${crypto.randomUUID()}`)
    this.#handle = await nodeFiles().open(this.#path, "wx", 0o600)
    const pieces = this.#pieces
    this.#pieces = []
    for (const each of pieces) await writeWhole(this.#handle, each)
  }

  async finish(label: FileLabel): Promise<UploadedFile> {
    if (!this.#handle) return new UploadedFile(label, this.#size, joinBytes(this.#pieces, this.#size))
    await this.#handle.close()
    return new UploadedFile(label, this.#size, this.#path)
  }

  /** Gives up what has been taken in. */
  async discard(): Promise<void> {
    if (!this.#handle) return
    await this.#handle.close()
    await nodeFiles().rm(this.#path, { force: true })
  }
}

async function writeWhole(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.byteLength;) at += (await handle.write(piece, at)).bytesWritten
}
