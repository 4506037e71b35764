import type { JSX } from "preact"

export function Tags({
  tags,
  label,
}: {
  readonly tags: readonly string[]
  readonly label: string
}): JSX.Element | null {
  if (tags.length === 0) return null
  return (
    <ul class="tags" aria-label={label}>
      {tags.map((tag) => (
        <li key={tag}>{tag}</li>
      ))}
    </ul>
  )
}
