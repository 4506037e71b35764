import type { LogContext } from "./context.ts"
import type { LogLevel } from "./levels.ts"
import type { AccessEntry, LogLine } from "./line.ts"

/**
 * A line as one JSON object. It is put together by hand, because it is written for every request: JSON.stringify of the
 * whole takes twice as long.
 */
export function jsonLine({ time, level, kind, id, route, user, fields }: LogLine): string {
  let text = `{"time":"${isoTime(time)}","level":"${level}","kind":"${kind}"`
  if (id !== undefined && fields["request"] === undefined) text += `,"request":${quoted(id)}`
  if (route !== undefined && fields["route"] === undefined) text += `,"route":${quoted(route)}`
  if (user !== undefined && fields["user"] === undefined) text += `,"user":${quoted(user)}`
  for (const name in fields) {
    const value = fields[name]
    if (value === undefined || typeof value === "function" || typeof value === "symbol") continue
    text += `,${keyOf(name)}:${typeof value === "string" ? quoted(value) : json(value)}`
  }
  return `${text}}\n`
}

/** The same for a request that was answered: the line of which there are most, and with known members. */
export function accessJsonLine(time: number, level: LogLevel, context: LogContext, access: AccessEntry): string {
  const { id, route, user } = context
  const { method, path, status, ms, address } = access
  const request = id === undefined ? "" : `,"request":${quoted(id)}`
  const place = route === undefined ? "" : `,"route":${quoted(route)}`
  const who = user === undefined ? "" : `,"user":${quoted(user)}`
  const from = address === undefined ? "" : `,"address":"${address}"`
  return `{"time":"${isoTime(time)}","level":"${level}","kind":"access"${request}${place}${who},"method":"${method}","path":${quoted(path)},"status":${status},"ms":${ms}${from}}\n`
}

const reserved: ReadonlySet<string> = new Set(["time", "level", "kind"])

// Names are the program's own, and few.
const keys = new Map<string, string>()

function keyOf(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = quoted(reserved.has(name) ? `_${name}` : name)
  if (keys.size < 1000) keys.set(name, key)
  return key
}

let lastTime = 0
let lastText = ""

/** Requests of one millisecond share its text. */
function isoTime(time: number): string {
  if (time !== lastTime) {
    lastTime = time
    lastText = new Date(time).toISOString()
  }
  return lastText
}

// Everything that JSON writes as it is; line separators are escaped too, for those who cut lines at them.
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e\u00a0-\u2027\u202a-\ud7ff]*$/

function quoted(text: string): string {
  if (plain.test(text)) return `"${text}"`
  return JSON.stringify(text).replace(/[\u2028\u2029\u007f-\u009f]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`
  })
}

function json(value: unknown): string {
  return typeof value === "number" ? (Number.isFinite(value) ? `${value}` : "null") : JSON.stringify(value)
}
