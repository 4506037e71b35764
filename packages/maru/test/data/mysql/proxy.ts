import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net"

/** Stands between an application and its server, and can fail as a network does. */
export interface Proxy extends AsyncDisposable {
  /** The URL through this. */
  readonly url: string
  /** Cuts every connection, and refuses new ones until `restore`. */
  cut(): void
  restore(): void
  /** Cuts a connection instead of passing on what has these bytes in it. */
  cutAt(bytes: string | undefined): void
  /** Nothing passes in either direction while it is true; nobody is told. */
  silent: boolean
}

/** @param url of the server */
export async function proxyTo(url: string): Promise<Proxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let refusing = false
  let trigger: string | undefined
  const proxy = { silent: false }
  const server: Server = createServer((client) => {
    if (refusing) return void client.destroy()
    const upstream = connect(Number(target.port) || 3306, target.hostname)
    const end = (): void => {
      for (const socket of [client, upstream]) {
        sockets.delete(socket)
        socket.destroy()
      }
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", end).on("close", end)
    }
    client.on("data", (data) => {
      if (trigger !== undefined && data.includes(trigger)) end()
      else if (!proxy.silent) upstream.write(data)
    })
    upstream.on("data", (data) => {
      if (!proxy.silent) client.write(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = Object.assign(new URL(url), {
    hostname: "127.0.0.1",
    port: String((server.address() as AddressInfo).port),
  })
  const cut = (): void => {
    refusing = true
    for (const socket of sockets) socket.destroy()
  }
  return Object.assign(proxy, {
    url: address.href,
    cut,
    restore: () => void (refusing = false),
    cutAt: (bytes: string | undefined) => void (trigger = bytes),
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
