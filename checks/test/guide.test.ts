import { describe, expect, it } from "vitest"
import { blocksOf, shownPart, withTexts } from "../guide/blocks.ts"
import { codeFaults, examples, guidePages, transcriptFaults, twinFaults, twins } from "../guide/guide.ts"
import { firstSentence, referenceFaults, referenceText } from "../guide/reference.ts"
import { Terminal, parseCommand } from "../guide/shell.ts"
import { entriesOf, fits, transcriptText } from "../guide/transcript.ts"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../program.ts"

describe("the guide", () => {
  it.each(guidePages())("%s shows code as it stands in its files", (page) => {
    expect(codeFaults(page, readFileSync(join(root, page), "utf8"))).toEqual([])
  })

  // One page shows that it works; `node checks/guide.ts` runs what stands on all of them.
  it("shows what commands print", async () => {
    expect(await transcriptFaults("docs/guide/01-start.md")).toEqual([])
  }, 60_000)

  it.each(twins())("%s has its twin", (page, twin) => {
    expect(twinFaults(page, twin)).toEqual([])
  })
})

describe("the reference", () => {
  it("has every name of every door, as its source says it", () => {
    expect(referenceFaults(guidePages())).toEqual([])
  }, 60_000)

  it("takes the first sentence, or the second too where that says nothing", () => {
    expect(firstSentence("The field `a.b` of x, e.g. one. Then more.\n\nMore.")).toBe("The field `a.b` of x, e.g. one.")
    expect(firstSentence("A file. In a signature, an | upload. More.")).toBe("A file. In a signature, an \\| upload.")
    expect(firstSentence("")).toBe("")
  })

  it("leads to the page that has most of a name", () => {
    const entry = { name: "get", kind: "function", sentence: "Reads." } as const
    const pages = [
      ["1.md", "# 1. One\n\n`get`\n"],
      ["2.md", "# 2. Two\n\n```ts a.ts\nget(1)\nget(2)\nforget(3)\n```\n"],
    ] as const
    expect(referenceText(new Map([["maru", [entry]]]), pages)).toContain(
      "| `get` | function | Reads. | [Two](2.md) |\n",
    )
  })
})

describe("blocks of a page", () => {
  const page = "# A\n\n```ts a.ts#one\nlet a\n```\n\ntext\n\n```\nplain\n```\n"

  it("have a language, what they are about, and a place", () => {
    expect(blocksOf(page).map(({ language, about, text, line }) => ({ language, about, text, line }))).toEqual([
      { language: "ts", about: "a.ts#one", text: "let a\n", line: 3 },
      { language: "", about: "", text: "plain\n", line: 9 },
    ])
  })

  it("can be written anew", () => {
    const [first] = blocksOf(page)
    expect(withTexts(page, new Map([[first!, "let b\n"]]))).toBe(page.replace("let a", "let b"))
  })

  it("show a file without the comment above it, or one region of it", () => {
    const file = "// why\n\nimport a\n\n  // #region one\n  let a\n\n    let b\n  // #endregion one\n\nlet c\n"
    expect(shownPart(file, undefined)).toBe("import a\n\n  let a\n\n    let b\n\nlet c\n")
    expect(shownPart(file, "one")).toBe("let a\n\n  let b\n")
    expect(() => shownPart(file, "two")).toThrow('there is no region "two"')
  })
})

describe("code on a page", () => {
  it("is what the file says", () => {
    const text = readFileSync(join(examples, "start/app.ts"), "utf8")
    expect(codeFaults("p.md", `\`\`\`ts start/app.ts\n${text}\`\`\`\n`)).toEqual([])
    expect(codeFaults("p.md", `\`\`\`ts start/app.ts\n${text}// more\n\`\`\`\n`)).toEqual([
      "p.md:1: is not what start/app.ts says",
    ])
    expect(codeFaults("p.md", "\n```ts start/none.ts\na\n```\n")).toEqual([
      expect.stringContaining("p.md:2: start/none.ts: ENOENT"),
    ])
  })

  it("needs a file where it is long, and a transcript an application", () => {
    expect(codeFaults("p.md", "```ts\na\nb\nc\n```\n")).toEqual([])
    expect(codeFaults("p.md", "```ts\na\nb\nc\nd\n```\n")).toEqual([
      "p.md:1: 4 lines of ts without a file that is tested",
    ])
    expect(codeFaults("p.md", "```console\n$ curl /\n```\n")).toEqual(["p.md:1: a transcript names its application"])
  })

  it("is missed where a page has no twin", () => {
    expect(twinFaults("docs/guide/01-start.md", "docs/ko/00-none.md")).toEqual(["docs/ko/00-none.md: is missing"])
    expect(twinFaults("docs/guide/01-start.md", "docs/errors.md").length).toBeGreaterThan(0)
  })
})

describe("transcripts", () => {
  it("are commands with their output", () => {
    const text = "$ curl \\\n  -i /\nHTTP/1.1 200 OK\n\nbody\n\n$ curl /b\n"
    const entries = entriesOf(text)
    expect(entries).toEqual([
      { command: "curl \\\n  -i /", output: "HTTP/1.1 200 OK\n\nbody" },
      { command: "curl /b", output: "" },
    ])
    expect(transcriptText(entries)).toBe(text)
  })

  it("may leave lines out", () => {
    expect(fits("a\nb", "a\nb")).toBe(true)
    expect(fits("a\nb", "a\nb\nc")).toBe(false)
    expect(fits("a\n…\nc", "a\nb\nb\nc")).toBe(true)
    expect(fits("a\n  …", "a\nb")).toBe(true)
    expect(fits("…\nc", "a\nb\nc")).toBe(true)
    expect(fits("a\n…\nc", "a\nb\nc\nd")).toBe(false)
    expect(fits("a\n…\nx\n…", "a\nb")).toBe(false)
  })

  it("read a line as a shell does", () => {
    expect(parseCommand(`curl -H 'a: b' "c d" e=\\\n 'f' | jq`).parts).toEqual([
      ["curl", "-H", "a: b", "c d", "e=", "f"],
      ["jq"],
    ])
  })

  it("send what curl would send", async () => {
    const app = {
      fetch: async (request: Request) => {
        const sent = `${request.method} ${new URL(request.url).pathname} ${request.headers.get("content-type")} ${await request.text()}`
        return new Response(JSON.stringify([sent, request.headers.get("cookie")]), {
          status: 201,
          headers: { "x-a": "1", "set-cookie": "k=v; Path=/" },
        })
      },
    }
    const terminal = new Terminal(app, examples)
    const run = (line: string): Promise<string> => terminal.run(parseCommand(line))
    expect(await run("curl localhost/a")).toBe('["GET /a null ",null]')
    expect(await run(`curl -c jar --json '{"a":1}' localhost/a`)).toBe(
      JSON.stringify(['POST /a application/json {"a":1}', null]),
    )
    expect(await run(`curl -b jar -X PUT -d a=1 -d b=2 localhost/a | jq`)).toBe(
      JSON.stringify(["PUT /a application/x-www-form-urlencoded a=1&b=2", "k=v"], null, 2),
    )
    expect(await run("curl -i localhost/a")).toMatch(/^HTTP\/1.1 201 Created\n(.*\n)*x-a: 1\n\n\[/)
    await expect(run("curl --compressed localhost/a")).rejects.toThrow("curl --compressed is not known here")
  })
})
