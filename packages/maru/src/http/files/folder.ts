import { join, relative, sep } from "node:path"
import { nodeFiles } from "../../runtime/modules.ts"
import { decodeSegment } from "../target.ts"
import { absent } from "./file-response.ts"

/** A folder that nothing outside of can be reached through. */
export class Folder {
  readonly root: string
  readonly #prefix: string

  /** @param root a real path, without links */
  constructor(root: string) {
    this.root = root
    this.#prefix = root.endsWith(sep) ? root : root + sep
  }

  /** The real path of what is at a path below the root, undefined when nothing is or when it may not be served. */
  resolve(segments: readonly string[]): Promise<string | undefined> {
    return this.real(join(this.root, ...segments))
  }

  /** As `resolve`, for a path that is already joined. */
  async real(path: string): Promise<string | undefined> {
    const real = await nodeFiles().realpath(path).catch(absent)
    if (real === undefined || real === this.root) return real
    if (!real.startsWith(this.#prefix)) return undefined
    return this.below(real).some(isHidden) ? undefined : real
  }

  /** Names on the way from the root to a real path. */
  below(real: string): string[] {
    return relative(this.root, real).split(sep)
  }
}

/** Decoded names on the way to a file, undefined where no file can be meant. The name after a last slash is left out. */
export function fileSegments(path: string): string[] | undefined {
  const names = path.replace(/^\//, "").replace(/\/$/, "").split("/")
  if (names.length === 1 && names[0] === "") return []
  const segments = names.map(decodeSegment)
  return segments.some((segment) => segment === "" || /[/\\]/.test(segment) || isHidden(segment)) ? undefined : segments
}

function isHidden(name: string): boolean {
  return name.startsWith(".") && name !== ".well-known"
}
