import { newsPath, newsText } from "../../stream/by-hand.ts"
import { type Program, type Server, serve } from "../server.ts"

const events = 5

/** Checks what each program sends before it is timed. @throws Error with all that is wrong */
export async function checkStreams(programs: readonly Program[]): Promise<void> {
  const found: string[] = []
  for (const program of programs) {
    const server = await serve(program, undefined, { env: { NEWS_INTERVAL: "1" } })
    try {
      process.kill(server.pid, "SIGUSR2")
      found.push(...(await faults(server)).map((fault) => `${program.name} on ${program.runtime}: ${fault}`))
    } finally {
      await server.close()
    }
  }
  if (found.length > 0) throw new Error(`Wrong events, so nothing was timed:\n${found.join("\n")}`)
  console.log(`${programs.length} programs send the same events.`)
}

async function faults(server: Server): Promise<string[]> {
  const response = await fetch(server.origin + newsPath(7, events), { signal: AbortSignal.timeout(5000) })
  const [text, wanted] = [await response.text(), newsText(7, events)]
  const found: string[] = []
  const type = response.headers.get("content-type")?.split(";")[0]
  if (response.status !== 200 || type !== "text/event-stream") found.push(`answers ${response.status} with ${type}`)
  if (fields(text) !== fields(wanted)) found.push(`sends\n${text}instead of\n${wanted}`)
  const refused = await fetch(`${server.origin}/news?client=7&count=none`, { signal: AbortSignal.timeout(5000) })
  await refused.arrayBuffer()
  if (refused.status < 400) found.push(`answers ${refused.status} to a count that is no number`)
  return found
}

/** The lines of each event in one order: the format leaves it to the server. As many bytes as before. */
function fields(text: string): string {
  return text
    .split("\n\n")
    .map((event) => event.split("\n").sort().join("\n"))
    .join("\n\n")
}
