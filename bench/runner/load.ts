import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Exchange, HttpCase } from "../http/cases.ts"
import { start, stop } from "./children.ts"
import { type Cores, cpuSeconds, findProgram, pin } from "./cores.ts"
import { askAgainHeaders } from "./exchanges.ts"
import type { Server } from "./server.ts"

/** What one run of the load generator found. */
export interface Load {
  readonly requestsPerSecond: number
  /** Connections that failed, broke or answered nothing for five seconds. */
  readonly socketErrors: number
  /** Answers other than 2xx and 3xx; in a case of refusals, those that are. */
  readonly wrongAnswers: number
  /** Share of its core that the server used, 0 to 1; undefined where the system does not tell. */
  readonly serverUse: number | undefined
  /** Share of its core that the load generator used, 0 to 1. */
  readonly loadUse: number | undefined
  /** 50th and 99th percentile of the time from request to answer, in milliseconds. */
  readonly latency: { readonly median: number; readonly p99: number }
}

const connections = 64

/** Sentence for people whose machine has no load generator; undefined where there is one. */
export function missingLoadGenerator(): string | undefined {
  if (findProgram("wrk")) return undefined
  return "The benchmark needs the load generator wrk. Install it with `apt-get install -y wrk` (Debian, Ubuntu) or `brew install wrk`."
}

/**
 * Sends the requests of a case over and over through 64 connections.
 * @param seconds at least 1, whole
 */
export async function load(server: Server, httpCase: HttpCase, seconds: number, cores: Cores): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), "maru-bench-"))
  try {
    const command = ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "--timeout", "5s"]
    const headers = httpCase.timed.conditional ? await askAgainHeaders(server, httpCase.timed) : {}
    const script = httpCase.spread ? spreadScript(httpCase) : requestScript(httpCase.timed, headers)
    writeFileSync(join(folder, "request.lua"), script)
    command.push("-s", join(folder, "request.lua"))
    const result = await measure(server, pin(cores.load, [...command, server.origin + httpCase.timed.path]), seconds)
    const { requests, refusals, ...found } = result
    return { ...found, wrongAnswers: httpCase.timed.refused ? requests - refusals : refusals }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** wrk takes everything but the address from a Lua script. */
function requestScript({ method, body, sends }: Exchange, headers: Readonly<Record<string, string>>): string {
  const type = body === undefined ? {} : { "content-type": "application/json" }
  const all = { ...type, ...sends, ...headers }
  return [
    `wrk.method = "${method}"`,
    ...(body === undefined ? [] : [`wrk.body = ${JSON.stringify(body)}`]),
    ...Object.entries(all).map(([name, value]) => `wrk.headers["${name}"] = ${JSON.stringify(value)}`),
    "",
  ].join("\n")
}

/** Requests are written once, before the run; wrk then only takes the next one. */
function spreadScript({ timed, spread = [] }: HttpCase): string {
  const paths = [timed, ...spread].map(({ path }) => JSON.stringify(path)).join(", ")
  return `local paths = { ${paths} }
local requests = {}
local place = 0
function init()
  for i = 1, #paths do requests[i] = wrk.format("GET", paths[i]) end
end
function request()
  place = place % #requests + 1
  return requests[place]
end
`
}

type Measured = Omit<Load, "wrongAnswers"> & { readonly requests: number; readonly refusals: number }

async function measure(server: Server, command: readonly string[], seconds: number): Promise<Measured> {
  const child = start(command, { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (piece) => (output += piece))
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve))
  const timer = setTimeout(() => void stop(child), seconds * 1000 + 15_000)
  try {
    const [use, code] = await Promise.all([processorUse(server.pid, child.pid!, seconds), ended])
    if (code !== 0) throw new Error(`wrk ended with code ${code}:\n${output}`)
    return { ...parse(output), ...use }
  } finally {
    clearTimeout(timer)
    await stop(child)
  }
}

/** The middle of the run alone, so that connecting and ending do not count. */
async function processorUse(
  server: number,
  client: number,
  seconds: number,
): Promise<Pick<Load, "serverUse" | "loadUse">> {
  const margin = 200
  await sleep(margin)
  const begin = { time: performance.now(), server: cpuSeconds(server), client: cpuSeconds(client) }
  await sleep(seconds * 1000 - 2 * margin)
  const elapsed = (performance.now() - begin.time) / 1000
  const share = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : (to - from) / elapsed
  return { serverUse: share(begin.server, cpuSeconds(server)), loadUse: share(begin.client, cpuSeconds(client)) }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

function parse(output: string): Omit<Measured, "serverUse" | "loadUse"> {
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(output)
  if (!rate) throw new Error(`wrk printed no rate:\n${output}`)
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output)?.slice(1) ?? []
  return {
    requestsPerSecond: Number(rate[1]),
    socketErrors: socket.reduce((sum, count) => sum + Number(count), 0),
    requests: Number(/(\d+) requests in/.exec(output)?.[1] ?? 0),
    refusals: Number(/Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? 0),
    latency: {
      median: milliseconds(/\s50%\s+(\S+)/.exec(output)?.[1]),
      p99: milliseconds(/\s99%\s+(\S+)/.exec(output)?.[1]),
    },
  }
}

function milliseconds(text = ""): number {
  const unit = { us: 0.001, ms: 1, s: 1000, m: 60_000 }[text.replace(/[\d.]/g, "")]
  return unit === undefined ? Number.NaN : Number.parseFloat(text) * unit
}
