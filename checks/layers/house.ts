import { circles } from "./circles.ts"
import type { Import, Source } from "./imports.ts"
import type { Violation } from "./violation.ts"

/** Where the framework's rooms are. */
export const house = "packages/maru/src/"

const base = ["errors", "runtime", "http", "schema", "provider", "routing", "redis", "data"]
const side = [
  "openapi",
  "security",
  "session",
  "middleware",
  "tasks",
  "realtime",
  "ai",
  "log",
  "settings",
  "trace",
  "events",
]
const core = [...base, "endpoint", "app"]

/** The rooms that each room may import, itself left out. Side rooms never import one another. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  errors: [],
  schema: ["errors"],
  http: ["errors", "runtime", "schema"],
  provider: ["errors", "schema"],
  routing: ["errors", "schema"],
  redis: ["errors"],
  data: ["errors", "runtime", "schema"],
  endpoint: base,
  app: [...base, "endpoint"],
  ...Object.fromEntries(side.map((room) => [room, core])),
  server: [...core, ...side],
  testing: [...core, ...side, "server"],
  cli: [...core, ...side, "server", "testing"],
}

/** Modules that only one runtime has, or that only a server has a use for. */
const runtimeModule = /^(bun|bun:.*|cloudflare:.*|node:(http|https|http2|cluster))$/

/** Modules that are dear to load on Bun, and the rooms that may import them as usual, since no application's start waits for them. */
const lateModule = /^node:(crypto|fs|fs\/promises|net|stream|util|zlib)$/
const patientRooms: ReadonlySet<string> = new Set(["server", "cli"])

/** What is wrong with the framework's own imports. */
export function checkHouse(sources: readonly Source[]): Violation[] {
  const faults = sources.flatMap((source) =>
    roomOf(source.file) === undefined ? checkDoor(source) : checkFile(source),
  )
  const rounds = circles(sources).map((way) => ({
    file: way[0]!,
    line: lineOf(sources, way[0]!, way[1]!),
    rule: "circle",
    message: way.map((file) => file.slice(house.length)).join(" → "),
  }))
  return [...faults, ...rounds]
}

/** A door is a file of src itself; it re-exports and does nothing else. */
function checkDoor(source: Source): Violation[] {
  return source.ownStatements.map((line) => ({
    file: source.file,
    line,
    rule: "door",
    message: "a door only re-exports",
  }))
}

function checkFile(source: Source): Violation[] {
  const room = roomOf(source.file)!
  const faults: Violation[] = []
  const add = (line: number, rule: string, message: string): unknown =>
    faults.push({ file: source.file, line, rule, message })
  if (!(room in mayImport)) add(1, "room", `${room}/ is no room of the house`)
  for (const entry of source.imports) {
    if (room !== "server" && runtimeModule.test(entry.specifier)) {
      add(entry.line, "runtime", `"${entry.specifier}" belongs to one runtime: only server/ may know it`)
    }
    if (!entry.typeOnly && !patientRooms.has(room) && lateModule.test(entry.specifier)) {
      add(entry.line, "late", `"${entry.specifier}" is loaded when it is first used: take it from runtime/modules.ts`)
    }
    const wrong = room in mayImport ? wrongImport(room, entry) : undefined
    if (wrong) add(entry.line, ...wrong)
  }
  if (room !== "server") {
    for (const { line, name } of source.globals)
      add(line, "runtime", `${name} belongs to one runtime: only server/ may know it`)
  }
  return faults
}

function wrongImport(room: string, entry: Import): [rule: string, message: string] | undefined {
  if (/^maru(\/|$)/.test(entry.specifier))
    return ["door", `"${entry.specifier}" is a door: inside, import the file itself`]
  if (entry.target === undefined) return undefined
  if (!entry.target.startsWith(house)) return ["outside", `"${entry.specifier}" lies outside src`]
  const other = roomOf(entry.target)
  if (other === undefined) return ["door", `"${entry.specifier}" is a door: inside, import the file itself`]
  if (other === room || mayImport[room]!.includes(other)) return undefined
  const allowed = mayImport[room]!.length === 0 ? "no other room" : mayImport[room]!.join(", ")
  return ["upward", `${room} may not import ${other} (it may import ${allowed})`]
}

/** Name of the room, undefined for a door. */
function roomOf(file: string): string | undefined {
  const parts = file.slice(house.length).split("/")
  return parts.length > 1 ? parts[0] : undefined
}

/** Line in one file that imports the other. */
export function lineOf(sources: readonly Source[], from: string, to: string): number {
  const imports = sources.find((source) => source.file === from)?.imports
  return imports?.find((entry) => entry.target === to)?.line ?? 1
}
