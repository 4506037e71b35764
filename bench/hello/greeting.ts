/** What every hello program answers. */
export function greet(): { readonly hello: string } {
  return { hello: "world" }
}

/** The answer, byte for byte. */
export const greeting = `{"hello":"world"}`
