import { describe, it } from "vitest"
import { bunAdapter } from "../../src/server/bun/adapter.ts"
import { messageContract } from "./contract.ts"
import { isBun, socketPlace } from "./harness.ts"
import { lifeContract } from "./life.ts"
import { limitContract } from "./limits.ts"
import { wireContract } from "./wire.ts"

describe("over a Bun socket", () => {
  if (!isBun) {
    it.skip("runs on Bun alone", () => undefined)
    return
  }
  const place = socketPlace(bunAdapter, "bun")
  messageContract(place)
  wireContract(place)
  limitContract(place)
  lifeContract(place, bunAdapter)
})
