import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { TypesProgram } from "../../types/generator.ts"
import { compile } from "./compiler.ts"

const generated = fileURLToPath(new URL("../../types/generated/", import.meta.url))
const framework = fileURLToPath(new URL("../../../packages/maru/tsconfig.build.json", import.meta.url))

/** Where a program's project is. */
export const projectOf = (program: TypesProgram): string => generated + program.name

/** Users of the other frameworks get declarations too, so Maru's own sources are not checked here. @throws Error when they cannot be built */
export async function buildDeclarations(): Promise<void> {
  const out = `${generated}maru-declarations`
  rmSync(out, { recursive: true, force: true })
  const { output } = await compile(["-p", framework, "--emitDeclarationOnly", "--outDir", out])
  if (!existsSync(`${out}/index.d.ts`)) throw new Error(`The declarations of maru could not be built:\n${output}`)
}

/** Writes a program and makes sure that it compiles and that wrong code in its place does not. @throws Error otherwise */
export async function prepare(program: TypesProgram, endpoints: number): Promise<void> {
  const folder = projectOf(program)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, `{ "type": "module" }\n`)
  writeFileSync(`${folder}/app.ts`, program.source(endpoints))
  writeFileSync(`${folder}/wrong.ts`, program.wrong())
  writeFileSync(`${folder}/tsconfig.json`, configuration("app.ts", program.paths))
  writeFileSync(`${folder}/tsconfig.wrong.json`, configuration("wrong.ts", program.paths))
  const right = await compile(["-p", folder])
  if (right.code !== 0) throw new Error(`${program.name} does not compile:\n${right.output.slice(0, 4000)}`)
  const wrong = await compile(["-p", `${folder}/tsconfig.wrong.json`])
  const expected = /wrong\.ts.*TS2339: Property 'toUpperCase' does not exist on type 'number'/
  if (!expected.test(wrong.output)) throw new Error(`${program.name} does not infer its types:\n${wrong.output}`)
}

function configuration(file: string, paths: TypesProgram["paths"]): string {
  const compilerOptions = {
    target: "esnext",
    lib: ["esnext"],
    module: "nodenext",
    moduleDetection: "force",
    types: ["node"],
    noEmit: true,
    strict: true,
    allowImportingTsExtensions: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    ...(paths === undefined ? {} : { paths }),
  }
  return `${JSON.stringify({ compilerOptions, files: [file] }, null, 2)}\n`
}
