import { info, warning, type Problem } from '@aw-flow/schema'
import type { SheetFindings } from './sheet-cells.ts'
import { columnLetters } from './sheet-scanner.ts'

/** What a person should know of a sheet that was read. */
export function sheetProblems(sheet: string, findings: SheetFindings, outside: number): Problem[] {
  const { unresolved, errors, shown, hiddenRows, inexact } = findings
  const problems: Problem[] = []
  if (unresolved > 0)
    problems.push(
      warning(
        'load.formulas',
        `${count(unresolved, 'formula')} of the sheet \`${sheet}\` ${unresolved === 1 ? 'has' : 'have'} no result in the file: the cells are empty.`,
        { hint: 'Open the workbook in a spreadsheet program, let it calculate, save it, and load it again.' },
      ),
    )
  const wrong = [...errors.values()].reduce((sum, number) => sum + number, 0)
  if (wrong > 0) {
    const kinds = [...errors].slice(0, 5).map(([text, number]) => `${text} ${number} ×`)
    problems.push(
      warning(
        'load.error-cells',
        `${count(wrong, 'cell')} of the sheet \`${sheet}\` ${wrong === 1 ? 'holds' : 'hold'} an error: ${kinds.join(', ')}.`,
        { hint: 'They mean "no value" in columns of numbers and dates, and stay texts in columns of texts.' },
      ),
    )
  }
  for (const [column, labels] of [...shown].sort(([one], [other]) => one - other).slice(0, 20)) {
    const where = `Column ${columnLetters(column)} of the sheet \`${sheet}\``
    const percent = labels.get('%') ?? 0
    if (percent > 0)
      problems.push(
        info(
          'load.percent',
          `${where} is shown as percent in ${count(percent, 'cell')}: values are as stored, 0.125 is 12.5 %.`,
        ),
      )
    const currencies = [...labels.keys()].filter((label) => label !== '%' && label !== '¤')
    if (currencies.length === 1)
      problems.push(info('load.currency', `${where} holds amounts in ${currencies[0]}: values are the bare amounts.`))
    else if (currencies.length > 1)
      problems.push(
        warning(
          'load.currencies',
          `${where} holds amounts in several currencies (${currencies.slice(0, 5).join(', ')}): values are the bare amounts.`,
          { hint: 'Add a column that names the currency to the workbook, or calculate with care.' },
        ),
      )
  }
  if (inexact > 0)
    problems.push(
      warning(
        'load.inexact-numbers',
        `${count(inexact, 'number')} of the sheet \`${sheet}\` ${inexact === 1 ? 'has' : 'have'} more than fifteen digits, of which a spreadsheet keeps no more: the last ones are not those that were meant.`,
        { hint: 'Where they are ids, write them as text into the workbook, and load it again.' },
      ),
    )
  if (hiddenRows > 0)
    problems.push(
      info('load.hidden-rows', `${count(hiddenRows, 'row')} of the sheet \`${sheet}\` that are hidden are loaded too.`),
    )
  if (outside > 0)
    problems.push(
      warning('load.cells-outside', `${count(outside, 'cell')} behind the last possible column are left out.`),
    )
  return problems
}

const count = (number: number, word: string): string =>
  `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`
