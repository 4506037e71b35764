import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import { openapiDocument } from "../../openapi/document.ts"
import { findAppFile, loadApp } from "../app-file.ts"
import type { Parsed } from "../command.ts"

/** `maru openapi`: the document of an application. */
export async function run({ positionals, options }: Parsed): Promise<number> {
  const document = openapiDocument(await loadApp(findAppFile(positionals[0])))
  const text = `${JSON.stringify(document, null, 2)}\n`
  const out = options["out"] as string | undefined
  if (out === undefined) {
    process.stdout.write(text)
    return 0
  }
  await writeFile(resolve(out), text)
  const count = Object.values(document.paths).flatMap((item) => Object.keys(item)).length
  process.stdout.write(`Wrote ${out}: ${count} operations.\n`)
  return 0
}
