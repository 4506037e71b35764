import type { Origin } from "./adapter.ts"
import type { Fault } from "./fault.ts"
import { maxDepth } from "./limits.ts"
import { receivedType } from "./received.ts"

/** The fault of a value that nests too deep. It names no place: that would be as long as the value is deep. */
export function tooDeepFault(value: unknown, origin: Origin): Fault {
  return {
    in: origin.in,
    name: origin.name,
    pointer: "",
    code: "too_deep",
    expected: `at most ${maxDepth} levels of objects and arrays`,
    received: receivedType(value),
    message: `This is nested more than ${maxDepth} levels deep, or refers to itself.`,
  }
}
