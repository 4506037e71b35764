import { fileURLToPath } from "node:url"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { start, stop } from "../children.ts"
import { type Cores, pin } from "../cores.ts"
import { type Server, runtimes } from "../server.ts"

/** What the clients have seen until some moment. */
export interface Count {
  readonly events: number
  /** Connections that have ended. */
  readonly lost: number
  /** Processor time of all clients together. */
  readonly cpuSeconds: number
  /** Seconds on a clock of their own. */
  readonly time: number
}

/** Clients of one server, all in one process. */
export interface Clients {
  /** Asks them how many events have arrived. */
  count(): Promise<Count>
  close(): Promise<void>
}

const program = fileURLToPath(new URL("../../stream/client.ts", import.meta.url))

/** Connects so many clients to a server, and waits until all have asked for its events. */
export async function connectClients(server: Server, connections: number, cores: Cores): Promise<Clients> {
  const port = new URL(server.origin).port
  const command = pin(cores.load, [runtimes.node, program, port, String(connections)])
  const child = start(command, { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout! })
  const nextLine = async (): Promise<string> => {
    const ended = once(child, "exit").then(() => {
      throw new Error("The clients of the event stream have ended.")
    })
    const [line] = (await Promise.race([once(lines, "line"), ended])) as [string]
    return line
  }
  try {
    await nextLine()
  } catch (error) {
    await stop(child)
    throw error
  }
  const count = async (): Promise<Count> => {
    const line = nextLine()
    child.stdin!.write("count\n")
    return JSON.parse(await line) as Count
  }
  return { count, close: () => stop(child) }
}
