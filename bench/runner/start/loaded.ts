import { fileURLToPath } from "node:url"
import { loadedFiles } from "../../../checks/size/loaded.ts"
import { type Row, rowOf } from "../rows.ts"
import type { Program } from "../server.ts"

const folder = fileURLToPath(new URL("../../", import.meta.url))

/** How much source each program loads until its first answer, in kB. Only Node tells what it loads. */
export async function loadedSources(programs: readonly Program[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const { runtime, name, file } of programs) {
    if (runtime !== "node") continue
    const files = await loadedFiles(folder + file)
    const kilobytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
    const series = { suite: "start", case: "source", runtime, program: name, unit: "kB", values: [kilobytes] }
    rows.push(rowOf(series, undefined))
  }
  return rows
}
