import { readFileSync } from "node:fs"
import { join, posix } from "node:path"
import ts from "typescript"

/** One place where a file names another module: import, export from, import() and import types alike. */
export interface Import {
  readonly line: number
  /** As written. */
  readonly specifier: string
  /** Path relative to the tree, for relative specifiers only. */
  readonly target: string | undefined
  readonly typeOnly: boolean
  /** Names that an import statement takes; empty for every other way to name a module. */
  readonly names: readonly string[]
}

/** What the rules need to know about a file. */
export interface Source {
  /** Path relative to the tree, with slashes. */
  readonly file: string
  readonly imports: readonly Import[]
  /** Lines that name a global of one runtime, such as Bun. */
  readonly globals: readonly { readonly line: number; readonly name: string }[]
  /** Lines of statements that are no `export … from`. */
  readonly ownStatements: readonly number[]
}

const runtimeGlobals = new Set(["Bun", "Deno"])

/** Reads a file with the TypeScript parser. @param file path relative to the tree */
export function readSource(tree: string, file: string): Source {
  const text = readFileSync(join(tree, file), "utf8")
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind)
  const imports: Import[] = []
  const globals: { line: number; name: string }[] = []
  const lineOf = (node: ts.Node): number => parsed.getLineAndCharacterOfPosition(node.getStart(parsed)).line + 1
  const visit = (node: ts.Node): void => {
    const found = moduleOf(node)
    if (found) imports.push({ line: lineOf(node), target: resolveRelative(file, found.specifier), ...found })
    if (ts.isIdentifier(node) && runtimeGlobals.has(node.text) && !isMemberName(node)) {
      globals.push({ line: lineOf(node), name: node.text })
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  const own = parsed.statements.filter((statement) => !(ts.isExportDeclaration(statement) && statement.moduleSpecifier))
  return { file, imports, globals, ownStatements: own.map(lineOf) }
}

function moduleOf(node: ts.Node): Omit<Import, "line" | "target"> | undefined {
  if (ts.isImportDeclaration(node)) {
    return literal(node.moduleSpecifier, importsTypes(node.importClause), namesOf(node.importClause))
  }
  if (ts.isExportDeclaration(node)) return literal(node.moduleSpecifier, node.isTypeOnly)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal, true)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return literal(node.arguments[0], false)
  return undefined
}

function literal(
  node: ts.Node | undefined,
  typeOnly: boolean,
  names: readonly string[] = [],
): Omit<Import, "line" | "target"> | undefined {
  return node && ts.isStringLiteralLike(node) ? { specifier: node.text, typeOnly, names } : undefined
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const named = clause?.namedBindings
  if (!named || !ts.isNamedImports(named)) return []
  return named.elements.map((element) => (element.propertyName ?? element.name).text)
}

function importsTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly)
}

/** `other.Bun` and `{ Bun: 1 }` are names of members, not the global; `globalThis.Bun` is the global. */
function isMemberName(node: ts.Identifier): boolean {
  const parent = node.parent
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return !(ts.isIdentifier(parent.expression) && parent.expression.text === "globalThis")
  }
  if (ts.isQualifiedName(parent)) return parent.right === node
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name === node
  return false
}

function resolveRelative(file: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : undefined
}
