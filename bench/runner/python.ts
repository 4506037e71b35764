import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { type Program, runtimes } from "./server.ts"

const packages = ["fastapi", "uvicorn", "sqlalchemy"]

/** Versions of Python and of the packages that its programs need; undefined where they are not installed. */
export function pythonVersions(): Readonly<Record<string, string>> | undefined {
  if (!existsSync(runtimes.python)) return undefined
  const lines = [
    "import json, platform",
    ...packages.map((name) => `import ${name}`),
    `print(json.dumps({"python": platform.python_version(), ${packages.map((name) => `"${name}": ${name}.__version__`).join(", ")}}))`,
  ]
  const { status, stdout } = spawnSync(runtimes.python, ["-c", lines.join("\n")], { encoding: "utf8" })
  return status === 0 ? (JSON.parse(stdout) as Record<string, string>) : undefined
}

/** Leaves out the programs of Python, and says so, where it or its packages are not installed. */
export function installed(programs: readonly Program[]): readonly Program[] {
  const python = programs.filter(({ runtime }) => runtime === "python")
  if (python.length === 0 || pythonVersions()) return programs
  const names = python.map(({ name }) => name).join(", ")
  console.log(
    `Left out: ${names}. \`apt-get install -y python3-fastapi python3-uvicorn python3-sqlalchemy\` brings it.`,
  )
  return programs.filter(({ runtime }) => runtime !== "python")
}
