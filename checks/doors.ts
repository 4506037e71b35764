// `node checks/doors.ts`: the doors of the framework export what checks/doors.snapshot.json says, no more and no less.
// A change of the public face is thus always a change that someone sees. `--update` writes the snapshot anew.
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Doors, readDoors } from "./doors/exports.ts"
import { root } from "./program.ts"

/** One line per name that came, went or changed. */
export function compareDoors(before: Doors, now: Doors): string[] {
  const doors = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...doors].flatMap((door) => {
    if (!now[door]) return [`${door}: the door is gone`]
    if (!before[door]) return [`${door}: the door is new`]
    return compareNames(door, before[door], now[door])
  })
}

function compareNames(door: string, before: Doors[string], now: Doors[string]): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...names].toSorted().flatMap((name) => {
    if (before[name] === now[name]) return []
    if (now[name] === undefined) return [`${door}: - ${name} (${before[name]})`]
    if (before[name] === undefined) return [`${door}: + ${name} (${now[name]})`]
    return [`${door}: ${name}\n    was ${before[name]}\n    is  ${now[name]}`]
  })
}

/** Doors that export nothing, and names whose declaration cannot be found. */
export function brokenDoors(doors: Doors): string[] {
  return Object.entries(doors).flatMap(([door, names]) => {
    if (Object.keys(names).length === 0) return [`${door}: exports nothing`]
    const lost = Object.entries(names).filter(([, what]) => what === "missing")
    return lost.map(([name]) => `${door}: ${name} has no declaration`)
  })
}

if (import.meta.main) {
  const snapshot = join(root, "checks/doors.snapshot.json")
  const now = readDoors(join(root, "packages/maru"))
  const broken = brokenDoors(now)
  if (process.argv.includes("--update") && broken.length === 0)
    writeFileSync(snapshot, `${JSON.stringify(now, null, 2)}\n`)
  const before = existsSync(snapshot) ? (JSON.parse(readFileSync(snapshot, "utf8")) as Doors) : {}
  const faults = [...broken, ...compareDoors(before, now)]
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) console.error(`If this is meant, run "node checks/doors.ts --update" and commit the snapshot.`)
  const names = Object.values(now).reduce((sum, door) => sum + Object.keys(door).length, 0)
  console.log(`Doors: ${Object.keys(now).length} doors, ${names} names, ${faults.length} differences`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
