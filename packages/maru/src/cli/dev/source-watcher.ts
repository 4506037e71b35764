import { type FSWatcher, readdirSync, statSync, watch } from "node:fs"
import { join, relative } from "node:path"

/** What an application is made of: code, and what is often read beside it. */
const sourceFile = /\.(?:[cm]?[jt]sx?|json|sql|html)$|^\.env/
const ignoredFolder = /^(?:\..*|node_modules|dist|build|coverage)$/

export interface WatchOptions {
  /** Milliseconds of silence after a change before it is told: editors write in several steps. */
  readonly quiet?: number
  /** Told when folders cannot be watched. */
  readonly failed?: (error: Error) => void
}

/**
 * Watches the source files below a folder, hidden and built ones left out. Every folder is watched by itself,
 * because a recursive watch would take in `node_modules`.
 *
 * @param changed told the files, relative to the folder
 */
export class SourceWatcher implements Disposable {
  readonly #root: string
  readonly #changed: (files: readonly string[]) => void
  readonly #options: WatchOptions
  readonly #folders = new Map<string, FSWatcher>()
  /** Time and size of each known file, because systems tell of changes that are none. */
  readonly #versions = new Map<string, string>()
  readonly #touched = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(root: string, changed: (files: readonly string[]) => void, options: WatchOptions = {}) {
    this.#root = root
    this.#changed = changed
    this.#options = options
    this.#enter(root)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#folders.values()) watcher.close()
    this.#folders.clear()
  }

  /** Watches a folder and those below it. Returns the files found that were not known. */
  #enter(folder: string): string[] {
    this.#watch(folder)
    const found: string[] = []
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!ignoredFolder.test(entry.name)) found.push(...this.#enter(path))
      } else if (sourceFile.test(entry.name) && this.#isNew(path)) found.push(path)
    }
    return found
  }

  #watch(folder: string): void {
    if (this.#folders.has(folder)) return
    try {
      const watcher = watch(folder, (_, name) => this.#touch(name === null ? folder : join(folder, name)))
      watcher.on("error", () => this.#leave(folder))
      this.#folders.set(folder, watcher)
    } catch (error) {
      this.#options.failed?.(error as Error)
    }
  }

  #leave(folder: string): void {
    this.#folders.get(folder)?.close()
    this.#folders.delete(folder)
  }

  #touch(path: string): void {
    this.#touched.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#settle(), this.#options.quiet ?? 60)
  }

  #settle(): void {
    const touched = [...this.#touched]
    this.#touched.clear()
    const files = [...new Set(touched.flatMap((path) => this.#changesAt(path)))]
    if (files.length > 0) this.#changed(files.map((path) => relative(this.#root, path)))
  }

  #changesAt(path: string): string[] {
    const name = path.slice(path.lastIndexOf("/") + 1)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory()) return path === this.#root || !ignoredFolder.test(name) ? this.#enter(path) : []
    if (!stats) return this.#gone(path)
    return sourceFile.test(name) && this.#isNew(path) ? [path] : []
  }

  /** A file that is gone, or all files of a folder that is. */
  #gone(path: string): string[] {
    this.#leave(path)
    const lost = [...this.#versions.keys()].filter((known) => known === path || known.startsWith(`${path}/`))
    for (const each of lost) this.#versions.delete(each)
    return lost
  }

  #isNew(path: string): boolean {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats) return false
    const version = `${stats.mtimeMs} ${stats.size}`
    const known = this.#versions.get(path)
    this.#versions.set(path, version)
    return known !== version
  }
}
