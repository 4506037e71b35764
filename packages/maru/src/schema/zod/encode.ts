import { type Encode, EncodeError } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { pushIssues } from "./issues.ts"
import type { ZodIssue, ZodSchema } from "./zod-type.ts"

interface Encodes {
  safeEncode(
    value: unknown,
    context: { reportInput: true },
  ): { success: boolean; data?: unknown; error?: { issues: readonly ZodIssue[] } }
}

const context = { reportInput: true } as const
const origin = { in: "output", name: "" } as const

/** Encodes through Zod itself and writes the result. */
export function zodEncode(schema: ZodSchema): Encode {
  const encoder = schema as unknown as Encodes
  return (value) => {
    const result = encoder.safeEncode(value, context)
    if (result.success) return JSON.stringify(result.data)
    const faults: Fault[] = []
    pushIssues(result.error!.issues, origin, faults)
    throw new EncodeError(faults)
  }
}
