import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { pinned, root, run } from "../program.ts"
import { readJunit, readVitest } from "../reports.ts"
import { answers, describeService, serviceVariables } from "../services.ts"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "maru-reports-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const good = { code: 0, output: "", time: 1 }
const bad = { ...good, code: 1 }

function vitest(passed: number, failed: number, testResults: object[] = []): string {
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: 1, numTodoTests: 1 }
  return report("vitest.json", JSON.stringify({ ...counts, testResults }))
}

describe("vitest's report", () => {
  it("is counted", () => {
    expect(readVitest(vitest(3, 0), good)).toMatchObject({ passed: 3, failed: 0, skipped: 2 })
    expect(readVitest(vitest(3, 2), bad)).toMatchObject({ passed: 3, failed: 2 })
  })

  it("counts a file that cannot be loaded", () => {
    const file = { name: "a.test.ts", status: "failed", message: "no such module\n at", assertionResults: [] }
    expect(readVitest(vitest(3, 0, [file]), bad)).toMatchObject({ failed: 1, notes: ["a.test.ts: no such module"] })
  })

  it("names the tests that failed", () => {
    const tests = [
      { status: "failed", fullName: "a group is wrong" },
      { status: "passed", fullName: "a group is good" },
    ]
    const file = { name: "a.test.ts", status: "failed", message: "", assertionResults: tests }
    expect(readVitest(vitest(3, 1, [file]), bad).notes).toEqual(["a.test.ts: a group is wrong"])
  })

  it("fails without tests, without a report and with a bad end", () => {
    expect(readVitest(vitest(0, 0), good).failed).toBe(1)
    expect(readVitest(join(folder, "absent.json"), good).failed).toBe(1)
    expect(readVitest(vitest(3, 0), bad).failed).toBe(1)
  })
})

describe("a JUnit report", () => {
  const head = (tests: number, failures: number): string =>
    report(
      "junit.xml",
      `<testsuites name="x" tests="${tests}" assertions="9" failures="${failures}" skipped="1" time="0">`,
    )

  it("is counted", () => {
    expect(readJunit(head(5, 0), good)).toMatchObject({ passed: 4, failed: 0, skipped: 1 })
    expect(readJunit(head(5, 2), bad)).toMatchObject({ passed: 2, failed: 2, skipped: 1 })
  })

  it("names the tests that failed", () => {
    const cases = `<testsuites name="x" tests="3" failures="1" skipped="0">
<testcase name="is &quot;wrong&quot;" classname="a &lt;group&gt;" time="0" file="a.test.ts" line="2">
  <failure type="AssertionError" />
</testcase>
<testcase name="good" classname="a group" time="0" file="a.test.ts" line="3" />
<testcase name="good too" classname="a group" time="0" file="a.test.ts" line="4"></testcase>`
    expect(readJunit(report("junit.xml", cases), bad).notes).toEqual([`a.test.ts: a <group> is "wrong"`])
  })

  it("fails without tests, without a report and with a bad end", () => {
    expect(readJunit(head(1, 0), good).failed).toBe(1)
    expect(readJunit(join(folder, "absent.xml"), good).failed).toBe(1)
    expect(readJunit(head(5, 0), bad).failed).toBe(1)
  })
})

describe("programs", () => {
  it("are stopped when they hang", async () => {
    const { code, output } = await run(pinned.node, ["-e", "setInterval(() => {}, 1000)"], { limit: 300 })
    expect(code).toBe(-1)
    expect(output).toContain("Stopped after 0.3 s.")
  })

  it("find the pinned runtimes first", async () => {
    const { output } = await run("node", ["-p", "process.execPath"])
    expect(output.trim()).toBe(`${root}/node_modules/node/bin/node`)
  })
})

describe("services", () => {
  const service = {
    name: "Redis",
    variable: "REDIS_URL",
    fallback: "",
    url: "redis://127.0.0.1:1",
    suites: ["a.test.ts"],
  }

  it("are looked for at their port", async () => {
    const server = createServer((socket) => socket.end())
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    expect(await answers(`redis://127.0.0.1:${port}`)).toBe(true)
    await new Promise((resolve) => server.close(resolve))
    expect(await answers(`redis://127.0.0.1:${port}`)).toBe(false)
  })

  it("name the suites that are left out, and their variable is taken away", () => {
    const state = { ...service, reachable: false }
    expect(describeService(state)).toBe("Redis: not reachable at 127.0.0.1:1 (set REDIS_URL); left out: a.test.ts")
    expect(serviceVariables([state, { ...state, variable: "MYSQL_URL", reachable: true }])).toEqual({
      REDIS_URL: undefined,
      MYSQL_URL: "redis://127.0.0.1:1",
    })
  })
})
