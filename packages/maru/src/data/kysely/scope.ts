import type { NamedColumn, NamedTable } from "./schema.ts"

/** Something that rows come from, by the name that a query calls it by. */
export interface Source {
  /** What its columns are written with: an alias, or a table's name in the database. */
  readonly qualifier: string
  /** Undefined where nobody knows them: text of the user's own. */
  readonly columns: ReadonlyMap<string, NamedColumn> | undefined
  /** Whether it can be named, but is not among the rows: what an insert could not insert. */
  readonly shadow?: boolean
}

/** A column that a reference means. */
export interface Found extends NamedColumn {
  readonly qualifier: string
  /** Whether it stands on the left of a statement that writes, where columns go without a table. */
  readonly bare: boolean
}

/** What can be named in one statement: its own sources and names, then those of the statement around it. */
export class Scope {
  readonly #around: Scope | undefined
  readonly #bare: boolean
  readonly #sources: Map<string, Source> = new Map()
  readonly #names: Map<string, ReadonlyMap<string, NamedColumn> | undefined> = new Map()

  constructor(around: Scope | undefined, bare: boolean) {
    this.#around = around
    this.#bare = bare
  }

  get sources(): ReadonlyMap<string, Source> {
    return this.#sources
  }

  add(name: string, source: Source): void {
    this.#sources.set(name, source)
  }

  /** A name that WITH gives to rows; undefined as long as their columns are not known. */
  define(name: string, columns: ReadonlyMap<string, NamedColumn> | undefined): void {
    this.#names.set(name, columns)
  }

  defined(name: string): { readonly columns: ReadonlyMap<string, NamedColumn> | undefined } | undefined {
    if (this.#names.has(name)) return { columns: this.#names.get(name) }
    return this.#around?.defined(name)
  }

  /** @param table as the query says it; undefined to look in every source */
  find(table: string | undefined, column: string): Found | undefined {
    const named = table === undefined ? [...this.#sources.values()] : [this.#sources.get(table)]
    for (const source of named) {
      if (table === undefined && source?.shadow) continue
      const found = source?.columns?.get(column)
      if (found) return { ...found, qualifier: source!.qualifier, bare: this.#bare }
    }
    return this.#around?.find(table, column)
  }

  /** The qualifier of a source, wherever it is. */
  qualifier(table: string): string | undefined {
    return this.#sources.get(table)?.qualifier ?? this.#around?.qualifier(table)
  }
}

/** The columns of a table of the database, as a source. */
export function tableSource({ name, columns }: NamedTable, alias: string | undefined, shadow = false): Source {
  return { qualifier: alias ?? name, columns, shadow }
}
