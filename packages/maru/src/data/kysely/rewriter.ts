import type {
  AliasNode,
  BinaryOperationNode,
  ColumnNode,
  ColumnUpdateNode,
  CommonTableExpressionNode,
  DeleteQueryNode,
  IdentifierNode,
  InsertQueryNode,
  JoinNode,
  OperationNode,
  OrderByItemNode,
  PrimitiveValueListNode,
  ReferenceNode,
  RootOperationNode,
  SelectQueryNode,
  SelectionNode,
  TableNode,
  UpdateQueryNode,
  ValueNode,
} from "kysely"
import type { Table } from "../model/table/table.ts"
import { contentOf, isComparison } from "./content.ts"
import { columnName, identifier, mapNode, reference, tableName, tableNode, valueNode } from "./nodes.ts"
import type { NamedTables } from "./schema.ts"
import { Scope, tableSource } from "./scope.ts"
import { type Output, type Selected, outputColumns, rewriteSelections, wrapUnion } from "./selections.ts"
import { type Content, bindValue } from "./stored-values.ts"

/** A statement in the words of the database. */
export interface Rewritten {
  readonly node: RootOperationNode
  /** The columns of its rows; undefined where they are not known. */
  readonly outputs: readonly Output[] | undefined
  /** Whether it writes. */
  readonly writes: boolean
  /** Whether it writes and gives rows back. */
  readonly returns: boolean
  /** The table that it writes first of all. */
  readonly target: Table | undefined
  /** Tables of models that it writes rows of. */
  readonly changed: ReadonlySet<Table>
  readonly deletes: boolean
}

/** What rewritten statements were before: Kysely has a statement rewritten by itself before it is a part of another. */
const originals = new WeakMap<OperationNode, RootOperationNode>()

/** Turns one statement from properties and values of entities to columns and stored values. */
export class Rewriter {
  readonly #named: NamedTables
  /** The columns of statements inside this one. */
  readonly #outputs: Map<OperationNode, readonly Output[] | undefined> = new Map()
  readonly #changed: Set<Table> = new Set()
  #target: Table | undefined
  #writes = false
  #returns = false
  #deletes = false
  #scope: Scope | undefined
  /** The WITH whose columns become known with the next SELECT: it may name itself. */
  #defining: ((outputs: readonly Output[] | undefined) => void) | undefined
  #root: OperationNode | undefined

  constructor(named: NamedTables) {
    this.#named = named
  }

  rewrite(root: RootOperationNode): Rewritten {
    this.#root = root
    const node = this.#node(root)
    const wrapped = root.kind === "SelectQueryNode" && (root as SelectQueryNode).setOperations !== undefined
    const outputs = this.#outputs.get(root)
    const made = wrapped ? wrapUnion(node as SelectQueryNode, outputs, this.#named.dialect) : node
    originals.set(made, root)
    return {
      node: made,
      outputs,
      writes: this.#writes,
      returns: this.#returns,
      target: this.#target,
      changed: this.#changed,
      deletes: this.#deletes,
    }
  }

  #node = <N extends OperationNode>(given: N): N => {
    const node = originals.get(given) ?? given
    const change = this.#changes[node.kind]
    return (change ? change(node as never) : mapNode(node, this.#node)) as N
  }

  readonly #changes: Partial<Record<OperationNode["kind"], (node: never) => OperationNode>> = {
    SelectQueryNode: (node: SelectQueryNode) => this.#inScope(false, () => this.#select(node)),
    InsertQueryNode: (node: InsertQueryNode) => this.#inScope(true, () => this.#insert(node)),
    UpdateQueryNode: (node: UpdateQueryNode) => this.#inScope(true, () => this.#update(node)),
    DeleteQueryNode: (node: DeleteQueryNode) => this.#inScope(true, () => this.#delete(node)),
    CommonTableExpressionNode: (node: CommonTableExpressionNode) => this.#define(node),
    TableNode: (node: TableNode) => this.#table(node),
    ReferenceNode: (node: ReferenceNode) => this.#reference(node),
    ColumnNode: (node: ColumnNode) => this.#column(node),
    BinaryOperationNode: (node: BinaryOperationNode) => this.#compare(node),
    ColumnUpdateNode: (node: ColumnUpdateNode) => this.#assign(node),
    ValueNode: (node: ValueNode) => this.#value(node, undefined),
    PrimitiveValueListNode: (node: PrimitiveValueListNode) => this.#values(node, []),
  }

  #inScope<N>(bare: boolean, run: () => N): N {
    const around = this.#scope
    this.#scope = new Scope(around, bare)
    try {
      return run()
    } finally {
      this.#scope = around
    }
  }

