import type { Plan, Step } from "../../endpoint/plan/plan.ts"
import { formatSource } from "../../errors/source.ts"
import type { Colours } from "../../log/colour.ts"

interface PhaseGroup {
  readonly title: string
  readonly steps: readonly Step[]
}

/** A plan as a tree: its phases in the order in which they run, below each its steps. */
export function planAsTree(plan: Plan, colours: Colours): string {
  const groups = phasesOf(plan)
  const width = widthsOf(plan)
  const lines = groups.flatMap((group, index) => {
    const last = index === groups.length - 1
    const steps = group.steps.flatMap((step, place) =>
      stepLines(step, group.steps[place - 1], place === group.steps.length - 1, width, colours),
    )
    const indent = last ? "   " : "│  "
    return [`${last ? "└─" : "├─"} ${colours.bold(group.title)}`, ...steps.map((line) => `${indent}${line}`)]
  })
  return `${[...heading(plan, colours), ...lines].map((line) => line.trimEnd()).join("\n")}\n`
}

function heading(plan: Plan, { bold, dim }: Colours): string[] {
  const source = plan.source ? [formatSource(plan.source)] : []
  const notes = [
    plan.operation,
    ...(plan.tags.length > 0 ? [`tags ${plan.tags.join(", ")}`] : []),
    ...(plan.deprecated ? ["deprecated"] : []),
    ...(plan.hidden ? ["not in the docs"] : []),
  ]
  return [bold(`${plan.method} ${plan.path}`), dim([...notes, ...source].join(" · "))]
}

/** Steps that follow each other in one phase. A body phase that reads nothing only refuses. */
function phasesOf({ steps }: Plan): PhaseGroup[] {
  const groups: { title: string; steps: Step[] }[] = []
  let phase: Step["phase"] | undefined
  for (const step of steps) {
    if (step.phase !== phase) groups.push({ title: step.phase, steps: [] })
    phase = step.phase
    groups.at(-1)!.steps.push(step)
  }
  return groups.map(({ title, steps }) => ({
    title: title === "body" && steps.every(({ kind }) => kind === "refuse") ? "faults" : title,
    steps,
  }))
}

interface Widths {
  readonly kind: number
  readonly name: number
  readonly note: number
}

function widthsOf({ steps }: Plan): Widths {
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length))
  return {
    kind: longest(steps.map(({ kind }) => kind)),
    name: longest(steps.map(({ name }) => name)),
    note: longest(steps.map(({ note }) => note)),
  }
}

function stepLines(step: Step, before: Step | undefined, last: boolean, width: Widths, colours: Colours): string[] {
  const { kind, name, note, source } = step
  // The steps of one input were declared in one place.
  const repeated = before?.name === name && before.source === source
  const place = source && !repeated ? colours.dim(formatSource(source)) : ""
  const cells = [kind.padEnd(width.kind), colours.cyan(name.padEnd(width.name)), note.padEnd(width.note), place]
  const indent = `${last ? "   " : "│  "}${" ".repeat(width.kind + 2)}`
  return [`${last ? "└─" : "├─"} ${cells.join("  ")}`, ...details(step, colours).map((line) => `${indent}${line}`)]
}

function details({ reads, errors, skipped, name }: Step, { dim, yellow }: Colours): string[] {
  const used = reads.filter((each) => each !== name)
  return [
    ...(used.length > 0 ? [dim(`uses ${used.join(", ")}`)] : []),
    ...(errors.length > 0
      ? [`${dim("may answer")} ${yellow(errors.map(({ status, code }) => answer(status, code)).join(", "))}`]
      : []),
    ...(skipped === undefined ? [] : [dim(`skipped if ${skipped}`)]),
  ]
}

function answer(status: number, code: string): string {
  return code === `status-${status}` ? `${status}` : `${status} ${code}`
}
