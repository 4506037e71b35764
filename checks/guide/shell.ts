// As much of a shell and of curl as the guide's transcripts use, answered by an application in memory.
import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { CookieJar } from "maru/testing"
import { statusPhrase } from "../../packages/maru/src/http/status.ts"

/** A command of a transcript. */
export interface Command {
  /** As it stands on the page. */
  readonly line: string
  /** Words of each part between pipes. */
  readonly parts: readonly (readonly string[])[]
}

/** Takes a line apart as a shell does: spaces, both kinds of quotes, pipes, a backslash before a line's end. */
export function parseCommand(line: string): Command {
  const parts: string[][] = [[]]
  const tokens = line.replaceAll("\\\n", " ").matchAll(/\||(?:'[^']*'|"[^"]*"|[^\s'"|])+/g)
  for (const [token] of tokens) {
    if (token === "|") parts.push([])
    else parts.at(-1)!.push(token.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double))
  }
  return { line, parts }
}

/** What answers: an application, or something with its door. */
export interface Answering {
  fetch(request: Request): Response | Promise<Response>
}

/** One terminal: an application, the files beside it, and the cookies that curl keeps. */
export class Terminal {
  readonly #app: Answering
  readonly #folder: string
  readonly #jars = new Map<string, CookieJar>()

  /** @param folder where files that commands name are */
  constructor(app: Answering, folder: string) {
    this.#app = app
    this.#folder = folder
  }

  /** What a curl command prints. @throws Error for an option that is not known here */
  async run({ parts }: Command): Promise<string> {
    const [[program, ...words] = [], ...pipes] = parts
    if (program !== "curl") throw new Error(`"${program}" is no command of this terminal`)
    const output = await this.#curl(words)
    return pipes.reduce((text, filter) => filtered(text, filter), output)
  }

  async #curl(words: readonly string[]): Promise<string> {
    const call = readCall(words, this.#folder)
    const url = new URL(/^https?:/.test(call.url) ? call.url : `http://${call.url}`)
    const sent = call.cookies.map((value) => (value.includes("=") ? value : this.#jar(value).header(url.pathname)))
    for (const cookie of sent) if (cookie) call.headers.append("cookie", cookie)
    const { method, headers, body } = call
    const response = await this.#app.fetch(
      new Request(url.href, { method, headers, ...(body === null ? {} : { body }) }),
    )
    if (call.jar !== undefined) this.#jar(call.jar).take(response, url.pathname)
    const text = await response.text()
    return call.include ? `${head(response)}\n${text}` : text
  }

  #jar(name: string): CookieJar {
    const known = this.#jars.get(name) ?? new CookieJar()
    this.#jars.set(name, known)
    return known
  }
}

/** `jq`, `jq .errors` and `jq -c '.errors[]'`: members of a JSON text, each on one line with `-c`. */
function filtered(text: string, [program, ...words]: readonly string[]): string {
  const compact = words[0] === "-c"
  const [path = ".", ...rest] = compact ? words.slice(1) : words
  if (program !== "jq" || rest.length > 0 || !/^(?:\.|(?:\.\w+(?:\[\])?)+)$/.test(path)) {
    throw new Error(`"${[program, ...words].join(" ")}" is no filter that is known here`)
  }
  let values: unknown[] = [JSON.parse(text)]
  for (const [, name, each] of path.matchAll(/\.(\w+)(\[\])?/g)) {
    values = values.map((value) => (value as Record<string, unknown>)[name!])
    if (each) values = values.flat()
  }
  return values.map((value) => JSON.stringify(value, null, compact ? 0 : 2)).join("\n")
}

interface Call {
  url: string
  method: string
  include: boolean
  body: string | FormData | null
  jar: string | undefined
  readonly headers: Headers
  readonly cookies: string[]
}

function readCall(words: readonly string[], folder: string): Call {
  const call: Call = {
    url: "",
    method: "GET",
    include: false,
    body: null,
    jar: undefined,
    headers: new Headers({ "user-agent": "curl/8.10.1", accept: "*/*" }),
    cookies: [],
  }
  const rest = [...words]
  const next = (option: string): string => {
    const value = rest.shift()
    if (value === undefined) throw new Error(`curl ${option} needs a value`)
    return value
  }
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith("-")) takeOption(call, word, () => next(word!), folder)
    else call.url = word
  }
  return call
}

function takeOption(call: Call, option: string, next: () => string, folder: string): void {
  switch (option) {
    case "-s":
    case "-N":
      return
    case "-i":
      call.include = true
      return
    case "-I":
      call.include = true
      call.method = "HEAD"
      return
    case "-X":
      call.method = next()
      return
    case "-H": {
      const [name = "", ...value] = next().split(":")
      return call.headers.set(name, value.join(":").trim())
    }
    case "-u":
      return call.headers.append("authorization", `Basic ${Buffer.from(next()).toString("base64")}`)
    case "-b":
      return void call.cookies.push(next())
    case "-c":
      call.jar = next()
      return
    case "--json":
      return withBody(call, next(), "application/json")
    case "-d":
      return withBody(call, next(), "application/x-www-form-urlencoded")
    case "-F":
      return addPart(call, next(), folder)
    default:
      throw new Error(`curl ${option} is not known here`)
  }
}

function withBody(call: Call, body: string, type: string): void {
  if (call.method === "GET") call.method = "POST"
  call.body = typeof call.body === "string" ? `${call.body}&${body}` : body
  if (!call.headers.has("content-type")) call.headers.set("content-type", type)
}

function addPart(call: Call, part: string, folder: string): void {
  if (call.method === "GET") call.method = "POST"
  const form = call.body instanceof FormData ? call.body : new FormData()
  call.body = form
  const [name = "", ...rest] = part.split("=")
  const value = rest.join("=")
  if (!value.startsWith("@")) return form.append(name, value)
  const [file = "", type = "application/octet-stream"] = value.slice(1).split(";type=")
  form.append(name, new File([readFileSync(join(folder, file))], basename(file), { type }))
}

/** Status line and headers. Those of the connection are the server's, so a transcript does not have them. */
function head(response: Response): string {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`).toSorted()
  return [`HTTP/1.1 ${response.status} ${statusPhrase(response.status)}`, ...lines, ""].join("\n")
}
