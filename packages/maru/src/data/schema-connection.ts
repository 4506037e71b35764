/** A connection that changes the schema while no other process does. */
export interface SchemaConnection {
  /** Whether a transaction undoes changes of the schema. */
  readonly transactional: boolean
  /** Runs text of any number of statements. */
  script(sql: string): Promise<void>
  /** The rows of a statement, which may also write: values in the order of its columns. */
  rows(sql: string, parameters?: readonly unknown[]): Promise<unknown[][]>
  /** Commits the work, or undoes it, as far as the database can, where it throws. */
  transaction<T>(work: () => Promise<T>): Promise<T>
}
