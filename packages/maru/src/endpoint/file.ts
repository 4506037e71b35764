// `file` is one word for a file on its way in and on its way out, as the field uses it: in a signature it is the
// provider of an uploaded file, among the outcomes it is an answer. What it returns is therefore both at once: a
// function, as outcomes are, with the members of a leaf. Where it stands decides which side is looked at.
import { callerSource } from "../errors/source.ts"
import type { UploadedFile } from "../http/form/uploaded-file.ts"
import { type Leaf, type Provider, providerMark } from "../provider/provider.ts"
import { type FileOutcomeOptions, type FileSource, fileOutcome } from "./outcomes/file-outcome.ts"
import type { Outcome } from "./outcomes/outcome.ts"
import type { FileDetail } from "./signature.ts"

/** What `file` can be told in a signature. */
export interface UploadOptions extends FileDetail {
  /** Name of the form's field; by default the key that it is asked for by. */
  readonly name?: string
}

type FileFunction = {
  /** Several files of one field; perhaps none. */
  (options: UploadOptions & { readonly many: true }): Provider<readonly UploadedFile[]>
  /** A file that may be absent. */
  (options: UploadOptions & { readonly optional: true }): Provider<UploadedFile | undefined>
  /** One file that must be there; or, as an outcome, a file on disk. */
  (options?: UploadOptions & FileOutcomeOptions): Provider<UploadedFile> & Outcome<200, FileSource>
}

/**
 * A file. In a signature, one that a client uploads in a form: it lives until the answer is made, so save what is
 * to stay. As an outcome, one on disk: the value is its path, never one that a client sent; Range, ETag and
 * Last-Modified are answered with 206, 304, 412 and 416.
 *
 * @param options in: `maxSize` in bytes and `types` such as "image/*", whose faults are a 422; `many`, `optional`.
 *   Out: `download`, `contentType`, `cacheControl`
 * @example
 * post("/avatar", { avatar: file({ maxSize: 100_000, types: ["image/png"] }) }, returns(204), …)
 * get("/report", {}, file({ download: "report.pdf" }), () => "./data/report.pdf")
 */
export const file: FileFunction = ((options: UploadOptions & FileOutcomeOptions = {}) => {
  const source = callerSource(file as never)
  const { many, optional, maxSize, types, name } = options
  const leaf: Leaf = {
    kind: "leaf",
    place: "file",
    name,
    subject: undefined,
    detail: { many, optional, maxSize, types } as FileDetail,
    source,
  }
  // Defined and not assigned: a function has a name of its own, which would be taken for the field's.
  const members = Object.entries(leaf).map(([key, value]) => [key, { value, enumerable: true }] as const)
  return fileOutcome(options, source, { ...Object.fromEntries(members), [providerMark]: { value: true } })
}) as never
