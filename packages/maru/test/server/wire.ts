import { describe, expect, it } from "vitest"
import { Answer } from "../../src/http/answer.ts"
import { HeaderList } from "../../src/http/header-list.ts"
import { type Place, answer, eventually, folder, pause, routes } from "./harness.ts"
import { RawClient, exchange } from "./raw-client.ts"

const host = "Host: localhost\r\n"

/** What every server promises about connections and messages, seen byte by byte. */
export function wireContract(place: Place): void {
  const node = place.name === "node"
  const hello = () => answer("hello")
  const get = (target: string, headers = host) => `GET ${target} HTTP/1.1\r\n${headers}\r\n`

  /** A refusal of our own is problem+json and counted by its code; one of Bun's parser is an empty answer. */
  const problemOf = ({ headers, body }: { headers: ReadonlyMap<string, readonly string[]>; body: string }) =>
    headers.get("content-type")?.[0] === "application/problem+json"
      ? (JSON.parse(body) as { code: string }).code
      : "none"

  describe("a connection", () => {
    it("is kept for further requests", async () => {
      await using opened = await place.open(({ path }) => answer(path))
      const client = await RawClient.connect(opened.port)
      for (const path of ["/1", "/2", "/3"]) {
        client.received = ""
        const { status, body, headers } = await client.send(get(path)).answer()
        expect([status, body]).toEqual([200, path])
        expect(headers.get("connection")?.[0]).not.toBe("close")
        expect(Date.parse(headers.get("date")![0]!)).toBeGreaterThan(Date.now() - 5000)
      }
      client.leave()
    })

    it("is closed when the client asks for it, and after HTTP/1.0", async () => {
      await using opened = await place.open(hello)
      const asked = await exchange(opened.port, get("/", `${host}Connection: close\r\n`))
      expect([asked.status, asked.body, asked.ended]).toEqual([200, "hello", "closed"])
      const old = await exchange(opened.port, `GET / HTTP/1.0\r\n${host}\r\n`)
      expect([old.status, old.body, old.ended]).toEqual([200, "hello", "closed"])
    })

    it("answers pipelined requests in their order", async () => {
      const order: string[] = []
      await using opened = await place.open(async ({ path, search }) => {
        await pause(Number(search))
        order.push(path)
        return answer(path)
      })
      const post = `POST /2?30 HTTP/1.1\r\n${host}Content-Length: 4\r\n\r\nbody`
      const client = await RawClient.connect(opened.port)
      client.send(`${get("/1?60")}${post}${get("/3?0")}`)
      if (node) {
        expect((await client.answers(3)).map(({ body }) => body)).toEqual(["/1", "/2", "/3"])
        expect(order).toEqual(["/3", "/2", "/1"])
      } else {
        // Bun closes a connection on which a request comes while the one before is being worked on.
        expect(await client.end()).toBe("closed")
        expect(client.received).toBe("")
      }
      client.leave()
    })

    it("answers pipelined requests that need no waiting", async () => {
      await using opened = await place.open(({ path }) => answer(path))
      const client = await RawClient.connect(opened.port)
      const post = `POST /2 HTTP/1.1\r\n${host}Content-Length: 4\r\n\r\nbody`
      const answers = await client.send(`${get("/1")}${post}${get("/3")}`).answers(3)
      expect(answers.map(({ body }) => body)).toEqual(["/1", "/2", "/3"])
      client.leave()
    })

    it("takes a request in any pieces", async () => {
      await using opened = await place.open(async (request) => answer(`${request.path} ${await request.text(100)}`))
      const client = await RawClient.connect(opened.port)
      for (const byte of `POST /slow HTTP/1.1\r\n${host}Content-Length: 4\r\n\r\nbody`) {
        client.send(byte)
        await pause(1)
      }
      expect((await client.answer()).body).toBe("/slow body")
      client.leave()
    })

    it("whose client closes its half counts as left", async () => {
      const aborted: string[] = []
      await using opened = await place.open(async ({ path, signal }) => {
        signal.addEventListener("abort", () => aborted.push(path))
        await pause(50)
        return answer("late")
      })
      const client = await RawClient.connect(opened.port)
      client.send(get("/")).socket.end()
      await client.end()
      expect([client.received, aborted]).toEqual(["", ["/"]])
    })

    it("that asks for an upgrade gets an ordinary answer", async () => {
      await using opened = await place.open(hello)
      const headers = `${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`
      const { status, body } = await exchange(opened.port, get("/", headers))
      expect([status, body]).toEqual([200, "hello"])
    })

    it("that asks for a tunnel is refused", async () => {
      await using opened = await place.open(hello)
      const refused = await exchange(opened.port, `CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n`)
      expect([refused.status, problemOf(refused)]).toEqual([501, "not-implemented"])
    })
  })

  describe("the host", () => {
    const asks = async (headers: string, hosts?: readonly string[], target = "/") => {
      await using opened = await place.open(({ host }) => answer(host), hosts ? { hosts } : {})
      const { status, body, ...rest } = await exchange(opened.port, get(target, headers))
      return status === 200 ? body : [status, problemOf({ body, ...rest })]
    }
    const refused = [400, "invalid-host"]

    it.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost:8000", "127.0.0.1:1", "[::1]:65535"])(
      "is loopback by default: %s",
      async (name) => {
        expect(await asks(`Host: ${name}\r\n`)).toBe(name)
      },
    )

    it.each([
      ["another", "Host: evil.example\r\n"],
      ["a longer", "Host: localhost.evil.example\r\n"],
      ["a rooted", "Host: localhost.\r\n"],
      ["the any-address", "Host: 0.0.0.0\r\n"],
      ["an empty", "Host: \r\n"],
      ["two equal", "Host: localhost\r\nHost: localhost\r\n"],
      ["two different", "Host: localhost\r\nHost: evil.example\r\n"],
      ["a listed", "Host: localhost, evil.example\r\n"],
      ["a named user's", "Host: localhost@evil.example\r\n"],
      ["a path's", "Host: localhost/evil\r\n"],
      ["a query's", "Host: localhost?evil\r\n"],
      ["a fragment's", "Host: localhost#evil\r\n"],
      ["a backslashed", "Host: localhost\\evil\r\n"],
      ["a spaced", "Host: local host\r\n"],
      ["an encoded", "Host: local%68ost\r\n"],
      ["a full", "Host: http://localhost\r\n"],
      ["a far port's", "Host: localhost:65536\r\n"],
      ["a named port's", "Host: localhost:http\r\n"],
      ["a doubled port's", "Host: localhost:1:2\r\n"],
      ["an unbracketed", "Host: ::1\r\n"],
      ["a half-bracketed", "Host: [::1\r\n"],
    ])("is refused: %s", async (_, headers) => {
      expect(await asks(headers)).toEqual(refused)
    })

    it("is needed", async () => {
      // Bun's parser refuses this before anybody else sees it.
      expect(await asks("")).toEqual(node ? refused : [400, "none"])
      await using opened = await place.open(hello)
      expect((await exchange(opened.port, "GET / HTTP/1.0\r\n\r\n")).status).toBe(400)
    })

    it("is one of a list", async () => {
      const hosts = ["board.example", "*.board.example"]
      expect(await asks("Host: board.example\r\n", hosts)).toBe("board.example")
      expect(await asks("Host: A.B.board.example:80\r\n", hosts)).toBe("A.B.board.example:80")
      expect(await asks("Host: notboard.example\r\n", hosts)).toEqual(refused)
      expect(await asks("Host: .board.example\r\n", hosts)).toEqual(refused)
      expect(await asks("Host: localhost\r\n", hosts)).toEqual(refused)
      expect(await asks("Host: anything.at.all\r\n", ["*"])).toBe("anything.at.all")
      expect(await asks("Host: a, b\r\n", ["*"])).toEqual(refused)
    })

    it("agrees with an absolute target", async () => {
      expect(await asks(host, undefined, "http://localhost/path")).toBe("localhost")
      expect(await asks("Host: localhost:80\r\n", undefined, "http://localhost:80")).toBe("localhost:80")
      // Bun gives no look at the authority of a target: the Host header alone decides, and is checked.
      expect(await asks(host, undefined, "http://127.0.0.1/")).toEqual(node ? refused : "localhost")
      expect(await asks("Host: evil.example\r\n", undefined, "http://localhost/")).toEqual(refused)
    })
  })

  describe("the target", () => {
    const seen = async (target: string) => {
      await using opened = await place.open(({ path, search }) => answer(`${path} ${search}`))
      const { status, body } = await exchange(opened.port, get(target))
      return status === 200 ? body : status
    }

    it.each([
      ["/", "/ "],
      ["/a?b=c?d", "/a b=c?d"],
      ["/?", "/ "],
      ["//a//b", "//a//b "],
      ["/%2e%2E%2f%zz", "/%2e%2E%2f%zz "],
      ["/;a=b/(c)!$'*+,@:", "/;a=b/(c)!$'*+,@: "],
      ["http://localhost/x?y", "/x y"],
    ])("is given as it was sent: %s", async (target, expected) => {
      expect(await seen(target)).toBe(expected)
    })

    it.each(["/a#b", "/a?b#c", "*", "a", "https://localhost/", "ftp://localhost/"])(
      "is refused: %s",
      async (target) => {
        // Bun reads the https form like the http form; its scheme is not seen.
        const expected = target.startsWith("https") && !node ? "/ " : 400
        expect(await seen(target)).toBe(expected)
      },
    )

    it("is rewritten by Bun's parser alone", async () => {
      expect(await seen("/a/../b/./c")).toBe(node ? "/a/../b/./c " : "/b/c ")
      expect(await seen("/a/%2e%2e/b")).toBe(node ? "/a/%2e%2e/b " : "/b ")
      expect(await seen("/a\\b")).toBe(node ? "/a\\b " : "/a/b ")
      expect(await seen('/"<>')).toBe(node ? '/"<> ' : "/%22%3C%3E ")
      expect(await seen("/\xff")).toBe(node ? 400 : "/%EF%BF%BD ")
    })
  })

  describe("a message that can be read in two ways", () => {
    const smuggled = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
    const post = (headers: string, body: string) => `POST / HTTP/1.1\r\n${host}${headers}\r\n${body}${smuggled}`
    const chunked = (body: string) => post("Transfer-Encoding: chunked\r\n", body)

    it.each([
      ["both lengths", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")],
      ["both lengths, the other way round", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n")],
      ["two lengths", post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcde")],
      ["a list of lengths", post("Content-Length: 4, 4\r\n", "abcd")],
      ["a signed length", post("Content-Length: +4\r\n", "abcd")],
      ["a negative length", post("Content-Length: -4\r\n", "abcd")],
      ["a hexadecimal length", post("Content-Length: 0x4\r\n", "abcd")],
      ["an endless length", post("Content-Length: 99999999999999999999\r\n", "abcd")],
      ["a blank before the colon", post("Content-Length : 4\r\n", "abcd")],
      ["a blank before the colon of chunked", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")],
      ["another coding", post("Transfer-Encoding: gzip\r\n", "abcd")],
      ["a coding behind chunked", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n")],
      ["chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")],
      ["nearly chunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")],
      ["chunked with HTTP/1.0", chunked("0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0")],
      ["a bare LF", get("/", "Host: localhost\nX: y\r\n")],
      ["bare LFs only", "GET / HTTP/1.1\nHost: localhost\n\n"],
      ["a bare CR", get("/", "Host: localhost\rX: y\r\n")],
      ["a folded header", get("/", `${host}X: y\r\n z\r\n`)],
      ["a NUL", get("/", `${host}X: y\0z\r\n`)],
      ["a header without a colon", get("/", `${host}X\r\n`)],
      ["a header without a name", get("/", `${host}: x\r\n`)],
      ["a blank in the target", "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ])("is refused: %s", async (_, request) => {
      const paths: string[] = []
      await using opened = await place.open((asked) => {
        paths.push(asked.path)
        return answer("reached")
      })
      const refused = await exchange(opened.port, request)
      expect([400, 501, 505]).toContain(refused.status)
      expect(refused.ended).toBe("closed")
      expect(paths).toEqual([])
      if (node) expect(refused.headers.get("content-type")).toEqual(["application/problem+json"])
    })

    it.each([
      ["a size that is no number", "xyz\r\nabcd\r\n0\r\n\r\n"],
      ["a size with a sign", "-4\r\nabcd\r\n0\r\n\r\n"],
      ["a size with a prefix", "0x4\r\nabcd\r\n0\r\n\r\n"],
      ["a size with a blank", "4 \r\nabcd\r\n0\r\n\r\n"],
      ["a size beyond all bounds", "10000000000000004\r\nabcd\r\n0\r\n\r\n"],
      ["a size too small", "3\r\nabcd\r\n0\r\n\r\n"],
      ["bare LFs", "4\nabcd\n0\n\n"],
      ["a bare LF in an extension", "4;a\nb\r\nabcd\r\n0\r\n\r\n"],
    ])("is refused in the middle of its chunks: %s", async (_, body) => {
      const paths: string[] = []
      await using opened = await place.open(async (asked) => {
        paths.push(asked.path)
        return answer(await asked.text(100))
      })
      const refused = await exchange(opened.port, chunked(body))
      expect(refused.status).toBe(400)
      expect(refused.ended).not.toBeUndefined()
      expect(paths).not.toContain("/smuggled")
    })

    it("is not what the parsers of both runtimes agree to read", async () => {
      await using opened = await place.open(async (asked) => answer(`${asked.path} ${await asked.text(100)}`))
      const both = async (request: string, count: number) => {
        const client = await RawClient.connect(opened.port)
        const answers = await client.send(request).answers(count)
        client.leave()
        return answers.map(({ body, status }) => body || status)
      }
      // A chunk extension is dropped, in any case of "chunked".
      expect(await both(chunked("4;a=b\r\nabcd\r\n0\r\n\r\n"), 2)).toEqual(["/ abcd", "/smuggled "])
      expect(await both(post("Transfer-Encoding: CHUNKED\r\n", "4\r\nabcd\r\n0\r\n\r\n"), 2)).toEqual([
        "/ abcd",
        "/smuggled ",
      ])
    })

    it("is read by one of them only", async () => {
      await using opened = await place.open(async (asked) => {
        const text = await asked.text(100).catch((error: { code: string }) => error.code)
        return answer(`${asked.path} ${text}`)
      })
      const statuses = async (request: string) => {
        const client = await RawClient.connect(opened.port)
        await client.send(request).end(150)
        const { status } = await client.answer()
        client.leave()
        return [status, client.ended, client.received.includes("/smuggled ")]
      }
      // Two equal lengths: Bun passes them on as "4, 4", which nobody reads as a length, and takes four bytes.
      const equal = await statuses(post("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd"))
      expect(equal).toEqual(node ? [400, "closed", false] : [200, undefined, true])
      // Trailers: Node drops them; Bun takes them for the next request, refuses that and closes.
      const trailers = await statuses(chunked("4\r\nabcd\r\n0\r\nX-Trailer: 1\r\n\r\n"))
      expect(trailers).toEqual(node ? [200, undefined, true] : [200, "closed", false])
      // Two blanks in the first line, which RFC 9112 allows to be read.
      const blanks = await statuses("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n")
      expect(blanks).toEqual(node ? [200, undefined, false] : [400, "closed", false])
      // A coding under the chunks: Bun's parser refuses it, Node's leaves it to us.
      const under = await statuses(post("Transfer-Encoding: gzip, chunked\r\n", "4\r\nabcd\r\n0\r\n\r\n"))
      expect(under).toEqual([node ? 501 : 400, "closed", false])
    })

    it("has a method in capitals and a known version", async () => {
      await using opened = await place.open(hello)
      for (const method of ["get", "FROB"]) {
        const client = await RawClient.connect(opened.port)
        await client.send(`${method} / HTTP/1.1\r\n${host}\r\n`).end(500)
        // Bun closes without a word.
        expect(client.received.slice(0, 12)).toBe(node ? "HTTP/1.1 400" : "")
        expect(client.ended).toBe("closed")
      }
      expect((await exchange(opened.port, `GET / HTTP/2.0\r\n${host}\r\n`)).status).toBe(505)
    })
  })

  describe("an answer", () => {
    it("to HEAD has the length of the body and no body", async () => {
      const returned: string[] = []
      async function* pieces() {
        try {
          yield "never"
        } finally {
          returned.push("generator")
        }
      }
      const iterable = {
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.reject(new Error("asked for a piece")),
          return: async () => {
            returned.push("iterable")
            return { done: true as const, value: undefined }
          },
        }),
      }
      using files = folder({ data: "0123456789" })
      await using opened = await place.open(
        routes({
          "/text": () => answer("안녕"),
          "/bytes": () => answer(new Uint8Array(5)),
          "/file": () => answer({ file: files.path("data"), start: 0, end: 10 }),
          "/part": () => answer({ file: files.path("data"), start: 2, end: 6 }, {}, 206),
          "/generator": () => answer(pieces()),
          "/iterable": () => answer(iterable),
          "/said": () => answer(null, { "content-length": "1234" }),
          "/later": async () => answer("later"),
        }),
      )
      const client = await RawClient.connect(opened.port)
      const lengths: Record<string, string | undefined> = {}
      for (const path of ["/text", "/bytes", "/file", "/part", "/said", "/later"]) {
        client.received = ""
        const { headers } = await client.send(`HEAD ${path} HTTP/1.1\r\n${host}\r\n`).answer("HEAD")
        await pause(20)
        lengths[path] = headers.get("content-length")?.[0]
        expect(client.received.endsWith("\r\n\r\n")).toBe(true)
      }
      expect(lengths).toEqual({
        "/text": "6",
        "/bytes": "5",
        "/file": "10",
        "/part": "4",
        "/said": "1234",
        "/later": "5",
      })
      for (const path of ["/generator", "/iterable"]) {
        client.received = ""
        const { status, headers } = await client.send(`HEAD ${path} HTTP/1.1\r\n${host}\r\n`).answer("HEAD")
        expect([status, headers.get("content-length")]).toEqual([200, undefined])
      }
      expect(await eventually(() => returned.includes("iterable"))).toBe(true)
      expect(opened.reports).toEqual([])
      client.leave()
    })

    it("that streams sends its head before its first piece on Node", async () => {
      async function* pieces() {
        await pause(150)
        yield "first"
      }
      await using opened = await place.open(() => answer(pieces()))
      const client = await RawClient.connect(opened.port)
      await client.send(get("/")).until(() => client.received !== "")
      await pause(20)
      // Bun sends the status line, and all headers together with the first piece.
      expect(client.received.includes("\r\n\r\n")).toBe(node)
      expect((await client.answer()).body).toBe("first")
      client.leave()
    })

    it("has a date, but for HEAD on Bun", async () => {
      await using opened = await place.open(hello)
      const client = await RawClient.connect(opened.port)
      const answers = await client.send(`${get("/")}HEAD / HTTP/1.1\r\n${host}\r\n`).answers(2, ["GET", "HEAD"])
      expect(answers.map(({ headers }) => headers.has("date"))).toEqual([true, node])
      client.leave()
    })

    it("without content has no length", async () => {
      await using opened = await place.open(({ path }) => new Answer(Number(path.slice(1)), HeaderList.from(), null))
      for (const status of [204, 304]) {
        const { headers } = await exchange(opened.port, get(`/${status}`))
        expect([headers.get("content-length"), headers.get("transfer-encoding")]).toEqual([undefined, undefined])
      }
      expect((await exchange(opened.port, get("/200"))).headers.get("content-length")).toEqual(["0"])
    })

    it("keeps its framing whatever the application says", async () => {
      await using opened = await place.open(({ path }) => {
        const name = path === "/coding" ? "transfer-encoding" : "content-length"
        const values: Record<string, string> = { "/coding": "chunked", "/short": "2", "/long": "200", "/right": "5" }
        return answer("hello", { [name]: values[path]! })
      })
      const client = await RawClient.connect(opened.port)
      for (const path of ["/coding", "/short", "/long", "/right"]) client.send(get(path))
      expect((await client.answers(4)).map(({ body }) => body)).toEqual(["hello", "hello", "hello", "hello"])
      client.leave()
    })

    it("with a header beyond ASCII keeps it, whatever the body", async () => {
      await using opened = await place.open(({ path }) =>
        answer(path === "/a" ? "ascii" : "마루", { "x-name": "caf\u00e9" }),
      )
      for (const path of ["/a", "/b"]) {
        expect((await exchange(opened.port, get(path))).headers.get("x-name")).toEqual(["caf\u00e9"])
      }
    })

    it("that the application fails to give is a 500 without a word, reported", async () => {
      using files = folder({ short: "12345" })
      const secret = "postgres://user:password@host"
      await using opened = await place.open(
        routes({
          "/throws": () => {
            throw new Error(secret)
          },
          "/rejects": async () => {
            throw new Error(secret)
          },
          "/informs": () => answer("x", {}, 101),
          "/large": () => answer("x", {}, 600),
          "/no-file": () => answer({ file: files.path("absent"), start: 0, end: 10 }),
        }),
      )
      for (const path of ["/throws", "/rejects", "/informs", "/large", "/no-file"]) {
        opened.reports.length = 0
        const failed = await exchange(opened.port, get(path))
        expect([path, failed.status, problemOf(failed)]).toEqual([path, 500, "internal-error"])
        expect(failed.body).not.toContain("password")
        expect(opened.reports).toHaveLength(1)
      }
    })

    it("that breaks off is seen to be broken", async () => {
      async function* pieces() {
        yield "one"
        await pause(30)
        throw new Error("broken")
      }
      await using opened = await place.open(() => answer(pieces()))
      const client = await RawClient.connect(opened.port)
      await client.send(get("/")).end()
      expect(client.ended).toBeDefined()
      await expect(client.answer()).rejects.toThrow("Only 0 of 1 answers")
      expect(opened.reports).toHaveLength(1)
    })

    it("of a file that is shorter than it was is never taken for whole", async () => {
      using files = folder({ short: "12345" })
      await using opened = await place.open(() => answer({ file: files.path("short"), start: 0, end: 10 }, {}, 206))
      const client = await RawClient.connect(opened.port)
      client.send(get("/"))
      if (node) {
        // Found out while it is sent.
        expect(await client.end()).toBeDefined()
        await expect(client.answer()).rejects.toThrow("Only 0 of 1 answers")
      } else {
        // Bun would send what there is, so it is found out before.
        expect((await client.answer()).status).toBe(500)
      }
      expect(opened.reports).toHaveLength(1)
      client.leave()
    })
  })

  describe("TRACE", () => {
    const request = `TRACE /a?b=c HTTP/1.1\r\n${host}X-One: 1\r\nCookie: secret\r\nAuthorization: secret\r\nProxy-Authorization: secret\r\n\r\n`

    it("is an ordinary method by default", async () => {
      await using opened = await place.open(({ method }) => answer(method))
      expect((await exchange(opened.port, request)).body).toBe("TRACE")
    })

    it("gives the request back without credentials where it is wanted", async () => {
      await using opened = await place.open(hello, { trace: true })
      const { status, headers, body } = await exchange(opened.port, request)
      expect([status, headers.get("content-type")]).toEqual([200, ["message/http"]])
      expect(body).toMatch(/^TRACE \/a\?b=c HTTP\/1\.1\r\n/)
      expect(body).toContain("x-one: 1\r\n")
      expect(body).not.toContain("secret")
    })
  })
}
