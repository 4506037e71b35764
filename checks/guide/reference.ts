export function referenceFaults(): string[] {
  return []
}
