import type { Exchange } from "../exchange.ts"
import { type Inputs, type Instruction, type Program, type Run, isPromise } from "./program.ts"

/**
 * Runs a program by walking its instructions: what `generate` prints as straight code, for places where
 * code generation is forbidden. Synchronous until the first promise, asynchronous from there on.
 */
export function interpret<R>(program: Program<R>): Run<R> {
  const { instructions, slots, result, refuse, end, fail } = program
  const count = instructions.length

  return (exchange) => {
    const values = Array.from<unknown>({ length: slots })
    try {
      for (let at = 0; at < count; at++) {
        const instruction = instructions[at]!
        if (instruction.op === "refuse") {
          if (refuses(instruction, exchange)) return refuse(exchange)
          continue
        }
        const value = execute(instruction, exchange, values)
        if (instruction.waits && isPromise(value)) return resume(exchange, values, at, value)
        values[instruction.slot] = value
      }
      return end(exchange, values[result])
    } catch (error) {
      return fail(exchange, error)
    }
  }

  async function resume(exchange: Exchange, values: unknown[], from: number, pending: unknown): Promise<R> {
    try {
      let value = await pending
      for (let at = from; ;) {
        const done = instructions[at]!
        if (done.op !== "refuse") values[done.slot] = value
        if (++at === count) return await end(exchange, values[result])
        const instruction = instructions[at]!
        if (instruction.op === "refuse") {
          if (refuses(instruction, exchange)) return await refuse(exchange)
          continue
        }
        value = execute(instruction, exchange, values)
        if (instruction.waits && isPromise(value)) value = await value
      }
    } catch (error) {
      return fail(exchange, error)
    }
  }
}

function refuses(instruction: Extract<Instruction, { op: "refuse" }>, exchange: Exchange): boolean {
  return instruction.when === "blocked" ? exchange.blocked : exchange.faults.length > 0
}

function execute(
  instruction: Exclude<Instruction, { op: "refuse" }>,
  exchange: Exchange,
  values: readonly unknown[],
): unknown {
  switch (instruction.op) {
    case "read":
      return instruction.run(exchange)
    case "open":
      return instruction.run(exchange, collect(instruction.args, values))
    case "call":
      return instruction.run(collect(instruction.args, values) as never)
  }
}

function collect(inputs: Inputs, values: readonly unknown[]): Record<string, unknown> {
  const args: Record<string, unknown> = {}
  for (const [key, slot] of inputs) define(args, key, values[slot])
  return args
}

// A key named "__proto__" must become a property, not a prototype.
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}
