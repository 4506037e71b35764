import { createInterface } from "node:readline/promises"
import type { Question } from "../../data/migrate/diff/question.ts"
import { UsageError } from "../usage.ts"
import type { Said } from "./answers.ts"

/**
 * Asks what is still open where somebody sits at the terminal.
 * @throws UsageError with the questions where nobody does
 */
export async function answer(questions: readonly Question[], said: Said): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new UsageError(questions.map(asText).join("\n\n"))
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    // One answer may settle the next question too, so only the first is asked.
    await ask(questions[0]!, said, (text) => terminal.question(text))
  } finally {
    terminal.close()
  }
}

async function ask(question: Question, said: Said, read: (text: string) => Promise<string>): Promise<void> {
  if (question.kind === "fill") {
    said.fills.set(question.place, await read(`${fillText(question)}\nValue: `))
    return
  }
  const { place, candidates } = question
  const choices = [...candidates.map((name) => `it is now ${name}`), `it is to be dropped`]
  const list = choices.map((choice, index) => `  ${index + 1}  ${choice}`).join("\n")
  for (;;) {
    const chosen = Number(await read(`${place} is gone from the models:\n${list}\nNumber: `))
    if (chosen === choices.length) said.drops.add(place)
    else if (candidates[chosen - 1] !== undefined) said.renames.set(place, candidates[chosen - 1]!)
    else continue
    return
  }
}

function asText(question: Question): string {
  if (question.kind === "fill") {
    return `${fillText(question)} Say it:\n  --fill ${question.place}=VALUE`
  }
  const { place, candidates } = question
  const renames = candidates.map((name) => `  --rename ${place}=${name}`)
  return `${place} is gone from the models. Has it got another name, or is it to be dropped? Say which:\n${[...renames, `  --drop ${place}`].join("\n")}`
}

function fillText({ place, column }: Extract<Question, { kind: "fill" }>): string {
  return `${place} (${column.type}) is required: which value do rows get that have none?`
}
