import { basename } from "node:path"
import { circles } from "./circles.ts"
import { lineOf } from "./house.ts"
import type { Import, Source } from "./imports.ts"
import type { Violation } from "./violation.ts"

/** The layers of an application, told by file name: posts/routes.ts, controller.ts, model.ts, schemas.ts, providers.ts. */
type Layer = "routes" | "controller" | "model" | "schemas" | "providers"

/** What a layer may not name at all, and what it may name only as a type. */
const forbidden: Readonly<Record<Layer, { readonly all: readonly Layer[]; readonly values: readonly Layer[] }>> = {
  routes: { all: ["model"], values: [] },
  providers: { all: ["routes"], values: [] },
  controller: { all: ["routes"], values: ["providers"] },
  schemas: { all: ["routes", "controller", "providers"], values: [] },
  model: { all: ["routes", "controller", "providers", "schemas"], values: [] },
}

/**
 * What is wrong with the imports of an application, or of another package that uses the framework.
 *
 * @param folder of the application, such as "apps/board/"
 * @param doors every specifier that the framework exports
 */
export function checkApp(folder: string, sources: readonly Source[], doors: ReadonlySet<string>): Violation[] {
  const faults = sources.flatMap((source) => checkFile(folder, source, doors))
  const bothModels = (from: string, to: string): boolean => layerOf(from) === "model" && layerOf(to) === "model"
  const rounds = circles(sources, bothModels).map((way) => ({
    file: way[0]!,
    line: lineOf(sources, way[0]!, way[1]!),
    rule: "circle",
    message: way.map((file) => file.slice(folder.length)).join(" → "),
  }))
  return [...faults, ...rounds]
}

function checkFile(folder: string, source: Source, doors: ReadonlySet<string>): Violation[] {
  const layer = source.file.startsWith(`${folder}server/`) ? layerOf(source.file) : undefined
  return source.imports.flatMap((entry) => {
    const wrong =
      wrongDoor(folder, entry, doors) ?? (layer && (wrongLayer(layer, entry) ?? wrongFramework(layer, entry)))
    return wrong ? [{ file: source.file, line: entry.line, rule: wrong[0], message: wrong[1] }] : []
  })
}

type Wrong = [rule: string, message: string] | undefined

function wrongDoor(folder: string, entry: Import, doors: ReadonlySet<string>): Wrong {
  if (/^maru(\/|$)/.test(entry.specifier) && !doors.has(entry.specifier))
    return ["door", `"${entry.specifier}" is no door of maru`]
  if (entry.target?.startsWith("packages/maru/")) return ["door", `"${entry.specifier}" goes around the doors of maru`]
  if (entry.target !== undefined && !entry.target.startsWith(folder))
    return ["outside", `"${entry.specifier}" lies outside ${folder}`]
  return undefined
}

function wrongLayer(layer: Layer, entry: Import): Wrong {
  const other = entry.target === undefined ? undefined : layerOf(entry.target)
  if (!other) return undefined
  if (forbidden[layer].all.includes(other)) return ["layer", `${layer} may not import ${other} ("${entry.specifier}")`]
  if (entry.typeOnly || !forbidden[layer].values.includes(other)) return undefined
  return ["layer", `${layer} may import only types from ${other} ("${entry.specifier}")`]
}

/** Functions of other doors that know nothing of HTTP and are business: how a password is kept. */
const plain: Readonly<Record<string, readonly string[]>> = {
  "maru/security": ["hashPassword", "needsRehash", "verifyPassword"],
}

/** Business code is free of the web: of the framework it may know the data door, and what is plain. */
function wrongFramework(layer: Layer, entry: Import): Wrong {
  if (layer !== "controller" && layer !== "model") return undefined
  if (!/^maru(\/|$)/.test(entry.specifier) || entry.specifier === "maru/data") return undefined
  const allowed = plain[entry.specifier] ?? []
  if (entry.names.length > 0 && entry.names.every((name) => allowed.includes(name))) return undefined
  const also = allowed.length > 0 ? `, and of this door ${allowed.join(", ")}` : ""
  return ["business", `${layer} may not import "${entry.specifier}" (of maru only "maru/data"${also})`]
}

/** `posts/routes.ts`, `post-routes.ts` and `controllers.ts` all say their layer; other files have none. */
function layerOf(file: string): Layer | undefined {
  const word = /(?:^|[-.])(route|controller|model|schema|provider)s?\.tsx?$/.exec(basename(file))?.[1]
  if (word === undefined) return undefined
  return (word === "controller" || word === "model" ? word : `${word}s`) as Layer
}
