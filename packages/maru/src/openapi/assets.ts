import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { nodeFs } from "../runtime/modules.ts"

/** A file of a documentation page that comes from another package. */
export interface Asset {
  /** The npm package that it comes from. */
  readonly package: string
  /** Path inside that package. */
  readonly path: string
  readonly mediaType: string
}

/** Everything that the documentation pages load, so that they work without a network. */
export const assets: Readonly<Record<"swagger-ui.css" | "swagger-ui-bundle.js" | "redoc.standalone.js", Asset>> = {
  "swagger-ui.css": { package: "swagger-ui-dist", path: "swagger-ui.css", mediaType: "text/css; charset=utf-8" },
  "swagger-ui-bundle.js": {
    package: "swagger-ui-dist",
    path: "swagger-ui-bundle.js",
    mediaType: "text/javascript; charset=utf-8",
  },
  "redoc.standalone.js": {
    package: "redoc",
    path: "bundles/redoc.standalone.js",
    mediaType: "text/javascript; charset=utf-8",
  },
}

export type AssetName = keyof typeof assets

/** Licences that have to travel with the files. */
export const assetLicenses: readonly { readonly package: string; readonly path: string }[] = [
  { package: "swagger-ui-dist", path: "LICENSE" },
  { package: "swagger-ui-dist", path: "NOTICE" },
  { package: "swagger-ui-dist", path: "swagger-ui-bundle.js.LICENSE.txt" },
  { package: "redoc", path: "bundles/redoc.standalone.js.LICENSE.txt" },
]

/** The published package brings the files along, beside its own; the repository takes them from where npm put them. */
const packed = fileURLToPath(new URL("../assets/", import.meta.url))

/** Absolute path of an asset. @throws Error when neither the package nor its copy is installed */
export function assetPath(name: AssetName): string {
  const copy = join(packed, name)
  return nodeFs().existsSync(copy) ? copy : installedPath(assets[name])
}

/** Absolute path of a file inside an installed package. */
export function installedPath(file: { readonly package: string; readonly path: string }): string {
  const manifest = createRequire(import.meta.url).resolve(`${file.package}/package.json`)
  return join(dirname(manifest), file.path)
}
