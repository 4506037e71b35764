// Why: an object literal of known keys and local variables for values cost less than a walk over
// instructions with an array of slots. Gain measured per request in decisions/0002-plans.md; where code
// generation is forbidden `interpret` does the same.
import { type Inputs, type Instruction, type Program, type Run, isPromise } from "./program.ts"

/** Prints a program as straight code and compiles it. Undefined where code generation is forbidden. */
export function generate<R>(program: Program<R>): Run<R> | undefined {
  try {
    const { refuse, end, fail, instructions } = program
    const work = instructions.map((instruction) => (instruction.op === "refuse" ? undefined : instruction.run))
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- the source holds quoted names and numbers only
    return new Function("work", "refuse", "end", "fail", "isPromise", source(program))(
      work,
      refuse,
      end,
      fail,
      isPromise,
    ) as Run<R>
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}

/** The JavaScript that a program becomes. */
export function source<R>(program: Program<R>): string {
  const { instructions, result } = program
  const slots = Array.from({ length: program.slots }, (_, slot) => `v${slot}`)
  const work = instructions.flatMap((instruction, at) => (instruction.op === "refuse" ? [] : [`w${at} = work[${at}]`]))
  const locals = slots.length > 0 ? `let ${slots.join(", ")}` : ""
  return `"use strict"
${work.length > 0 ? `const ${work.join(", ")}` : ""}
return function plan(x) {
  ${locals}
  try {
${instructions.map((instruction, at) => straight(instruction, at, slots)).join("\n")}
    return end(x, v${result})
  } catch (error) {
    return fail(x, error)
  }
}
async function resume(x, at, pending, ${slots.join(", ")}) {
  try {
    switch (at) {
${instructions.map(awaited).join("\n")}
    }
    return await end(x, v${result})
  } catch (error) {
    return fail(x, error)
  }
}`
}

function straight(instruction: Instruction, at: number, slots: readonly string[]): string {
  if (instruction.op === "refuse") return `    if (${condition(instruction)}) return refuse(x)`
  const line = `    v${instruction.slot} = ${call(instruction, at)}`
  const wait = `\n    if (isPromise(v${instruction.slot})) return resume(x, ${at}, v${instruction.slot}, ${slots.join(", ")})`
  return instruction.waits ? line + wait : line
}

// A case is entered from outside with the promise of its own instruction, or from the case above, which
// has just made that promise or value.
function awaited(instruction: Instruction, at: number, all: readonly Instruction[]): string {
  if (at < firstWait(all)) return ""
  if (instruction.op === "refuse") return `        if (${condition(instruction)}) return await refuse(x)`
  const assign = `        v${instruction.slot} = `
  if (!instruction.waits) return assign + call(instruction, at)
  const make = at === firstWait(all) ? "" : `        pending = ${call(instruction, at)}\n`
  return `${make}      case ${at}:\n${assign}isPromise(pending) ? await pending : pending`
}

function firstWait(all: readonly Instruction[]): number {
  const at = all.findIndex((instruction) => instruction.op !== "refuse" && instruction.waits)
  return at === -1 ? all.length : at
}

function condition(instruction: Extract<Instruction, { op: "refuse" }>): string {
  return instruction.when === "blocked" ? "x.blocked" : "x.faults.length !== 0"
}

function call(instruction: Exclude<Instruction, { op: "refuse" }>, at: number): string {
  switch (instruction.op) {
    case "read":
      return `w${at}(x)`
    case "open":
      return `w${at}(x, ${literal(instruction.args)})`
    case "call":
      return `w${at}(${literal(instruction.args)})`
  }
}

function literal(inputs: Inputs): string {
  return `{ ${inputs.map(([key, slot]) => `${property(key)}: v${slot}`).join(", ")} }`
}

// Quoted, and computed where a plain key would set the prototype.
function property(key: string): string {
  return key === "__proto__" ? '["__proto__"]' : JSON.stringify(key)
}
