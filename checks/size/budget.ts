import type { LoadedFile } from "./loaded.ts"

/** Bytes of each room of the framework, such as `schema`; a door is a room of its own. */
export type Rooms = Readonly<Record<string, number>>

/** What `size.budget.json` holds. */
export interface Budget {
  readonly rooms: Rooms
}

export interface SizeReport {
  readonly lines: readonly string[]
  readonly fits: boolean
}

const house = "packages/maru/src/"

/** So much may be added without asking, in all: a repair must not need a new budget. */
const tolerance = 0.01

/** @param files with paths relative to the repository */
export function roomsOf(files: readonly LoadedFile[]): Rooms {
  const rooms: Record<string, number> = {}
  for (const { path, bytes } of files) {
    if (!path.startsWith(house)) continue
    const room = path.slice(house.length).split("/")[0]!
    rooms[room] = (rooms[room] ?? 0) + bytes
  }
  return Object.fromEntries(Object.entries(rooms).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What is loaded, what grew, and whether it fits. */
export function sizeReport(rooms: Rooms, budget: Budget): SizeReport {
  const [now, allowed] = [total(rooms), total(budget.rooms)]
  const fits = now > 0 && now <= allowed * (1 + tolerance)
  const head = `import "maru" and "maru/server": ${kilobytes(now)} of source without comments and types, the budget is ${kilobytes(allowed)}`
  if (fits) return { lines: [`${head}.`], fits }
  const names = [...new Set([...Object.keys(rooms), ...Object.keys(budget.rooms)])]
  const grown = names.flatMap((name) => {
    const [is, was] = [rooms[name] ?? 0, budget.rooms[name] ?? 0]
    return is > was ? [`  ${name}: ${kilobytes(was)} → ${kilobytes(is)}`] : []
  })
  return { lines: [`${head} and 1 %. What grew:`, ...grown, advice], fits }
}

const advice = `Load what hello does not need where it is needed (\`await import\`), or raise the budget: node checks/size.ts --write`

const total = (rooms: Rooms): number => Object.values(rooms).reduce((sum, bytes) => sum + bytes, 0)

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
