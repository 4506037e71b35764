/** The tags in a line such as "garden, question": trimmed, each once, without a leading "#". */
export function tagsFrom(text: string): readonly string[] {
  const tags = text.split(/[,、\n]/).map((tag) => tag.trim().replace(/^#\s*/, ""))
  return [...new Set(tags.filter(Boolean))]
}

export function tagText(tags: readonly string[]): string {
  return tags.join(", ")
}
