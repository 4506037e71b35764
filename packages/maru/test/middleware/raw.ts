import { connect } from "node:net"

/** Sends text over a socket and gives all that comes back until the server closes. */
export function rawRequest(port: number, text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(port, "127.0.0.1", () => socket.write(text))
  let answer = ""
  socket.setEncoding("latin1").on("data", (piece: string) => (answer += piece))
  socket.on("close", () => resolve(answer)).on("error", reject)
  return promise
}
