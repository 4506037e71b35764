/** One framework's way to write the same endpoints. */
export interface TypesProgram {
  readonly name: string
  /** A whole module with so many endpoints, in groups of ten. */
  source(count: number): string
  /** A module whose handler takes the number `id` for a string: it must not compile, else nothing was inferred. */
  wrong(): string
  /** Further entries of `compilerOptions.paths`. */
  readonly paths?: Readonly<Record<string, readonly string[]>>
}

export const groupSize = 10

/** Every second endpoint has a body. */
export const hasBody = (index: number): boolean => index % 2 === 1

/** What a handler answers: five fields, one with a name of its own, computed from all inputs. */
export function answer(index: number, id: string, limit: string, search: string, body: string): string {
  return hasBody(index)
    ? `{ id: ${id} + ${limit}, title: ${body}.title, views${index}: ${body}.views, open: ${body}.open, note: ${search} ?? null }`
    : `{ id: ${id} + ${limit}, title: "title", views${index}: ${limit}, open: true, note: ${search} ?? null }`
}

/** Text for each group of endpoints. */
export function groups(count: number, write: (group: number, indexes: readonly number[]) => string): string {
  const number = Math.ceil(count / groupSize)
  return Array.from({ length: number }, (_, group) => {
    const first = group * groupSize
    const size = Math.min(groupSize, count - first)
    return write(
      group,
      Array.from({ length: size }, (_unused, index) => first + index),
    )
  }).join("\n")
}

/** Text for each group by its number alone. */
export function eachGroup(count: number, write: (group: number) => string, separator: string): string {
  return Array.from({ length: Math.ceil(count / groupSize) }, (_, group) => write(group)).join(separator)
}
