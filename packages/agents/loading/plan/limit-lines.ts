/** Maximum number of lines kept below the last blank line or comment. */
const maxLines = 1_000
/** Matches the start of a blank line or comment line. Such a line may separate parts of the text. */
const separatorPattern = /(?:^|\n)[ \t,;|]*(?:\r?\n|[#%!;/@*])/g
const quotes = ['"', "'"]

/**
 * Truncates the text 1,000 lines below its last blank line or comment, because examining more lines of the same kind
 * would be slow and add no information. Returns the text unchanged if a kind of quote occurs only in the lines to be
 * removed.
 */
export function limitLines(text: string): string {
  let end = 0
  for (const { index } of text.matchAll(separatorPattern)) end = index + 1
  for (let count = 0; count < maxLines; count++) {
    end = text.indexOf('\n', end) + 1
    if (end === 0) return text
  }
  const start = text.slice(0, end)
  return quotes.every((quote) => start.includes(quote) || !text.includes(quote, end)) ? start : text
}
