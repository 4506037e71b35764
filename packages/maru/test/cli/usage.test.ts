import { afterAll, describe, expect, it } from "vitest"
import { coloursFor } from "../../src/log/colour.ts"
import { commands } from "../../src/cli/commands.ts"
import { commandHelp } from "../../src/cli/help.ts"
import { nearest } from "../../src/cli/nearest.ts"
import { serveOptions } from "../../src/cli/serve-options.ts"
import { parseCommand } from "../../src/cli/usage.ts"
import { Project } from "./project.ts"

const project = new Project({})
afterAll(() => project[Symbol.dispose]())

describe("maru", () => {
  it("says what there is", async () => {
    const { code, stdout, stderr } = await project.maru(["--help"])
    expect([code, stderr]).toEqual([0, ""])
    for (const command of ["dev", "serve", "routes", "explain", "openapi"]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"))
    }
    expect(stdout).not.toContain("dev-child")
    for (const args of [[], ["help"]]) expect((await project.maru(args)).stdout).toBe(stdout)
  })

  it("shows its version", async () => {
    expect((await project.maru(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it("helps with a command", async () => {
    const { code, stdout } = await project.maru(["explain", "--help"])
    expect([code, stdout]).toEqual([0, commandHelp("explain", commands.explain)])
    expect((await project.maru(["help", "explain"])).stdout).toBe(stdout)
  })

  it.each([
    ["routs", `There is no command "routs". Did you mean "maru routes"?`],
    ["constructor", `There is no command "constructor". "maru --help" lists the commands.`],
  ])("refuses %s and leaves with 2", async (command, message) => {
    const { code, stdout, stderr } = await project.maru([command])
    expect([code, stdout, stderr]).toEqual([2, "", `${message}\n`])
  })
})

describe("commandHelp", () => {
  it.each(Object.entries(commands))("names every option of %s", (name, command) => {
    const text = commandHelp(name, command)
    expect(text).toContain(`maru ${name} ${command.usage} [options]\n`)
    for (const option of [...Object.keys(command.options), "help"]) expect(text).toContain(`  --${option}`)
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(120)
  })
})

describe("parseCommand", () => {
  it("reads options and arguments in any order", () => {
    const parsed = parseCommand("serve", commands.serve, [
      "--port",
      "80",
      "app.ts",
      "--allow-host=a",
      "--allow-host",
      "b",
    ])
    expect(parsed.positionals).toEqual(["app.ts"])
    expect({ ...parsed.options }).toEqual({ port: "80", "allow-host": ["a", "b"] })
  })

  it.each([
    [["--nothing"], `maru routes: Unknown option '--nothing'. See "maru routes --help".`],
    [["app.ts", "more"], `"maru routes" has no use for "more". See "maru routes --help".`],
    [["--json=1"], /^maru routes: .+ See "maru routes --help"\.$/],
  ])("refuses %j", (args, message) => {
    expect(() => parseCommand("routes", commands.routes, args)).toThrow(message)
  })
})

describe("serveOptions", () => {
  const { PORT, HOST } = process.env
  const environment = (port?: string, host?: string) => {
    delete process.env["PORT"]
    delete process.env["HOST"]
    if (port !== undefined) process.env["PORT"] = port
    if (host !== undefined) process.env["HOST"] = host
  }
  afterAll(() => environment(PORT, HOST))

  it("come from the command line, then from the environment", () => {
    environment()
    expect(serveOptions({})).toEqual({ port: 8000 })
    environment("81", "::1")
    expect(serveOptions({})).toEqual({ port: 81, hostname: "::1" })
    expect(serveOptions({ port: "0", host: "0.0.0.0" })).toEqual({ port: 0, hostname: "0.0.0.0" })
    environment("", "")
    expect(serveOptions({ "allow-host": ["a.example"] })).toEqual({
      port: 8000,
      hosts: ["localhost", "127.0.0.1", "[::1]", "a.example"],
    })
  })

  it.each(["eighty", "65536", "-1", "80.5", "0x50", " 80"])("refuse the port %j", (port) => {
    environment()
    const message = `is ${JSON.stringify(port)}; it has to be a whole number from 0 to 65535.`
    expect(() => serveOptions({ port })).toThrow(`--port ${message}`)
    environment(port)
    expect(() => serveOptions({})).toThrow(`PORT ${message}`)
  })
})

describe("coloursFor", () => {
  const names = ["NO_COLOR", "FORCE_COLOR", "TERM"] as const
  const before = names.map((name) => process.env[name])
  const set = (values: readonly (string | undefined)[]) =>
    names.forEach((name, index) => {
      delete process.env[name]
      const value = values[index]
      if (value !== undefined) process.env[name] = value
    })
  afterAll(() => set(before))

  it.each([
    [[undefined, undefined, "xterm"], true, true],
    [[undefined, undefined, "xterm"], false, false],
    [[undefined, undefined, "dumb"], true, false],
    [["1", undefined, "xterm"], true, false],
    [["", undefined, "xterm"], true, true],
    [[undefined, "1", "xterm"], false, true],
    [[undefined, "0", "xterm"], false, false],
    [["1", "1", "xterm"], true, false],
  ])("with NO_COLOR, FORCE_COLOR, TERM %j on a terminal (%s) is %s", (values, isTTY, coloured) => {
    set(values)
    expect(coloursFor({ isTTY }).red("x")).toBe(coloured ? "\u001b[31mx\u001b[39m" : "x")
  })
})

describe("nearest", () => {
  it("finds what was meant", () => {
    const names = ["posts.create", "posts.list", "users.create"]
    expect(nearest("post.create", names, 1)).toEqual(["posts.create"])
    expect(nearest("USERS.CREATE", names, 1)).toEqual(["users.create"])
    expect(nearest("list", names, 3)).toEqual(["posts.list"])
    expect(nearest("something else", names, 3)).toEqual([])
  })
})
