import { httpError } from "../http-error.ts"
import { withValue } from "../query.ts"
import type { UploadedFile } from "./uploaded-file.ts"

/** What a form may have. Each limit that is passed answers 413. */
export interface FormLimits {
  /** Bytes of the whole body. */
  readonly total: number
  /** Number of text fields. Default 1000. */
  readonly fields: number
  /** Bytes of one text field. Default 1 MiB. */
  readonly fieldSize: number
  /** Number of files. Default 100. */
  readonly files: number
  /** Bytes of one file. Default: no limit but the total. */
  readonly fileSize: number
  /** Bytes up to which a file stays in memory; a larger one goes to a temporary file. Default 64 KiB. */
  readonly memory: number
}

const defaults: Omit<FormLimits, "total"> = Object.freeze({
  fields: 1000,
  fieldSize: 1024 * 1024,
  files: 100,
  fileSize: Number.POSITIVE_INFINITY,
  memory: 64 * 1024,
})

/** Fills in the defaults, once at start. @param total bytes of the whole body */
export function formLimits(total: number, limits: Partial<FormLimits> = {}): FormLimits {
  return Object.freeze({ ...defaults, ...limits, total })
}

/** The error of a limit that was passed. @param what such as "has more than 10 files" */
export function formTooLarge(what: string): Error {
  return httpError("content-too-large", `The form ${what}.`)
}

/** The error of a form that cannot be read. @param reason what is wrong with it, as the end of a sentence */
export function malformedForm(reason: string): Error {
  return httpError("invalid-form", `The form is malformed: ${reason}.`)
}

/** A form that has been read. It owns its uploaded files: disposing it removes what nobody has saved. */
export class Form implements AsyncDisposable {
  /** Text by field name; a list where the name is repeated. */
  readonly fields: Map<string, string | string[]> = new Map()
  readonly files: Map<string, UploadedFile[]> = new Map()
  readonly #limits: FormLimits
  #fieldCount = 0
  #fileCount = 0

  constructor(limits: FormLimits) {
    this.#limits = limits
  }

  /** @throws HttpError `content-too-large` (413) for one field too many */
  countField(): void {
    if (++this.#fieldCount > this.#limits.fields) throw formTooLarge(`has more than ${this.#limits.fields} fields`)
  }

  /** @throws HttpError `content-too-large` (413) for one file too many */
  countFile(): void {
    if (++this.#fileCount > this.#limits.files) throw formTooLarge(`has more than ${this.#limits.files} files`)
  }

  addField(name: string, value: string): void {
    this.fields.set(name, withValue(this.fields.get(name), value))
  }

  addFile(name: string, file: UploadedFile): void {
    const files = this.files.get(name)
    if (files) files.push(file)
    else this.files.set(name, [file])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const files = [...this.files.values()].flat()
    await Promise.all(files.map((file) => file[Symbol.asyncDispose]()))
  }
}
