import type { Field, Shape } from "../adapter.ts"
import { type JsonNode, resolveRef, tupleItems } from "./json-node.ts"
import { meet, unionOf } from "../shapes.ts"

const unknown: Shape = { kind: "unknown" }

/** What text a JSON Schema accepts. */
export function shapeOfJson(node: JsonNode, root: JsonNode = node, visiting: ReadonlySet<string> = new Set()): Shape {
  if (node.$ref !== undefined) {
    const target = visiting.has(node.$ref) ? undefined : resolveRef(node.$ref, root)
    return target ? shapeOfJson(target, root, new Set(visiting).add(node.$ref)) : unknown
  }
  const of = (inner: JsonNode): Shape => shapeOfJson(inner, root, visiting)
  if (node["~domain"]) return { kind: node["~domain"] }
  if ("const" in node) return { kind: "literal", values: [node.const] }
  if (node.enum) return { kind: "literal", values: node.enum }
  const options = node.anyOf ?? node.oneOf
  if (options) return unionOf(options.map(of))
  if (node.allOf) return node.allOf.map(of).reduce(meet)
  if (Array.isArray(node.type)) return unionOf(node.type.map((type: string) => of({ ...node, type })))
  return typeShape(node, of)
}

function typeShape(node: JsonNode, of: (inner: JsonNode) => Shape): Shape {
  switch (node.type) {
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "null":
      return { kind: node.type }
    case "array": {
      const items = [...(tupleItems(node) ?? []), ...(isNode(node.items) ? [node.items] : [])]
      return { kind: "array", item: items.length === 0 ? unknown : unionOf(items.map(of)) }
    }
    case "object":
      return node.properties ? { kind: "object", fields: fieldsOf(node, of) } : unknown
    default:
      return unknown
  }
}

function isNode(items: JsonNode["items"]): items is JsonNode {
  return typeof items === "object" && !Array.isArray(items)
}

function fieldsOf(node: JsonNode, of: (inner: JsonNode) => Shape): Record<string, Field> {
  const required = new Set(node.required)
  const fields: Record<string, Field> = Object.create(null)
  for (const [name, field] of Object.entries(node.properties!)) {
    fields[name] = { shape: of(field), optional: !required.has(name) || "default" in field }
  }
  return fields
}
