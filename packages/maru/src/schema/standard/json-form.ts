import type { Form, Member, Target } from "../encode/form.ts"
import { domainOfTypes } from "../encode/domain.ts"
import { anyBigint, anything, finite, validDate } from "../encode/simple-checks.ts"
import { unionForm } from "../encode/union-form.ts"
import { unsuitableResult } from "../encode/unsuitable.ts"
import { type JsonNode, resolveRef, tupleItems } from "./json-node.ts"

interface Context {
  readonly root: JsonNode
  readonly path: readonly string[]
  readonly targets: Map<string, Target>
}

/**
 * The form in which values of a JSON Schema leave. The library has validated the value before, so
 * the form only names what may leave.
 *
 * @throws StartError `schema-unsuitable` where the schema does not say what leaves
 */
export function formOfJson(root: JsonNode): Form {
  return build(root, { root, path: [], targets: new Map() })
}

function build(node: JsonNode, context: Context): Form {
  if (node.$ref !== undefined) return reference(node.$ref, context)
  if (node["~domain"] === "date") return { kind: "date", check: validDate }
  if (node["~domain"] === "bigint") return { kind: "bigint", check: anyBigint }
  if ("const" in node) return values([node.const])
  if (node.enum) return values(node.enum)
  const options = node.anyOf ?? node.oneOf
  if (options) return union(options, context)
  if (node.allOf) return intersection(node.allOf, context)
  if (Array.isArray(node.type)) {
    return union(
      node.type.map((type: string) => ({ ...node, type })),
      context,
    )
  }
  return typeForm(node, context)
}

function reference(ref: string, context: Context): Form {
  const known = context.targets.get(ref)
  if (known) return { kind: "reference", target: known }
  const node = resolveRef(ref, context.root)
  if (!node) throw unsuitableResult(`refers to "${ref}", which it does not define`, context.path)
  const target: Target = { form: undefined, domain: domainOfTypes(node.type === "object" ? "object" : "anything") }
  context.targets.set(ref, target)
  target.form = build(node, context)
  return { kind: "reference", target }
}

function values(list: readonly unknown[]): Form {
  const types = new Set(list.map((value) => (value === null ? "null" : typeof value)))
  const json = types.size === 1 ? ([...types][0] as "string") : "mixed"
  return { kind: "scalar", json, check: anything, values: new Set(list) }
}

function union(options: readonly JsonNode[], context: Context): Form {
  const form = unionForm(
    options.map((option) => build(option, context)),
    false,
  )
  if (form) return form
  throw unsuitableResult(
    "is a union whose options overlap. Give each option a field with a literal of its own",
    context.path,
  )
}

function typeForm(node: JsonNode, context: Context): Form {
  switch (node.type) {
    case "string":
    case "boolean":
      return { kind: "scalar", json: node.type, check: anything }
    case "null":
      return { kind: "scalar", json: "null", check: anything, values: new Set([null]) }
    case "number":
    case "integer":
      return { kind: "scalar", json: "number", check: finite }
    case "array":
      return arrayForm(node, context)
    case "object":
      return objectForm(node, context)
    default:
      throw unsuitableResult("accepts anything, or says in a way that Maru cannot follow what it accepts", context.path)
  }
}

function arrayForm(node: JsonNode, context: Context): Form {
  const at = step(context, "[]")
  const tuple = tupleItems(node)
  const { items } = node
  const rest = typeof items === "object" && !Array.isArray(items) ? build(items as JsonNode, at) : undefined
  if (tuple) return { kind: "tuple", items: tuple.map((item) => build(item, at)), rest }
  if (rest === undefined) throw unsuitableResult("is an array of anything", context.path)
  return { kind: "array", item: rest }
}

function objectForm(node: JsonNode, context: Context): Form {
  const others = node.additionalProperties
  if (others === true || (typeof others === "object" && Object.keys(others).length === 0)) {
    throw unsuitableResult("lets undeclared fields through. Declare them", context.path)
  }
  const patterns = Object.values(node.patternProperties ?? {})
  const rest = typeof others === "object" ? others : patterns[0]
  if (patterns.length > 1 || (node.properties === undefined && rest === undefined)) {
    throw unsuitableResult("is an object that does not say which fields it has", context.path)
  }
  const form = rest === undefined ? undefined : build(rest, step(context, "*"))
  if (node.properties === undefined) return { kind: "record", key: anything, value: form! }
  return { kind: "object", members: membersOf(node, context), rest: form }
}

function membersOf(node: JsonNode, context: Context): Member[] {
  const required = new Set(node.required)
  return Object.entries(node.properties!).map(([name, field]) => {
    const form = build(field, step(context, name))
    return { name, form: required.has(name) ? form : { kind: "maybe", nothing: undefined, form } }
  })
}

function intersection(parts: readonly JsonNode[], context: Context): Form {
  const forms = parts
    .map((part) => build(part, context))
    .map((form) => (form.kind === "reference" ? form.target.form : form))
  const members: Member[] = []
  for (const form of forms) {
    if (form?.kind !== "object" || form.rest) {
      throw unsuitableResult("is an intersection of other things than objects", context.path)
    }
    members.push(...form.members.filter((member) => !members.some((known) => known.name === member.name)))
  }
  return { kind: "object", members, rest: undefined }
}

function step(context: Context, name: string): Context {
  return { ...context, path: [...context.path, name] }
}
