/** A column as something to compare with; see `column`. */
export class ColumnReference<Name extends string> {
  readonly name: Name

  constructor(name: Name) {
    this.name = name
  }
}

/**
 * Another column of the same row, to compare with: `where({ updatedAt: { gt: column("createdAt") } })`.
 *
 * @param name of a property whose column has the same type
 */
export function column<const Name extends string>(name: Name): ColumnReference<Name> {
  return new ColumnReference(name)
}
