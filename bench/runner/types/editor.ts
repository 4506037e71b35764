import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { type TypesProgram, hasBody } from "../../types/generator.ts"
import { LanguageServer } from "./language-server.ts"
import { projectOf } from "./projects.ts"

/** Edits behind the first, which waits for the whole project to be read. */
const edits = 10

interface Position {
  readonly line: number
  readonly character: number
}

/** What a list of completions may look like. */
type Completions =
  | readonly { readonly label: string }[]
  | { readonly items: readonly { readonly label: string }[] }
  | null

/**
 * Milliseconds from an edit to the list of what may stand there, the median of some edits. In the handlers of endpoints
 * all over the file, the name behind the body's dot is taken away and asked for.
 *
 * @throws Error when the list does not hold the body's fields, which are known to the schema alone
 */
export async function completionTime(program: TypesProgram, endpoints: number): Promise<number> {
  const file = `${projectOf(program)}/app.ts`
  const uri = pathToFileURL(file).href
  const text = readFileSync(file, "utf8")
  const server = new LanguageServer()
  try {
    const rootUri = pathToFileURL(projectOf(program)).href
    await server.request("initialize", { processId: process.pid, rootUri, capabilities: {} })
    server.notify("initialized", {})
    server.notify("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version: 1, text } })
    const times: number[] = []
    for (let edit = 0; edit <= edits; edit++) {
      const time = await complete(server, uri, text, placeOf(text, edit, endpoints), 2 * edit + 2)
      if (edit > 0) times.push(time)
    }
    return times.toSorted((a, b) => a - b)[edits / 2]!
  } finally {
    await server.close()
  }
}

/** Where `title` stands behind the body's dot, in one of the endpoints that have a body. */
function placeOf(text: string, edit: number, endpoints: number): number {
  let index = Math.floor((edit * (endpoints - 1)) / (edits + 1))
  if (!hasBody(index)) index++
  const place = text.indexOf(`.title, views${index}:`)
  if (place < 0) throw new Error(`The endpoint ${index} does not read its body.`)
  return place + 1
}

async function complete(
  server: LanguageServer,
  uri: string,
  text: string,
  place: number,
  version: number,
): Promise<number> {
  const start = positionOf(text, place)
  const end = { line: start.line, character: start.character + "title".length }
  const begin = performance.now()
  change(server, uri, version, { start, end }, "")
  const list = await server.request<Completions>("textDocument/completion", { textDocument: { uri }, position: start })
  const time = performance.now() - begin
  change(server, uri, version + 1, { start, end: start }, "title")
  const labels = (list === null ? [] : "items" in list ? list.items : list).map(({ label }) => label)
  const missing = ["title", "views", "open"].find((name) => !labels.includes(name))
  if (missing !== undefined)
    throw new Error(`The editor does not offer "${missing}", but ${labels.slice(0, 5).join(", ")}.`)
  return time
}

function change(
  server: LanguageServer,
  uri: string,
  version: number,
  range: { readonly start: Position; readonly end: Position },
  text: string,
): void {
  server.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ range, text }] })
}

function positionOf(text: string, place: number): Position {
  const lines = text.slice(0, place).split("\n")
  return { line: lines.length - 1, character: lines.at(-1)!.length }
}
