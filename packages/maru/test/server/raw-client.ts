import { type Socket, connect } from "node:net"

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case; values of one name in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

/** A client that says exactly what it is told, byte by byte. Everything it receives is latin-1 text. */
export class RawClient {
  readonly socket: Socket
  /** All that has come so far. */
  received = ""
  /** What the connection ended with; undefined while it is open. "reset" means that bytes may have been lost. */
  ended: "closed" | "reset" | undefined
  #wake: () => void = () => undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setNoDelay(true)
    socket.on("data", (data: Buffer) => {
      this.received += data.toString("latin1")
      this.#wake()
    })
    socket.on("error", () => this.#end("reset"))
    socket.on("end", () => this.#end("closed"))
    socket.on("close", () => this.#end("closed"))
  }

  static connect(port: number): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1" }, () => {
        socket.off("error", reject)
        resolve(new RawClient(socket))
      })
      socket.once("error", reject)
    })
  }

  send(text: string): this {
    if (!this.socket.destroyed) this.socket.write(text, "latin1")
    return this
  }

  /** Resolves when what has been received fulfils a condition, or the connection has ended, or the time is over. */
  async until(condition: () => boolean, milliseconds = 4000): Promise<this> {
    const deadline = performance.now() + milliseconds
    while (!condition() && this.ended === undefined && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, deadline - performance.now()))
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this
  }

  /** Waits for a number of whole answers and takes them. @param methods of the requests, because HEAD has no body */
  async answers(count: number, methods: readonly string[] = []): Promise<RawAnswer[]> {
    await this.until(() => parseAnswers(this.received, methods).answers.length >= count)
    const { answers } = parseAnswers(this.received, methods, this.ended !== undefined)
    if (answers.length < count)
      throw new Error(`Only ${answers.length} of ${count} answers: ${JSON.stringify(this.received)}`)
    return answers
  }

  /** Waits for one whole answer. */
  async answer(method = "GET"): Promise<RawAnswer> {
    return (await this.answers(1, [method]))[0]!
  }

  /** Waits until the server closes the connection. @returns how it ended, undefined if it is still open */
  async end(milliseconds = 4000): Promise<"closed" | "reset" | undefined> {
    await this.until(() => false, milliseconds)
    return this.ended
  }

  leave(): void {
    this.socket.destroy()
  }

  #end(how: "closed" | "reset"): void {
    this.ended ??= how
    this.#wake()
  }
}

/** One request and its answer; and how the connection ended, where one side has said that it would. */
export async function exchange(port: number, request: string): Promise<RawAnswer & { ended: string | undefined }> {
  const client = await RawClient.connect(port)
  try {
    const answer = await client.send(request).answer()
    const closes = answer.headers.get("connection")?.[0] === "close" || /connection: close|HTTP\/1\.0/i.test(request)
    if (closes) await client.end()
    return { ...answer, ended: client.ended }
  } finally {
    client.leave()
  }
}

/**
 * Reads answers as RFC 9112 has them, and throws where their framing is wrong.
 * @param methods of the requests in order
 * @param ended whether the connection has been closed, which ends a body without a length
 */
export function parseAnswers(
  text: string,
  methods: readonly string[] = [],
  ended = false,
): { answers: RawAnswer[]; rest: string } {
  const answers: RawAnswer[] = []
  let rest = text
  for (;;) {
    const method = methods[answers.filter(({ status }) => status >= 200).length] ?? "GET"
    const parsed = parseAnswer(rest, method, ended)
    if (!parsed) return { answers, rest }
    answers.push(parsed.answer)
    rest = parsed.rest
  }
}

function parseAnswer(text: string, method: string, ended: boolean): { answer: RawAnswer; rest: string } | undefined {
  const headEnd = text.indexOf("\r\n\r\n")
  if (headEnd === -1) return undefined
  const [startLine = "", ...lines] = text.slice(0, headEnd).split("\r\n")
  const start = /^HTTP\/1\.1 (\d{3}) /.exec(`${startLine} `)
  if (!start) throw new Error(`No status line: ${JSON.stringify(text.slice(0, 100))}`)
  const status = Number(start[1])
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const [, name, value] = /^([!-9;-~]+): ?(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new Error(`No header line: ${JSON.stringify(line)}`)
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value])
  }
  const after = text.slice(headEnd + 4)
  const taken = takeBody(after, status, headers, method, ended)
  return taken && { answer: { status, headers, body: taken.body }, rest: taken.rest }
}

function takeBody(
  text: string,
  status: number,
  headers: ReadonlyMap<string, readonly string[]>,
  method: string,
  ended: boolean,
): { body: string; rest: string } | undefined {
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return { body: "", rest: text }
  const length = headers.get("content-length")
  if (headers.has("transfer-encoding")) {
    if (length) throw new Error("Both Transfer-Encoding and Content-Length")
    return takeChunks(text)
  }
  if (!length) return ended ? { body: text, rest: "" } : undefined
  if (length.length !== 1) throw new Error("More than one Content-Length")
  const size = Number(length[0])
  return text.length < size ? undefined : { body: text.slice(0, size), rest: text.slice(size) }
}

function takeChunks(text: string): { body: string; rest: string } | undefined {
  let body = ""
  let rest = text
  for (;;) {
    const line = rest.indexOf("\r\n")
    if (line === -1) return undefined
    const size = Number.parseInt(rest.slice(0, line), 16)
    const end = line + 2 + size
    if (rest.length < end + 2) return undefined
    if (rest.slice(end, end + 2) !== "\r\n") throw new Error("A chunk does not end where it says")
    body += rest.slice(line + 2, end)
    rest = rest.slice(end + 2)
    if (size === 0) return { body, rest }
  }
}
