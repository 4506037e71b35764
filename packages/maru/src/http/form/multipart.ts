import { joinBytes } from "../body-bytes.ts"
import { Form, type FormLimits, formTooLarge, malformedForm } from "./form.ts"
import { MultipartReader } from "./multipart-reader.ts"
import { type PartHead, decodeField, fileType, parsePartHead, safeFileName } from "./part-head.ts"
import { FileIntake } from "./uploaded-file.ts"

/**
 * Reads a multipart/form-data body (RFC 7578). A part with a file name is a file, any other a text field;
 * a file without name and content is what browsers send where no file was chosen, and is left out.
 * Files that were taken in before an error are removed.
 * @param source the body; left by `return` on an error
 * @throws HttpError `invalid-form` (400), `invalid-encoding` (400), `content-too-large` (413)
 */
export async function readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: FormLimits,
): Promise<Form> {
  const form = new Form(limits)
  const pieces = counted(source, limits.total)
  try {
    await readParts(new MultipartReader(pieces, boundary), form, limits)
    return form
  } catch (error) {
    await form[Symbol.asyncDispose]()
    throw error
  } finally {
    // Nothing is left to wait for: the body has ended, or the rest of it does not matter.
    void pieces.return().catch(() => undefined)
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0
  for await (const piece of source) {
    size += piece.byteLength
    if (size > limit) throw formTooLarge(`is larger than ${limit} bytes`)
    yield piece
  }
}

async function readParts(reader: MultipartReader, form: Form, limits: FormLimits): Promise<void> {
  await reader.start()
  for (let bytes = await reader.head(); bytes; bytes = await reader.head()) {
    const head = parsePartHead(bytes)
    if (head.fileName === undefined) await readField(reader, head, form, limits.fieldSize)
    else await readFile(reader, head, form, limits)
  }
}

async function readField(reader: MultipartReader, head: PartHead, form: Form, limit: number): Promise<void> {
  form.countField()
  const pieces: Uint8Array[] = []
  let size = 0
  for (let piece = await reader.piece(); piece; piece = await reader.piece()) {
    size += piece.byteLength
    if (size > limit) throw formTooLarge(`has a field of more than ${limit} bytes`)
    pieces.push(piece)
  }
  form.addField(head.name, decodeField(joinBytes(pieces, size), head.contentType))
}

async function readFile(reader: MultipartReader, head: PartHead, form: Form, limits: FormLimits): Promise<void> {
  const intake = new FileIntake(limits.memory)
  try {
    for (let piece = await reader.piece(); piece; piece = await reader.piece()) {
      if (intake.size === 0) form.countFile()
      if (intake.size + piece.byteLength > limits.fileSize) {
        throw formTooLarge(`has a file of more than ${limits.fileSize} bytes`)
      }
      await intake.write(piece)
    }
  } catch (error) {
    await intake.discard()
    throw error
  }
  if (intake.size === 0) {
    if (head.fileName === "") return
    form.countFile()
  }
  const label = { name: safeFileName(head.fileName!), type: fileType(head.contentType) }
  form.addFile(head.name, await intake.finish(label))
}

const boundaryCharacters = /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/

/** Checks the boundary of a Content-Type (RFC 2046, section 5.1.1). @throws HttpError `invalid-form` (400) */
export function checkBoundary(boundary: string | undefined): string {
  if (boundary === undefined || !boundaryCharacters.test(boundary)) {
    throw malformedForm("its Content-Type has no valid boundary")
  }
  return boundary
}
