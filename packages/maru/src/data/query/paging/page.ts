/** Which part of a list is asked for. */
export interface PageRequest {
  /** Rows to leave out, from 0. */
  readonly offset: number
  /** Most rows to return. */
  readonly limit: number
}

/** A part of a list, and how long the whole is. */
export interface PageResult<T> {
  readonly items: T[]
  /** Rows that match, on all pages together. */
  readonly total: number
  readonly offset: number
  readonly limit: number
}