  #select(node: SelectQueryNode): OperationNode {
    const defining = this.#defining
    this.#defining = undefined
    const before = node.with && this.#node(node.with)
    const from = node.from && mapNode(node.from, this.#source)
    const joins = this.#joins(node.joins)
    const outermost = node === this.#root && !node.setOperations
    const { selections, outputs } = this.#selections(node.selections, outermost)
    this.#outputs.set(node, outputs)
    defining?.(outputs)
    const names = new Set(node.setOperations ? outputs?.map(({ name }) => name) : aliases(node.selections))
    const orderBy = node.orderBy && mapNode(node.orderBy, (item) => this.#orderItem(item as OrderByItemNode, names))
    return this.#rest(node, { with: before, from, joins, selections, orderBy })
  }

  /** The node with parts that are done, and the others rewritten. */
  #rest(node: OperationNode, done: Readonly<Record<string, unknown>>): OperationNode {
    const others = Object.fromEntries(Object.entries(node).filter(([name]) => !(name in done)))
    return Object.freeze({ ...mapNode(others as unknown as OperationNode, this.#node), ...done })
  }

  #selections(selections: readonly SelectionNode[] | undefined, outermost: boolean): Selected {
    return rewriteSelections(selections, {
      scope: this.#scope!,
      dialect: this.#named.dialect,
      outermost,
      rewrite: this.#node,
      content: (part) => this.#content(part),
    })
  }

  /** All tables are known before the first condition is read. */
  #joins(joins: readonly JoinNode[] | undefined): readonly JoinNode[] | undefined {
    const tables = joins?.map(({ table }) => this.#source(table))
    return joins?.map(
      (join, place) =>
        Object.freeze({ ...join, table: tables![place]!, on: join.on && this.#node(join.on) }) as JoinNode,
    )
  }

  /** A name that a selection was given is meant before a column of the same name. */
  #orderItem(item: OrderByItemNode, names: ReadonlySet<string>): OperationNode {
    const named = columnName(item.orderBy)
    return named && named.table === undefined && names.has(named.column) ? item : mapNode(item, this.#node)
  }

  /** Rows come from here: what can be named is added to the scope. */
  #source = (node: OperationNode): OperationNode => {
    if (node.kind === "ListNode") return mapNode(node, this.#source)
    if (node.kind === "TableNode") return this.#tableSource(node as TableNode, undefined)
    if (node.kind !== "AliasNode") return this.#node(node)
    const { node: inner, alias } = node as AliasNode
    const name = alias.kind === "IdentifierNode" ? (alias as IdentifierNode).name : undefined
    if (inner.kind === "TableNode") return Object.freeze({ ...node, node: this.#tableSource(inner as TableNode, name) })
    const rewritten = this.#node(inner)
    if (name !== undefined) this.#scope!.add(name, { qualifier: name, columns: outputColumns(this.#outputsOf(inner)) })
    return Object.freeze({ ...node, node: rewritten })
  }

  #tableSource(node: TableNode, alias: string | undefined): OperationNode {
    const name = tableName(node)
    if (name === undefined) return node
    const defined = this.#scope!.defined(name)
    const table = defined ? undefined : this.#named.tables.get(name)
    if (defined) this.#scope!.add(alias ?? name, { qualifier: alias ?? name, columns: defined.columns })
    else if (table) this.#scope!.add(alias ?? name, tableSource(table, alias))
    else this.#scope!.add(alias ?? name, { qualifier: alias ?? name, columns: undefined })
    return this.#table(node)
  }

  #insert(node: InsertQueryNode): OperationNode {
    const before = node.with && this.#node(node.with)
    const name = node.into && tableName(node.into)
    const table = name === undefined ? undefined : this.#named.tables.get(name)
    if (table) {
      this.#scope!.add(name!, tableSource(table, undefined))
      this.#scope!.add("excluded", tableSource(table, "excluded", true))
      if (table.table) this.#changed.add(table.table)
      this.#target = table.table
    }
    const contents = node.columns?.map((column) => table?.columns.get(column.column.name)?.stored)
    const values = node.values && this.#rows(node.values, contents ?? [])
    return this.#written(node, { with: before, values })
  }

  /** The rows of an insert, each value as its column stores it. */
  #rows(values: OperationNode, contents: readonly Content[]): OperationNode {
    if (values.kind !== "ValuesNode") return this.#node(values)
    return mapNode(values, (row) => {
      if (row.kind === "PrimitiveValueListNode") return this.#values(row as PrimitiveValueListNode, contents)
      let place = 0
      return mapNode(row, (value) => this.#operand(value, contents[place++]))
    })
  }

  #update(node: UpdateQueryNode): OperationNode {
    const before = node.with && this.#node(node.with)
    const table = node.table && this.#writtenSource(node.table)
    const from = node.from && mapNode(node.from, this.#source)
    return this.#written(node, { with: before, table, from, joins: this.#joins(node.joins) })
  }

  #delete(node: DeleteQueryNode): OperationNode {
    const before = node.with && this.#node(node.with)
    const from = mapNode(node.from, (item) => this.#writtenSource(item))
    const using = node.using && mapNode(node.using, this.#source)
    return this.#written(node, { with: before, from, using, joins: this.#joins(node.joins) })
  }

  #writtenSource(node: OperationNode): OperationNode {
    const inner = node.kind === "AliasNode" ? (node as AliasNode).node : node
    const name = inner.kind === "TableNode" ? tableName(inner as TableNode) : undefined
    const table = name === undefined ? undefined : this.#named.tables.get(name)?.table
    if (table) this.#changed.add(table)
    this.#target = table
    return this.#source(node)
  }

  /** What all statements that write have in common. */
  #written(
    node: InsertQueryNode | UpdateQueryNode | DeleteQueryNode,
    done: Readonly<Record<string, unknown>>,
  ): OperationNode {
    this.#writes = true
    this.#returns ||= node.returning !== undefined
    this.#deletes ||= node.kind === "DeleteQueryNode" || (node as InsertQueryNode).replace === true
    this.#defining = undefined
    const { selections, outputs } = this.#selections(node.returning?.selections, node === this.#root)
    this.#outputs.set(node, outputs)
    const returning = node.returning && Object.freeze({ ...node.returning, selections })
    return this.#rest(node, { ...done, returning })
  }

  /** WITH: the name means the rows of the statement, in this one and in those below. */
  #define(node: CommonTableExpressionNode): OperationNode {
    const scope = this.#scope!
    const name = tableName(node.name.table)!
    const names = node.name.columns?.map(({ column }) => column.name)
    const define = (outputs: readonly Output[] | undefined): void => scope.define(name, outputColumns(outputs, names))
    this.#defining = define
    const expression = this.#node(node.expression)
    define(this.#outputsOf(node.expression))
    return Object.freeze({ ...node, expression })
  }

  #table(node: TableNode): OperationNode {
    const name = tableName(node)
    if (name === undefined || this.#scope?.defined(name)) return node
    const table = this.#named.tables.get(name)
    return table ? tableNode(table.name) : node
  }

  #reference(node: ReferenceNode): OperationNode {
    const table = node.table && tableName(node.table)
    const named = columnName(node)
    const found = named && this.#scope?.find(named.table, named.column)
    if (found) return reference(found.bare && named.table === undefined ? undefined : found.qualifier, found.name)
    const qualifier = table === undefined ? undefined : this.#scope?.qualifier(table)
    return qualifier === undefined ? node : Object.freeze({ ...node, table: tableNode(qualifier) })
  }

  #column(node: ColumnNode): OperationNode {
    const found = this.#scope?.find(undefined, node.column.name)
    return found ? Object.freeze({ ...node, column: identifier(found.name) }) : node
  }

  #compare(node: BinaryOperationNode): OperationNode {
    if (!isComparison(node)) return mapNode(node, this.#node)
    const left = this.#content(node.leftOperand)
    const right = left === undefined ? this.#content(node.rightOperand) : undefined
    return Object.freeze({
      ...node,
      leftOperand: this.#operand(node.leftOperand, right),
      rightOperand: this.#operand(node.rightOperand, left),
    })
  }

  #assign(node: ColumnUpdateNode): OperationNode {
    return Object.freeze({
      ...node,
      column: this.#node(node.column),
      value: this.#operand(node.value, this.#content(node.column)),
    })
  }

