import { warning, type Problem } from '@aw-flow/schema'
import { describeDelimiter } from '../detect/detect-dialect.ts'

const delimiters = [',', ';', '\t', '|']
const maxLines = 1_000

/**
 * Creates a warning if text is read as one column although its first line looks like delimited column names and most
 * lines contain the same delimiter. This happens if no delimiter splits the lines evenly.
 */
export function createOneColumnWarnings(head: string, isTruncated: boolean): Problem[] {
  const lines = head
    .split(/\r\n|\r|\n/, maxLines + 1)
    .slice(0, isTruncated ? maxLines : undefined)
    .filter((line) => line.trim() !== '')
  const [first = ''] = lines
  if (lines.length < 2) return []
  for (const delimiter of delimiters) {
    const names = first.split(delimiter)
    const isHeader =
      names.length > 1 &&
      new Set(names).size === names.length &&
      names.every((name) => name !== '' && name.trimStart() === name && name.length <= 40)
    const matchingLineCount = lines.filter((line) => line.includes(delimiter)).length
    if (!isHeader || matchingLineCount < 0.6 * lines.length) continue
    return [
      warning(
        'load.one-column',
        {
          names: names.length,
          matches: matchingLineCount,
          lines: lines.length,
          delimiter: describeDelimiter(delimiter),
        },
        { where: { line: 1 } },
      ),
    ]
  }
  return []
}
