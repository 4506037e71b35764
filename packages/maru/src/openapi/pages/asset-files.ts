import { StartError } from "../../errors/start-error.ts"
import type { SourceLine } from "../../errors/source.ts"
import type { HttpBody } from "../../http/message.ts"
import { nodeCrypto, nodeFiles, nodeFs } from "../../runtime/modules.ts"
import { type AssetName, assetPath, assets } from "../assets.ts"
import { pageScripts } from "./page-scripts.ts"

/** Something that the pages load, under a name that changes with its content. */
export interface ServedFile {
  /** `swagger-ui.3f2a….css` */
  readonly name: string
  readonly mediaType: string
  readonly body: HttpBody
}

export type ServedName = AssetName | keyof typeof pageScripts

const names = [...Object.keys(assets), ...Object.keys(pageScripts)] as ServedName[]
const served = new Map<ServedName, Promise<ServedFile>>()

/** A file of the pages; what it is on disk is read once, for its hash. */
export function servedFile(name: ServedName): Promise<ServedFile> {
  const known = served.get(name)
  if (known) return known
  const made = name in assets ? fromDisk(name as AssetName) : fromScript(name as keyof typeof pageScripts)
  made.catch(() => served.delete(name))
  served.set(name, made)
  return made
}

/** The file that has this name now; undefined for any other, older ones included. */
export async function findServedFile(name: string): Promise<ServedFile | undefined> {
  const wanted = names.find((each) => name.startsWith(stem(each)) && name.endsWith(extension(each)))
  const file = wanted && (await servedFile(wanted))
  return file?.name === name ? file : undefined
}

/** @throws StartError `file-missing` unless all files of other packages are there */
export function checkAssets(source: SourceLine | undefined): void {
  for (const name of Object.keys(assets) as AssetName[]) if (!isThere(name)) throw missing(name, source)
}

function isThere(name: AssetName): boolean {
  try {
    return nodeFs().existsSync(assetPath(name))
  } catch {
    return false
  }
}

function missing(name: AssetName, source: SourceLine | undefined): StartError {
  return new StartError(
    "file-missing",
    `The documentation pages need ${name}, which is not installed. Install the package "${assets[name].package}", or leave docs() away.`,
    [source],
  )
}

async function fromDisk(name: AssetName): Promise<ServedFile> {
  const file = assetPath(name)
  const content = await nodeFiles().readFile(file)
  const local = withoutRemoteImage(content)
  const body = local ?? { file, start: 0, end: content.byteLength }
  return { name: hashedName(name, local ?? content), mediaType: assets[name].mediaType, body }
}

const remoteImage = "https://cdn.redoc.ly/redoc/logo-mini.svg"

/** ReDoc would load its logo from elsewhere; with an empty URL it shows its name alone. */
function withoutRemoteImage(content: Buffer): string | undefined {
  return content.includes(remoteImage) ? content.toString().replaceAll(remoteImage, "data:,") : undefined
}

async function fromScript(name: keyof typeof pageScripts): Promise<ServedFile> {
  const text = pageScripts[name]
  return { name: hashedName(name, text), mediaType: "text/javascript; charset=utf-8", body: text }
}

function hashedName(name: string, content: string | Uint8Array): string {
  return `${stem(name)}${nodeCrypto().createHash("sha256").update(content).digest("hex").slice(0, 12)}${extension(name)}`
}

function stem(name: string): string {
  return name.slice(0, name.lastIndexOf(".") + 1)
}

function extension(name: string): string {
  return name.slice(name.lastIndexOf("."))
}
