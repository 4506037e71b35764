import { callerSource } from "../errors/source.ts"
import { type FileOutcomeOptions, type FileSource, fileOutcome } from "./file-outcome.ts"
import type { Outcome } from "./outcome.ts"

/**
 * A file on disk as an answer: with Range, ETag and Last-Modified, so 206, 304, 412 and 416 come by themselves. The
 * value is the file's path, never one that a client sent.
 *
 * @example
 * const report = file({ download: "report.pdf" })
 * get("/report", {}, report, () => "./data/report.pdf")
 */
export function file(options: FileOutcomeOptions = {}): Outcome<200, FileSource> {
  return fileOutcome(options, callerSource(file as never)) as never
}
