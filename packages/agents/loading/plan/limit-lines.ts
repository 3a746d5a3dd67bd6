/** Maximum number of examined lines below the last blank line or comment of a large file. */
const maxLines = 1_000
/** A blank line, or a line that starts with a comment marker. It may separate parts of the text. */
const separatorPattern = /(?:^|\n)[ \t,;|]*(?:\r?\n|[#%!;/@*])/g
const quotes = ['"', "'"]

/**
 * Returns the start of the text: complete lines up to 1,000 lines below its last blank line or comment. More lines of
 * the same kind would only take time. Returns the unchanged text if only later lines contain quotes.
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
