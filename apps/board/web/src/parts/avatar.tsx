import type { JSX } from "preact"
import type { Author } from "../api/types.ts"

const colours = 6

/** The picture of a user, or the first letter of the nickname. Only an ornament: the name stands beside. */
export function Avatar({ of }: { readonly of: Author }): JSX.Element {
  if (of.avatar !== null) {
    return <img class="avatar" src={`/api/users/${of.id}/avatar?v=${of.avatar}`} alt="" width="32" height="32" />
  }
  const first = [...of.nickname.trim()][0] ?? "·"
  return (
    <span class={`avatar avatar-${colourOf(of.nickname)}`} aria-hidden="true">
      {first.toUpperCase()}
    </span>
  )
}

/** A colour that stays the same for a nickname. */
function colourOf(nickname: string): number {
  let sum = 0
  for (const letter of nickname) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum % colours
}
