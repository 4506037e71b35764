import type { AliasNode, IdentifierNode, OperationNode, ReferenceNode, SelectQueryNode, SelectionNode } from "kysely"
import type { Dialect } from "../dialects/dialect.ts"
import { aliased, around, columnName, mapNode, reference, tableName } from "./nodes.ts"
import type { NamedColumn } from "./schema.ts"
import type { Scope, Source } from "./scope.ts"
import { type Content, lossless } from "./stored-values.ts"

/** A column of a statement's rows. */
export interface Output {
  readonly name: string
  readonly content: Content
}

/** Where selections are rewritten. */
export interface SelectionPlace {
  readonly scope: Scope
  readonly dialect: Dialect
  /** Whether the rows leave the database here; inside, columns stay comparable. */
  readonly outermost: boolean
  readonly rewrite: (node: OperationNode) => OperationNode
  readonly content: (node: OperationNode) => Content
}

/** Selections whose rows are named by properties, and what they hold; undefined where that is not known. */
export interface Selected {
  readonly selections: readonly SelectionNode[] | undefined
  readonly outputs: readonly Output[] | undefined
}

interface Part {
  readonly node: OperationNode
  readonly output: Output | undefined
}

/** Names every column by its property, and lists the columns behind a `*`. */
export function rewriteSelections(selections: readonly SelectionNode[] | undefined, place: SelectionPlace): Selected {
  if (!selections) return { selections: undefined, outputs: undefined }
  const parts = selections.flatMap(({ selection }) => selectionParts(selection as OperationNode, place))
  const outputs = parts.map(({ output }) => output)
  return {
    selections: parts.map(({ node }) => Object.freeze({ kind: "SelectionNode", selection: node }) as SelectionNode),
    outputs: outputs.includes(undefined) ? undefined : (outputs as Output[]),
  }
}

function selectionParts(node: OperationNode, place: SelectionPlace): Part[] {
  if (node.kind === "SelectAllNode") return everything([...place.scope.sources.values()], node, place)
  if (node.kind === "ReferenceNode" && (node as ReferenceNode).column.kind === "SelectAllNode") {
    const { table } = node as ReferenceNode
    const source = place.scope.sources.get((table && tableName(table)) ?? "")
    return everything([source], place.rewrite(node), place)
  }
  const named = columnName(node)
  const alias = node.kind === "AliasNode" ? ((node as AliasNode).alias as IdentifierNode).name : undefined
  const name = named?.column ?? alias
  const rewritten = place.rewrite(node.kind === "AliasNode" ? (node as AliasNode).node : node)
  if (name === undefined) return [{ node: rewritten, output: undefined }]
  return [part(rewritten, { name, content: place.content(node) }, place)]
}

/** All columns of the sources; the `*` itself where one of them is not known. */
function everything(sources: readonly (Source | undefined)[], star: OperationNode, place: SelectionPlace): Part[] {
  if (sources.length === 0 || sources.some((source) => !source?.columns)) return [{ node: star, output: undefined }]
  const parts: Part[] = []
  for (const source of sources) {
    for (const [name, { name: column, stored }] of source!.columns!) {
      if (source!.shadow) continue
      parts.push(part(reference(source!.qualifier, column), { name, content: stored }, place))
    }
  }
  return parts
}

function part(node: OperationNode, output: Output, { outermost, dialect }: SelectionPlace): Part {
  const text = outermost ? lossless(output.content, dialect) : undefined
  const read = text ? around(text[0], node, text[1]) : node
  return { node: columnName(read)?.column === output.name ? read : aliased(read, output.name), output }
}

/** The columns of rows, for a statement around the one that makes them. */
export function outputColumns(
  outputs: readonly Output[] | undefined,
  names?: readonly string[],
): ReadonlyMap<string, NamedColumn> | undefined {
  if (!outputs) return undefined
  return new Map(
    outputs.map(({ name, content }, place): [string, NamedColumn] => {
      const known = names?.[place] ?? name
      return [known, { name: known, stored: content === "number" ? undefined : content }]
    }),
  )
}

/**
 * A union whose columns need more text to be read without loss: the text goes around the whole, because
 * inside it would change what is compared and ordered.
 */
export function wrapUnion(
  union: SelectQueryNode,
  outputs: readonly Output[] | undefined,
  dialect: Dialect,
): SelectQueryNode {
  if (!outputs?.some(({ content }) => lossless(content, dialect))) return union
  const { with: before, orderBy: inside, limit, offset, ...inner } = union
  // A name alone would mean what is read, not what is compared.
  const qualify = (node: OperationNode): OperationNode => {
    const named = columnName(node)
    return named && named.table === undefined ? reference("whole", named.column) : mapNode(node, qualify)
  }
  const orderBy = inside && mapNode(inside, qualify)
  const from = { kind: "FromNode", froms: [aliased(inner as OperationNode, "whole")] }
  const selections = outputs.map(({ name, content }) => {
    const [open, close] = lossless(content, dialect) ?? ["", ""]
    return { kind: "SelectionNode", selection: aliased(around(open, reference("whole", name), close), name) }
  })
  return Object.freeze({ kind: "SelectQueryNode", with: before, from, selections, orderBy, limit, offset }) as never
}
