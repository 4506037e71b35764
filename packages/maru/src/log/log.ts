import type { ErrorReport } from "../app/error-answer.ts"
import type { ObservedStatement } from "../data/observer.ts"
import { callerSource, formatSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { coloursFor } from "./colour.ts"
import { type LogContext, currentContext } from "./context.ts"
import { accessJsonLine, jsonLine } from "./json-line.ts"
import { type LogKind, type LogLevel, type LogLevels, isWritten, usualLevels } from "./levels.ts"
import type { AccessEntry, LineFormat } from "./line.ts"
import { LineWriter } from "./line-writer.ts"
import { prettyFormat } from "./pretty-line.ts"
import { errorFields, shownFields } from "./redact.ts"
import { type LogFile, RotatingFile, descriptorTarget } from "./targets.ts"

/** How an application logs. */
export interface LogOptions {
  /** Default: the standard output. */
  readonly to?: "stdout" | "stderr" | LogFile
  /** Lines for people or JSON. Default: `pretty` on a terminal, else `json`. */
  readonly format?: "pretty" | "json"
  /** The least level that is written, by kind. Default: statements `warn` (slow or failed), errors all, others `info`. */
  readonly levels?: Partial<LogLevels>
  /** Further names of fields whose values are secrets, in any case. */
  readonly secrets?: readonly string[]
  /** Milliseconds from which a statement is slow. Default 100. */
  readonly slow?: number
}

/**
 * The log of an application: errors, statements, requests and events, one line each, with the id, the route and the user
 * of the request that they belong to. Secrets are left out by name, and hidden columns by type.
 *
 * @example
 * const log = new Log({ to: { file: "logs/board.log" } })
 * database.observe(log.statement)
 * const app = new App({ title: "Board", version: "1.0.0", report: log.report }, [...requestLog(log), …])
 * log.event("user signed up", { user: user.id })
 */
export class Log implements Disposable {
  readonly #writer: LineWriter
  readonly #format: LineFormat
  readonly #levels: LogLevels
  readonly #secrets: ReadonlySet<string>
  readonly #slow: number

  /** @throws StartError `option-invalid` where the file cannot be written */
  constructor(options: LogOptions = {}) {
    const { to = "stdout", levels, secrets = [], slow = 100 } = options
    const stream = to === "stderr" ? process.stderr : process.stdout
    const terminal = typeof to === "string" && stream.isTTY === true
    const format = options.format ?? (terminal ? "pretty" : "json")
    this.#format = format === "pretty" ? prettyFormat(coloursFor(typeof to === "string" ? stream : {})) : jsonLine
    this.#writer = new LineWriter(targetOf(to), terminal ? 0 : 10)
    this.#levels = { ...usualLevels, ...levels }
    this.#secrets = new Set(secrets.map((name) => name.toLowerCase()))
    this.#slow = slow
  }

  /** Something that happened: a sentence that is always the same, and what varies as fields. */
  event(message: string, fields: Readonly<Record<string, unknown>> = {}, level: LogLevel = "info"): void {
    this.#add("event", level, currentContext(), () => ({ message, ...shownFields(fields, this.#secrets) }))
  }

  /** Something that went wrong. */
  error(error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#add("error", "error", currentContext(), () => this.#errorFields(error, fields))
  }

  /** For `AppOptions.report`: failures that clients are told nothing of, with the id that they were given. */
  readonly report: (report: ErrorReport) => void = ({ kind, error, id, request }) => {
    const context = currentContext()
    if (id !== undefined) context?.adopt(id)
    const level = kind === "warning" ? "warn" : "error"
    const place = request ? { method: request.method, path: request.path } : {}
    this.#add("error", level, context, () => ({
      reported: kind,
      ...place,
      ...(id === undefined || id === context?.id ? {} : { answer: id }),
      ...this.#errorFields(error, {}),
    }))
  }

  /** For `database.observe`: a statement that was run, without the values of hidden columns. */
  readonly statement: (statement: ObservedStatement) => void = ({ text, parameters, rows, time, error, caller }) => {
    const level = error === undefined ? (time >= this.#slow ? "warn" : "debug") : "error"
    this.#add("sql", level, currentContext(), () => ({
      message: text,
      parameters: shownFields({ parameters }, this.#secrets)["parameters"],
      rows,
      ms: roundedMs(time),
      ...(error instanceof Error ? { error: error.message } : {}),
      ...(caller ? { caller: formatSource(caller) } : {}),
    }))
  }

  /** For `requestLog`: a request that was answered. */
  access(context: LogContext, entry: AccessEntry): void {
    const level = entry.status >= 500 ? "error" : "info"
    if (!isWritten(level, this.#levels.access)) return
    if (this.#format !== jsonLine) return this.#write("access", level, context, { ...entry })
    this.#writer.write(accessJsonLine(Date.now(), level, context, entry), false)
  }

  /** Writes at once what waits. */
  flush(): void {
    this.#writer.flush()
  }

  /** Writes what waits and closes the file. */
  [Symbol.dispose](): void {
    this.#writer.close()
  }

  #add(
    kind: LogKind,
    level: LogLevel,
    context: LogContext | undefined,
    fields: () => Readonly<Record<string, unknown>>,
  ): void {
    if (!isWritten(level, this.#levels[kind])) return
    try {
      this.#write(kind, level, context, fields())
    } catch (error) {
      this.#write("error", "error", context, { message: `A line cannot be logged: ${String(error)}` })
    }
  }

  #write(
    kind: LogKind,
    level: LogLevel,
    context: LogContext | undefined,
    fields: Readonly<Record<string, unknown>>,
  ): void {
    const { id, route, user } = context ?? nobody
    this.#writer.write(this.#format({ time: Date.now(), level, kind, id, route, user, fields }), level === "error")
  }

  #errorFields(error: unknown, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const own = error instanceof Error ? errorFields(error, this.#secrets) : { message: String(error) }
    return { ...shownFields(fields, this.#secrets), ...own }
  }
}

const nobody: LogContext = { id: undefined, route: undefined, user: undefined, adopt: () => undefined }

/** Milliseconds with two digits behind the point. */
export function roundedMs(time: number): number {
  return Math.round(time * 100) / 100
}

function targetOf(to: NonNullable<LogOptions["to"]>) {
  if (to === "stdout") return descriptorTarget(1)
  if (to === "stderr") return descriptorTarget(2)
  try {
    return new RotatingFile(to)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError("option-invalid", `The log cannot be written to ${to.file}: ${reason}`, [
      callerSource(Log as never),
    ])
  }
}
