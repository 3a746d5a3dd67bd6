import { warning, type Problem } from '@aw-flow/schema'
import { delimiterName } from '../detect/detect-dialect.ts'

const marks = [',', ';', '\t', '|']
const maxLines = 1_000

/**
 * Warns if a text is read as one column although its first line looks like delimited names and most lines contain the
 * same mark: its records have different lengths, and no delimiter splits them evenly.
 */
export function oneColumnWarnings(head: string, isCut: boolean): Problem[] {
  const lines = head
    .split(/\r\n|\r|\n/, maxLines + 1)
    .slice(0, isCut ? maxLines : undefined)
    .filter((line) => line.trim() !== '')
  const [first = ''] = lines
  if (lines.length < 2) return []
  for (const mark of marks) {
    const names = first.split(mark)
    const areNames =
      names.length > 1 &&
      new Set(names).size === names.length &&
      names.every((name) => name !== '' && name.trimStart() === name && name.length <= 40)
    const matching = lines.filter((line) => line.includes(mark)).length
    if (!areNames || matching < 0.6 * lines.length) continue
    return [
      warning(
        'load.one-column',
        { names: names.length, matches: matching, lines: lines.length, delimiter: delimiterName(mark) },
        { where: { line: 1 } },
      ),
    ]
  }
  return []
}
