import { describe, expect, it } from "vitest"
import { nodeAdapter } from "../../src/server/node/adapter.ts"
import { messageContract } from "./contract.ts"
import { answer, isBun, socketPlace } from "./harness.ts"
import { lifeContract } from "./life.ts"
import { limitContract } from "./limits.ts"
import { RawClient } from "./raw-client.ts"
import { wireContract } from "./wire.ts"

describe("over a Node socket", () => {
  const place = socketPlace(nodeAdapter, "node")
  messageContract(place)
  if (isBun) {
    it.skip("is measured byte by byte on Node alone", () => undefined)
    return
  }
  wireContract(place)
  limitContract(place)
  lifeContract(place, nodeAdapter)

  describe("limits that only Node can keep", () => {
    const get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

    it("closes a connection after a number of requests", async () => {
      await using opened = await place.open(() => answer("x"), { limits: { requestsPerConnection: 2 } })
      const client = await RawClient.connect(opened.port)
      const answers = await client.send(get + get + get).answers(3)
      expect(answers.map(({ headers }) => headers.get("connection"))).toEqual([["keep-alive"], ["close"], ["close"]])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 503])
      client.leave()
    })

    it("turns away connections beyond a number", async () => {
      await using opened = await place.open(() => answer("x"), { limits: { connections: 1 } })
      const first = await RawClient.connect(opened.port)
      await first.send(get).answer()
      const second = await RawClient.connect(opened.port)
      expect(await second.send(get).end()).toBeDefined()
      expect(second.received).toBe("")
      first.leave()
    })
  })
})
