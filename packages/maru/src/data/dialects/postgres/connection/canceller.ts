import { type DriverClient, driver } from "./driver.ts"

/**
 * Asks the server to end the statement that runs on a connection, over another one, as the protocol wants it:
 * encrypted where the first one is. Resolves when the server has passed the request on, or cannot be reached: after
 * that it cannot hit a later statement any more.
 *
 * @param limit milliseconds
 */
export function cancelStatement(client: DriverClient, limit: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { Connection } = driver()
  const wire = new Connection({ ssl: client.ssl })
  const timer = setTimeout(() => wire.stream.destroy(), limit)
  wire.on("connect", () => (client.ssl ? wire.requestSsl() : wire.cancel(client.processID, client.secretKey)))
  wire.on("sslconnect", () => wire.cancel(client.processID, client.secretKey))
  wire.on("error", () => wire.stream.destroy())
  wire.on("end", () => {
    clearTimeout(timer)
    resolve()
  })
  if (client.host.startsWith("/")) wire.connect(`${client.host}/.s.PGSQL.${client.port}`)
  else wire.connect(client.port, client.host)
  return promise
}
