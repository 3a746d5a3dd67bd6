/** Removes the characters that match from the end of a text. A pattern such as `/[;\s]+$/` would take quadratic time. */
export function trimEnd(text: string, character: RegExp): string {
  let end = text.length
  while (end > 0 && character.test(text[end - 1]!)) end--
  return text.slice(0, end)
}

/** Returns the end of a text after the last of some separators, or all of it. */
export const getLastPart = (text: string, separators: Iterable<string>): string =>
  text.slice(Math.max(...Array.from(separators, (separator) => text.lastIndexOf(separator))) + 1)
