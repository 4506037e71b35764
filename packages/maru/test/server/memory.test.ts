import { describe } from "vitest"
import { messageContract } from "./contract.ts"
import { memory } from "./harness.ts"

describe("in memory", () => {
  messageContract(memory)
})
