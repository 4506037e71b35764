/** A broken rule and where it was broken. */
export interface Violation {
  /** Path relative to the tree. */
  readonly file: string
  readonly line: number
  /** One word: upward, circle, runtime, door, room, outside, layer, business. */
  readonly rule: string
  readonly message: string
}
