import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

/** Per door, per name: what it is and the names that belong to it. */
export type Doors = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Reads what each door of a package exports.
 *
 * @param folder absolute path of the package; the entries of `exports` in its package.json are the doors
 */
export function readDoors(folder: string): Doors {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string
    exports: Record<string, string>
  }
  const entries = Object.entries(manifest.exports).map(
    ([key, path]) => [key.replace(/^\./, manifest.name), join(folder, path)] as const,
  )
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ESNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    types: [],
  }
  const program = ts.createProgram(
    entries.map(([, path]) => path),
    options,
  )
  const checker = program.getTypeChecker()
  return Object.fromEntries(
    entries.map(([door, path]) => {
      const file = program.getSourceFile(path)
      if (!file) throw new Error(`${door}: there is no file ${path}`)
      const module = checker.getSymbolAtLocation(file)
      const names = module ? checker.getExportsOfModule(module) : []
      const sorted = names.toSorted((a, b) => (a.name < b.name ? -1 : 1))
      return [door, Object.fromEntries(sorted.map((symbol) => [symbol.name, describeSymbol(resolve(checker, symbol))]))]
    }),
  )
}

function resolve(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** `class: close fetch start`, `function(path, signature, ...rest)`, `const`, `type`; parts of a merged name joined by " + ". */
function describeSymbol(symbol: ts.Symbol): string {
  const parts = (symbol.declarations ?? []).map(describeDeclaration)
  return parts.length === 0 ? "missing" : [...new Set(parts)].join(" + ")
}

function describeDeclaration(node: ts.Declaration): string {
  if (ts.isFunctionDeclaration(node)) return `function(${parameters(node.parameters)})`
  if (ts.isClassDeclaration(node)) return withMembers("class", node.members)
  if (ts.isInterfaceDeclaration(node)) return withMembers("interface", node.members)
  if (ts.isTypeAliasDeclaration(node)) {
    return ts.isTypeLiteralNode(node.type) ? withMembers("type", node.type.members) : "type"
  }
  if (ts.isVariableDeclaration(node)) return describeVariable(node)
  return ts.SyntaxKind[node.kind]
}

function describeVariable(node: ts.VariableDeclaration): string {
  const value = node.initializer
  if (value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)))
    return `function(${parameters(value.parameters)})`
  if (node.type && ts.isFunctionTypeNode(node.type)) return `function(${parameters(node.type.parameters)})`
  return "const"
}

function parameters(list: readonly ts.ParameterDeclaration[]): string {
  return list
    .map((entry) => {
      const name = ts.isIdentifier(entry.name) ? entry.name.text : "{}"
      return `${entry.dotDotDotToken ? "..." : ""}${name}${entry.questionToken || entry.initializer ? "?" : ""}`
    })
    .join(", ")
}

/** Members that a user can name, each once; optional ones with "?". */
function withMembers(kind: string, members: readonly (ts.ClassElement | ts.TypeElement)[]): string {
  const names = members.filter(isPublic).flatMap((member) => {
    if (!member.name) return []
    const optional = "questionToken" in member && member.questionToken ? "?" : ""
    const isStatic = ts.isClassElement(member) && has(member, ts.SyntaxKind.StaticKeyword)
    return [`${isStatic ? "static " : ""}${member.name.getText()}${optional}`]
  })
  const unique = [...new Set(names)].toSorted()
  return unique.length === 0 ? kind : `${kind}: ${unique.join(", ")}`
}

function isPublic(member: ts.ClassElement | ts.TypeElement): boolean {
  if (member.name && ts.isPrivateIdentifier(member.name)) return false
  if (ts.getJSDocTags(member).some((tag) => tag.tagName.text === "internal")) return false
  return !has(member, ts.SyntaxKind.PrivateKeyword) && !has(member, ts.SyntaxKind.ProtectedKeyword)
}

function has(member: ts.ClassElement | ts.TypeElement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(member) && (ts.getModifiers(member)?.some((modifier) => modifier.kind === kind) ?? false)
}
