import { HeaderList } from "./header-list.ts"

/** Constant headers that answers have unless they say otherwise. Compiled once; merged lists are kept where answers share theirs. */
export class HeaderDefaults {
  /** Names in lower case and values in turn, no name twice. Not to be changed. */
  readonly flat: readonly string[]
  readonly #merged = new WeakMap<readonly string[], readonly string[]>()

  /** @throws InvalidHeader for a name or value that HTTP cannot carry */
  constructor(entries: Iterable<readonly [name: string, value: string]>) {
    const list = HeaderList.from([])
    for (const [name, value] of entries) list.set(name, value)
    this.flat = Object.freeze([...list.flat])
  }

  /** Both together; where they name the same header, these win over the others. */
  over(others: HeaderDefaults): HeaderDefaults {
    if (others.flat.length === 0) return this
    if (this.flat.length === 0) return others
    return new HeaderDefaults([...pairs(others.flat), ...pairs(this.flat)])
  }

  /** An answer's headers with these behind them, names and values in turn. The list itself stays as it is. */
  behind(list: HeaderList): readonly string[] {
    const { flat } = list
    if (this.flat.length === 0) return flat
    if (!list.isShared) return this.#merge(flat)
    let merged = this.#merged.get(flat)
    if (!merged) this.#merged.set(flat, (merged = this.#merge(flat)))
    return merged
  }

  #merge(flat: readonly string[]): string[] {
    const all = [...flat]
    const own = this.flat
    for (let i = 0; i < own.length; i += 2) if (!hasName(flat, own[i]!)) all.push(own[i]!, own[i + 1]!)
    return all
  }
}

/** No headers at all. */
export const noDefaults: HeaderDefaults = new HeaderDefaults([])

function hasName(flat: readonly string[], name: string): boolean {
  for (let i = 0; i < flat.length; i += 2) if (flat[i] === name) return true
  return false
}

function* pairs(flat: readonly string[]): Generator<readonly [string, string]> {
  for (let i = 0; i < flat.length; i += 2) yield [flat[i]!, flat[i + 1]!]
}
