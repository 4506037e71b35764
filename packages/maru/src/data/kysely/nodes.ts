import type { AliasNode, IdentifierNode, OperationNode, RawNode, ReferenceNode, TableNode, ValueNode } from "kysely"

// Kysely's nodes are frozen data. They are made here as data, so that nothing of Kysely is loaded before
// somebody asks for it.

export function identifier(name: string): IdentifierNode {
  return Object.freeze({ kind: "IdentifierNode", name })
}

export function tableNode(name: string): TableNode {
  const table = Object.freeze({ kind: "SchemableIdentifierNode" as const, identifier: identifier(name) })
  return Object.freeze({ kind: "TableNode", table })
}

/** @param table undefined for a column that is written without one */
export function reference(table: string | undefined, column: string): ReferenceNode {
  return Object.freeze({
    kind: "ReferenceNode",
    table: table === undefined ? undefined : tableNode(table),
    column: Object.freeze({ kind: "ColumnNode" as const, column: identifier(column) }),
  }) as ReferenceNode
}

export function aliased(node: OperationNode, name: string): AliasNode {
  return Object.freeze({ kind: "AliasNode", node, alias: identifier(name) })
}

export function valueNode(value: unknown): ValueNode {
  return Object.freeze({ kind: "ValueNode", value })
}

/** Text around an expression. */
export function around(before: string, node: OperationNode, after: string): RawNode {
  return Object.freeze({ kind: "RawNode", sqlFragments: [before, after], parameters: [node] })
}

/** Name of a table node without a schema of its own. */
export function tableName({ table }: TableNode): string | undefined {
  return table.schema ? undefined : table.identifier.name
}

/** The table and column that a node names; undefined for any other node. */
export function columnName(node: OperationNode): { table: string | undefined; column: string } | undefined {
  if (node.kind === "ColumnNode") return { table: undefined, column: (node as unknown as Column).column.name }
  if (node.kind !== "ReferenceNode") return undefined
  const { table, column } = node as ReferenceNode
  if (column.kind !== "ColumnNode") return undefined
  return { table: table && tableName(table), column: column.column.name }
}

interface Column {
  readonly column: IdentifierNode
}

/** A copy of a node whose inner nodes have been changed; the node itself if none was. */
export function mapNode<N extends OperationNode>(node: N, change: (inner: OperationNode) => OperationNode): N {
  const copy: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(node)) copy[name] = mapPart(value, change)
  return Object.freeze(copy) as unknown as N
}

function mapPart(value: unknown, change: (inner: OperationNode) => OperationNode): unknown {
  if (Array.isArray(value)) return value.map((item) => mapPart(item, change))
  return isNode(value) ? change(value) : value
}

function isNode(value: unknown): value is OperationNode {
  return typeof value === "object" && value !== null && typeof (value as { kind?: unknown }).kind === "string"
}
