import { StartError } from "../../errors/start-error.ts"
import { memberSchemas } from "../../schema/members.ts"
import type { PlanInput } from "../plan/plan.ts"
import type { CompiledInput } from "./input.ts"

/**
 * Refuses two inputs that read the same name of the same place by different schemas: a value that one of them takes
 * the other may refuse, and the documentation has one place for both. A field of an object counts by its own name.
 *
 * @throws StartError `input-clash`
 */
export function refuseClashes(inputs: readonly CompiledInput[], owner: string): void {
  const known = new Map<string, PlanInput>()
  for (const { documents } of inputs) {
    for (const document of documents) {
      const key = `${document.in}\0${document.name}`
      const first = known.get(key)
      if (first && !isSame(first, document)) throw clash(first, document, owner)
      known.set(key, document)
    }
  }
}

function isSame(first: PlanInput, second: PlanInput): boolean {
  if (first.file || second.file) return false
  if (first.schema === second.schema && first.field === second.field) return true
  const own = ownSchema(first)
  return own !== undefined && own === ownSchema(second)
}

/** The schema of the input by itself; undefined where a library does not show that of a field. */
function ownSchema({ schema, field }: PlanInput): unknown {
  return field === undefined ? schema : memberSchemas(schema as object)[field]
}

function clash({ in: place, name, source }: PlanInput, second: PlanInput, owner: string): StartError {
  return new StartError(
    "input-clash",
    `${owner}: ${place} "${name}" is asked for twice with different schemas. Use one schema object for both, or give one of them another name.`,
    [source, second.source],
  )
}
