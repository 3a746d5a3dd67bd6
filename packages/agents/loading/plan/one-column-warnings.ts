import { warning, type Problem } from '@aw-flow/schema'
import { delimiterName } from '../detect/detect-dialect.ts'

const marks = [',', ';', '\t', '|']
/** So many lines are looked at. */
const most = 1_000

/**
 * Tells where a text is read as one column although its first line looks like names between delimiters, and most lines
 * hold the same mark: records of other lengths each, which no delimiter cuts evenly.
 */
export function oneColumnWarnings(head: string, isCut: boolean): Problem[] {
  const lines = head
    .split(/\r\n|\r|\n/, most + 1)
    .slice(0, isCut ? most : undefined)
    .filter((line) => line.trim() !== '')
  const [first = ''] = lines
  if (lines.length < 2) return []
  for (const mark of marks) {
    const names = first.split(mark)
    const areNames =
      names.length > 1 &&
      new Set(names).size === names.length &&
      names.every((one) => one !== '' && one.trimStart() === one && one.length <= 40)
    const holding = lines.filter((line) => line.includes(mark)).length
    if (!areNames || holding < 0.6 * lines.length) continue
    const called = delimiterName(mark)
    return [
      warning(
        'load.one-column',
        `Each line is read as one cell, although the first looks like ${names.length} names and ${holding} of ${lines.length} lines hold a ${called}: no delimiter cuts them into as many cells each.`,
        {
          where: { line: 1 },
          hint: `Where it parts cells, set Delimiter to ${called}: short lines are filled up, and longer ones set aside.`,
        },
      ),
    ]
  }
  return []
}
