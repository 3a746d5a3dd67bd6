const closingQuotes: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“”', '`': '`', "'": "'" }

/**
 * Replaces each character of quoted text, including the quotes, with `maskCharacter`. An apostrophe within a word is
 * not a quote.
 */
export function maskQuotes(text: string, maskCharacter: string): string {
  let masked = ''
  const unclosed = new Set<string>()
  for (let index = 0; index < text.length;) {
    const quote = text[index]!
    const closingCharacters = quote === "'" && /\w/.test(text[index - 1] ?? '') ? undefined : closingQuotes[quote]
    const end =
      closingCharacters === undefined || unclosed.has(quote)
        ? -1
        : findNextCharacter(text, closingCharacters, index + 1)
    if (closingCharacters !== undefined && end < 0) unclosed.add(quote)
    const length = end < 0 || (quote === "'" && /\w/.test(text[end + 1] ?? '')) ? 1 : end + 1 - index
    masked += length === 1 ? quote : maskCharacter.repeat(length)
    index += length
  }
  return masked
}

/** Returns the position of the first occurrence of any of the characters, or -1. */
function findNextCharacter(text: string, characters: string, start: number): number {
  const found = Array.from(characters, (each) => text.indexOf(each, start)).filter((position) => position >= 0)
  return found.length > 0 ? Math.min(...found) : -1
}
