/** Removes trailing characters that match a pattern in linear time, unlike a pattern such as `/[;\s]+$/`. */
export function trimEnd(text: string, character: RegExp): string {
  let end = text.length
  while (end > 0 && character.test(text[end - 1]!)) end--
  return text.slice(0, end)
}
