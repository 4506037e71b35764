/** What the serving child tells its parent. */
export type ChildMessage =
  | {
      readonly kind: "listening"
      readonly port: number
      readonly title: string
      readonly version: string
      readonly places: readonly Place[]
    }
  | { readonly kind: "failed"; readonly text: string; readonly code: string | undefined }

/** An URL to show. */
export interface Place {
  readonly name: string
  readonly url: string
}
