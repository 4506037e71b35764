import { StartError } from "../../errors/start-error.ts"
import type { SchemaAdapter, Validate } from "../adapter.ts"
import type { Form } from "../encode/form.ts"
import { prune } from "../encode/prune.ts"
import { formOfJson } from "./json-form.ts"
import { bigintNode, dateNode, type JsonNode, mayRecurse } from "./json-node.ts"
import { adapterOfLibrary } from "./library.ts"
import { type StandardIssue, type StandardSchema, standardValidate, type Translation } from "./standard-issue.ts"

interface ArkType extends StandardSchema {
  readonly out: ArkType
  toJsonSchema(options: object): JsonNode
  onDeepUndeclaredKey(behaviour: "delete"): ArkType
}

interface ArkIssue extends StandardIssue {
  readonly code: string
  readonly expected: string
}

/** ArkType 2. Undeclared keys are deleted, unless the type rejects them. */
export const arktypeAdapter: SchemaAdapter<ArkType> = adapterOfLibrary<ArkType>({
  validate,
  describe,
  optional: () => false,
})

/**
 * A type that rejects undeclared keys somewhere decides first, then the others are deleted. Aliases,
 * by which a type contains itself, are not reached by the deletion of ArkType's own: the form of the
 * output finishes it.
 */
function validate(schema: ArkType): Validate {
  const node = tryDescribe(schema)
  const bounded = node === undefined || mayRecurse(node)
  const strip = standardValidate(schema.onDeepUndeclaredKey("delete"), translate, bounded)
  const decide = rejects(node) ? standardValidate(schema, translate, bounded) : undefined
  const form = bounded ? tryForm(schema) : undefined
  return (value, origin, faults) => {
    const before = faults.length
    decide?.(value, origin, faults)
    if (faults.length > before) return undefined
    const output = strip(value, origin, faults)
    return form && faults.length === before ? prune(form, output) : output
  }
}

function tryForm(schema: ArkType): Form | undefined {
  try {
    return formOfJson(describe(schema, "output"))
  } catch {
    return undefined
  }
}

function tryDescribe(schema: ArkType): JsonNode | undefined {
  try {
    return describe(schema, "input")
  } catch {
    return undefined
  }
}

/** Whether some object of the schema refuses undeclared keys; one that says nothing of itself may. */
function rejects(node: unknown): boolean {
  if (node === undefined) return true
  if (Array.isArray(node)) return node.some(rejects)
  if (typeof node !== "object" || node === null) return false
  return (node as JsonNode).additionalProperties === false || Object.values(node).some(rejects)
}

interface Unrepresentable {
  readonly code: string
  readonly base: JsonNode
  readonly domain?: string
  readonly out?: JsonNode | null
}

function describe(schema: ArkType, side: "input" | "output"): JsonNode {
  // The input part of a type (`.in`) has lost its defaults, so the type itself is described and its morphs by their bases.
  const part = side === "input" ? schema : schema.out
  try {
    return part.toJsonSchema({ fallback: represent })
  } catch (error) {
    throw new StartError(
      "schema-unsuitable",
      `An ArkType type cannot be described as JSON Schema: ${(error as Error).message}`,
    )
  }
}

/** What travels as text is described so; a predicate narrows what its base says; the rest stays undescribed. */
function represent({ code, base, domain }: Unrepresentable): JsonNode {
  if (code === "date") return dateNode
  if (code === "domain" && domain === "bigint") return bigintNode
  if (code === "morph" || code === "predicate" || code === "patternIntersection" || code === "defaultValue") return base
  throw new TypeError(`it has a part (${code}) for which JSON has no form`)
}

const codes: Readonly<Record<string, string>> = {
  required: "missing",
  domain: "invalid_type",
  proto: "invalid_type",
  unit: "invalid_value",
  union: "invalid_value",
  min: "too_small",
  minLength: "too_small",
  after: "too_small",
  max: "too_big",
  maxLength: "too_big",
  before: "too_big",
  exactLength: "invalid_value",
  pattern: "invalid_format",
  divisor: "not_multiple_of",
}

/** ArkType reports a union of types as a union, or as a predicate when it compiles. */
const typeWords = /^(?:(?:an? )?(?:string|number|integer|boolean|bigint|null|object|array|Date)(?: or |$))+/

/** ArkType's messages quote what was received, so only its expectation is told. */
function translate({ code, expected }: ArkIssue): Translation {
  const words = expected
    .replace(/ \(was [\s\S]*\)$/, "")
    .replace(/^[\s\S]*?must be /, "")
    .replace(/^an? /, "")
  if (words === "removed") return { code: "unrecognized_key", expected: "nothing" }
  const isType = code === "predicate" || code === "union" ? typeWords.test(words) : words === "integer"
  return { code: isType ? "invalid_type" : (codes[code] ?? "custom"), expected: words }
}