  /** Values that are compared with something, or stored in it. */
  #operand(node: OperationNode, content: Content): OperationNode {
    switch (node.kind) {
      case "ValueNode":
        return this.#value(node as ValueNode, content)
      case "PrimitiveValueListNode": {
        const { values } = node as PrimitiveValueListNode
        return this.#values(
          node as PrimitiveValueListNode,
          values.map(() => content),
        )
      }
      case "ValueListNode":
      case "ParensNode":
      case "AndNode":
        return mapNode(node, (part) => this.#operand(part, content))
      default:
        return this.#node(node)
    }
  }

  #value(node: ValueNode, content: Content): OperationNode {
    return node.immediate ? node : valueNode(bindValue(node.value, content, this.#named.dialect))
  }

  #values(node: PrimitiveValueListNode, contents: readonly Content[]): OperationNode {
    const values = node.values.map((value, place) => bindValue(value, contents[place], this.#named.dialect))
    return Object.freeze({ ...node, values })
  }

  #outputsOf(node: OperationNode): readonly Output[] | undefined {
    return this.#outputs.get(originals.get(node) ?? node)
  }

  #content(node: OperationNode): Content {
    return contentOf(node, this.#scope, (select) => this.#outputsOf(select)?.[0]?.content)
  }
}

/** The names that selections are given in so many words. */
function aliases(selections: readonly SelectionNode[] | undefined): string[] {
  return (selections ?? []).flatMap(({ selection }) => {
    const { kind, alias } = selection as { kind: string; alias?: { name?: string } }
    return kind === "AliasNode" && alias?.name !== undefined ? [alias.name] : []
  })
}
