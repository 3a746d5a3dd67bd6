/** Characters that some programs use instead of quotation marks to enclose cells. */
const unusualQuotes = [...'|`~^*$%@']
const maxLines = 200
/** Minimum share of lines that must contain a cell in unusual quotes. */
const minShare = 0.8

/** Returns the possible quote characters of the text: the quotation marks that occur, and an empty string for none. */
export const findQuotes = (text: string): string[] => ['', ...['"', "'"].filter((quote) => text.includes(quote))]

/**
 * Returns a character other than a quotation mark that encloses cells in almost all lines (`|a, b|,|c|`,
 * `~001~^~Butter~^717`) and is therefore not a delimiter. Returns `undefined` if there is none.
 */
export function findUnusualQuote(text: string): string | undefined {
  const lines = text
    .split('\n', 2 * maxLines)
    .filter((line) => line.trim() !== '')
    .slice(0, maxLines)
  const [, ...linesBelow] = lines
  if (linesBelow.length === 0) return undefined
  const countStarts = (quote: string): number => lines.filter((line) => line.startsWith(quote)).length
  const quotes = unusualQuotes.filter((quote) => enclosesCells(linesBelow, quote))
  return quotes.sort((a, b) => countStarts(b) - countStarts(a))[0]
}

/**
 * Returns whether almost all lines contain cells enclosed in the quote character and do not contain it elsewhere. In
 * lines that start with it, spaces and unusual delimiters may also separate cells.
 */
function enclosesCells(lines: readonly string[], quote: string): boolean {
  const createPattern = (separators: string, content: string): RegExp => {
    const separator = `[${separators.replace(quote, '').replace('^', '\\^')}]`
    return new RegExp(`(?<=^|${separator})\\${quote}${content}\\${quote}(?=${separator}|$)`, 'g')
  }
  const contentPattern = `[^\\${quote}]*`
  const trimmedContentPattern = `(?:[^\\${quote}\\s](?:${contentPattern}[^\\${quote}\\s])?)?`
  const usualPattern = createPattern(',;\t|', contentPattern)
  const leadingPatterns = [createPattern(',;\t|^~', contentPattern), createPattern(' ', trimmedContentPattern)]
  const isEnclosed = (line: string): boolean =>
    (line.startsWith(quote) ? leadingPatterns : [usualPattern]).some((pattern) => {
      const rest = line.replace(pattern, '')
      return rest !== '' && rest.length < line.length && !rest.includes(quote)
    })
  return lines.filter(isEnclosed).length >= minShare * lines.length
}
