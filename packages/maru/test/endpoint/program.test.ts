import { describe, expect, it } from "vitest"
import { Exchange } from "../../src/endpoint/exchange.ts"
import { generate } from "../../src/endpoint/program/generate.ts"
import { interpret } from "../../src/endpoint/program/interpret.ts"
import type { Instruction, Program, Run } from "../../src/endpoint/program/program.ts"

const later = (value: unknown) => Promise.resolve(value)
const read = (slot: number, run: (x: Exchange) => unknown): Instruction => ({ op: "read", slot, run, waits: true })
const call = (slot: number, args: [string, number][], run: (args: never) => unknown): Instruction => ({
  op: "call",
  slot,
  args,
  run,
  waits: true,
})

function program(instructions: readonly Instruction[], slots: number): Program<unknown> {
  return {
    instructions,
    slots,
    result: slots - 1,
    refuse: (x) => `refused ${x.faults.length}`,
    end: (_, result) => ({ result }),
    fail: (_, error) => `failed: ${(error as Error).message}`,
  }
}

const canGenerate = generate(program([], 1)) !== undefined
const runners: [string, (program: Program<unknown>) => Run<unknown>][] = [
  ["interpreted", interpret],
  ...(canGenerate ? ([["generated", (p: Program<unknown>) => generate(p)!]] as [string, typeof interpret][]) : []),
]

describe.each(runners)("a program, %s", (_, compile) => {
  const exchange = () => new Exchange({} as never, [])

  it("costs no promise where nothing waits", () => {
    const run = compile(program([read(0, () => 1), call(1, [["a", 0]], ({ a }: { a: number }) => a + 1)], 2))
    expect(run(exchange())).toEqual({ result: 2 })
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7])("gives the same whichever steps wait (%i)", async (mask) => {
    const maybe = (bit: number, value: unknown) => (mask & bit ? later(value) : value)
    const run = compile(
      program(
        [
          read(0, () => maybe(1, "a")),
          { op: "refuse", when: "faults" },
          call(1, [["first", 0]], ({ first }: { first: string }) => maybe(2, `${first}b`)),
          {
            op: "open",
            slot: 2,
            args: [["x", 1]],
            run: (x, args) => (x.resources.length === 0 ? args : undefined),
            waits: false,
          },
          call(
            3,
            [
              ["o", 2],
              ["a", 0],
            ],
            ({ o, a }: { o: { x: string }; a: string }) => maybe(4, o.x + a),
          ),
        ],
        4,
      ),
    )
    const result = run(exchange())
    expect(result instanceof Promise).toBe(mask !== 0)
    expect(await result).toEqual({ result: "aba" })
  })

  it("refuses before the next step, waiting or not", async () => {
    const steps = (value: unknown): Instruction[] => [
      read(0, (x) => {
        x.faults.push({} as never)
        return value
      }),
      { op: "refuse", when: "blocked" },
      { op: "refuse", when: "faults" },
      call(1, [], () => {
        throw new Error("must not run")
      }),
    ]
    expect(compile(program(steps(1), 2))(exchange())).toBe("refused 1")
    expect(await compile(program(steps(later(1)), 2))(exchange())).toBe("refused 1")
  })

  it("fails by what is thrown or rejected anywhere", async () => {
    const boom = () => {
      throw new Error("boom")
    }
    expect(compile(program([read(0, boom)], 1))(exchange())).toBe("failed: boom")
    expect(await compile(program([read(0, () => later(1)), call(1, [], boom)], 2))(exchange())).toBe("failed: boom")
    expect(await compile(program([read(0, () => Promise.reject(new Error("no")))], 1))(exchange())).toBe("failed: no")
  })

  it("passes names that are no identifiers, and __proto__ as a plain name", () => {
    const names = ["page-size", "__proto__", 'quo"te', "\u2028", "class"]
    const run = compile(
      program(
        [
          ...names.map((name, slot) => read(slot, () => name)),
          call(
            5,
            names.map((name, slot) => [name, slot]),
            (args) => args,
          ),
        ],
        6,
      ),
    )
    const { result } = run(exchange()) as { result: Record<string, unknown> }
    expect(Object.entries(result)).toEqual(names.map((name) => [name, name]))
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
  })

  it("awaits thenables", async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- query builders are thenables
    const thenable = { then: (resolve: (value: string) => void) => resolve("x") }
    expect(await compile(program([call(0, [], () => thenable)], 1))(exchange())).toEqual({ result: "x" })
  })
})
