/** Shows white space at the ends of a value as “␣”, because a change that removes it would not be visible otherwise. */
export function showEdgeSpaces(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return '␣'.repeat(text.length)
  const end = text.length - text.trimEnd().length
  return `${'␣'.repeat(text.length - trimmed.length - end)}${trimmed}${'␣'.repeat(end)}`
}
