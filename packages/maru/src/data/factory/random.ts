/** Numbers that look random and are the same in every run. */
export interface Random {
  /** From 0 up to, but not, 1. */
  number(): number
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number
  /** @param chance how often it is true, from 0 to 1; by default half of the time */
  boolean(chance?: number): boolean
  /** One of the list. */
  pick<T>(list: readonly T[]): T
  /** Different ones of the list, in the order of the list. @param count how many; at most all */
  some<T>(list: readonly T[], count: number): T[]
}

/**
 * Random numbers that start from a seed: the same seed gives the same numbers, on every machine and runtime. Not for
 * anything that somebody must not guess.
 */
export function random(seed: string | number): Random {
  const next = splitMix(hash(String(seed)))
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return Object.freeze({
    number: next,
    integer,
    boolean: (chance = 0.5) => next() < chance,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new TypeError("Nothing can be picked from an empty list.")
      return list[integer(0, list.length - 1)]!
    },
    some: <T>(list: readonly T[], count: number): T[] => {
      // Each is taken with the chance that leaves exactly as many as are still wanted.
      let wanted = Math.min(count, list.length)
      return list.filter((_, place) => {
        const taken = next() * (list.length - place) < wanted
        if (taken) wanted--
        return taken
      })
    },
  })
}

/** FNV-1a of 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193)
  return state >>> 0
}

/** SplitMix (Steele, Lea and Flood, 2014) with 32 bits: neighbouring seeds give unlike numbers. */
function splitMix(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}
