import type { JSX } from "preact"

const colours = 6

/** The first letter of a nickname on a colour that stays the same for it. Only an ornament: the name stands beside. */
export function Avatar({ nickname }: { readonly nickname: string }): JSX.Element {
  const first = [...nickname.trim()][0] ?? "·"
  return (
    <span class={`avatar avatar-${colourOf(nickname)}`} aria-hidden="true">
      {first.toUpperCase()}
    </span>
  )
}

function colourOf(nickname: string): number {
  let sum = 0
  for (const letter of nickname) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum % colours
}
