import { nodeUtil } from "../runtime/modules.ts"
import type { Colours } from "./colour.ts"
import type { LineFormat, LogLine } from "./line.ts"

/** Lines for people: the time of day, what it is about, and the rest in a reading order. */
export function prettyFormat(colours: Colours): LineFormat {
  const { bold, dim, red, green, yellow, cyan } = colours
  const mark = { debug: dim, info: cyan, warn: yellow, error: red }
  const statusMark = (status: number) => (status >= 500 ? red : status >= 400 ? yellow : green)

  const told = (line: LogLine): [said: string, rest: Readonly<Record<string, unknown>>] => {
    if (line.kind === "access") {
      const { method, path, status, ms, ...rest } = line.fields
      const answer = statusMark(Number(status))(String(status))
      return [`${bold(String(method))} ${shown(String(path))} ${answer} ${dim(`${String(ms)} ms`)}`, rest]
    }
    const { message, stack, ...rest } = line.fields
    const text = stack ?? message ?? ""
    return [withoutControls(typeof text === "string" ? text : nodeUtil().inspect(text)), rest]
  }

  return (line) => {
    const [said, rest] = told(line)
    const { id, user, route } = line
    const beside = Object.entries({ ...rest, ...(line.kind === "access" ? {} : { route }), user, id }).flatMap(
      ([name, value]) =>
        value === undefined
          ? []
          : [`${name}=${typeof value === "string" ? shown(value) : nodeUtil().inspect(value, options)}`],
    )
    const time = new Date(line.time).toTimeString().slice(0, 8)
    const tail = beside.length > 0 ? ` ${dim(beside.join(" "))}` : ""
    return `${dim(time)} ${mark[line.level](line.kind.padEnd(6))} ${said}${tail}\n`
  }
}

const options = { breakLength: Infinity, depth: 4 }

// oxlint-disable-next-line no-control-regex -- what controls a terminal must not come from a client
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

function withoutControls(text: string): string {
  return text.replace(controls, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)
}

function shown(text: string): string {
  return withoutControls(text).replaceAll("\n", "\\n")
}
