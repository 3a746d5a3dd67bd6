/** Characters other than quotation marks that some programs put around cells. */
const unusualQuotes = [...'|`~^*$%@']
const maxLines = 200
/** Minimum share of lines with a cell in unusual quotes. */
const minShare = 0.8

/** Returns the possible quotes of text: none, and the quotation marks that occur. */
export const findQuotes = (text: string): string[] => ['', ...['"', "'"].filter((quote) => text.includes(quote))]

/**
 * Returns a character that is not a quotation mark and encloses cells in nearly all lines (`|a, b|,|c|`,
 * `~001~^~Butter~^717`). It is then not a delimiter.
 */
export function findUnusualQuote(text: string): string | undefined {
  const lines = text
    .split('\n', 2 * maxLines)
    .filter((line) => line.trim() !== '')
    .slice(0, maxLines)
  const [, ...linesBelow] = lines
  if (linesBelow.length === 0) return undefined
  const countStarts = (quote: string): number => lines.filter((line) => line.startsWith(quote)).length
  const quotes = unusualQuotes.filter((quote) => encloses(linesBelow, quote))
  return quotes.sort((a, b) => countStarts(b) - countStarts(a))[0]
}

/**
 * Returns whether nearly all lines have cells enclosed in the character, and it does not occur elsewhere in them.
 * Spaces and unusual delimiters are only considered if the lines start with the character.
 */
function encloses(lines: readonly string[], quote: string): boolean {
  const createPattern = (separators: string, content: string): RegExp => {
    const separator = `[${separators.replace(quote, '').replace('^', '\\^')}]`
    return new RegExp(`(?<=^|${separator})\\${quote}${content}\\${quote}(?=${separator}|$)`, 'g')
  }
  const anyText = `[^\\${quote}]*`
  const trimmedText = `(?:[^\\${quote}\\s](?:${anyText}[^\\${quote}\\s])?)?`
  const usualPattern = createPattern(',;\t|', anyText)
  const leadingPatterns = [createPattern(',;\t|^~', anyText), createPattern(' ', trimmedText)]
  const isEnclosed = (line: string): boolean =>
    (line.startsWith(quote) ? leadingPatterns : [usualPattern]).some((pattern) => {
      const rest = line.replace(pattern, '')
      return rest !== '' && rest.length < line.length && !rest.includes(quote)
    })
  return lines.filter(isEnclosed).length >= minShare * lines.length
}
