import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { helloCase, helloPrograms } from "../../hello/programs.ts"
import type { Place, Program } from "../server.ts"

/** Programs whose starts are timed, all in the same way. */
export interface StartCase {
  readonly name: string
  readonly programs: readonly Program[]
  /** What is asked first. */
  readonly path: string
  /** Whether an answer is the right one. */
  readonly accepts: (body: string) => boolean
  /** Does what has to be there before a program starts; `leave` takes it away again. */
  readonly prepare: () => Prepared
}

export interface Prepared {
  readonly place: Place
  leave(): void
}

export const boardFolder: string = fileURLToPath(new URL("../../../apps/board/", import.meta.url))
const board: readonly Program[] = [
  { runtime: "bun", name: "maru", file: "server/main.ts" },
  { runtime: "node", name: "maru", file: "server/main.ts" },
]

/** The board's own way to be told where its database is, and any free port. */
function boardPlace(folder: string): Place {
  return { folder: boardFolder, env: { DATABASE_URL: `sqlite:${join(folder, "board.db")}`, PORT: "0" } }
}

function freshFolder(): Prepared {
  const folder = mkdtempSync(join(tmpdir(), "maru-bench-"))
  return { place: boardPlace(folder), leave: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A copy of the board that finds Maru as npm delivers it (runner/built-maru.ts). */
const installedFolder = fileURLToPath(new URL("../../hello/built/board/", import.meta.url))

/** The board beside a database that it has made itself at an earlier start. */
export function migratedBoard(folder: string): { readonly program: Program; readonly place: Place } {
  return { program: board[0]!, place: boardPlace(folder) }
}

const boardAsked = {
  programs: board,
  path: "/api/posts?limit=5",
  accepts: (body: string) => body.includes(`"total":0`),
}

/** @param migrated a folder whose database has all tables already */
export function startCases(migrated: string): readonly StartCase[] {
  return [
    {
      name: "hello",
      programs: helloPrograms,
      path: helloCase.timed.path,
      accepts: (body) => body === helloCase.timed.answer,
      prepare: () => ({ place: {}, leave: () => undefined }),
    },
    { name: "board", ...boardAsked, prepare: () => ({ place: boardPlace(migrated), leave: () => undefined }) },
    { name: "board-new", ...boardAsked, prepare: freshFolder },
    {
      name: "board-npm",
      ...boardAsked,
      prepare: () => ({ place: { ...boardPlace(migrated), folder: installedFolder }, leave: () => undefined }),
    },
  ]
}
