/** What a line is about: something went wrong, a statement, a request, or something that happened. */
export type LogKind = "error" | "sql" | "access" | "event"

/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error"

/** The least level that is written, by kind. */
export type LogLevels = Readonly<Record<LogKind, LogLevel | "off">>

const order: Readonly<Record<LogLevel | "off", number>> = { debug: 0, info: 1, warn: 2, error: 3, off: 4 }

/** Statements are written when they fail or are slow; everything else as it comes. */
export const usualLevels: LogLevels = { error: "debug", sql: "warn", access: "info", event: "info" }

/** Whether a line of this level is written where the least is another. */
export function isWritten(level: LogLevel, least: LogLevel | "off"): boolean {
  return order[level] >= order[least]
}
