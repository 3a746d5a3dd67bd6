import { warning, type Problem } from '@aw-flow/schema'
import { isCodeName } from '../../column-meaning.ts'

const dayAndMonth =
  /^(?:\d{1,2}[-.](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez)[-.]\d{2})\.?$/i
const range = /^\d{1,3}\s?[-–]\s?\d{1,3}$/
const gene = /^[A-Z][A-Z0-9]{1,7}$/
const shortened = /^\d[.,]\d{1,8}E\+\d{2}$/i
const longNumber = /^\d{11,}$/
/** What one of the rules begins with. */
const mayBeDamage = /^\s*(?:\d{1,2}[-.][a-z]|[a-z]{3}[-.]\d|\d[.,]\d{1,8}E\+|#)/i
const formulaError = /^#(?:NAME\?|REF!|VALUE!|DIV\/0!|NUM!|SPILL!|CALC!)$/i

/**
 * What a spreadsheet may have changed in a column before it was saved, told and never mended: ranges and names that
 * became dates ("5-9" as "9-May"), long numbers cut to some digits ("1.23E+12"), formulas that failed. `undefined` where
 * there is no sign of it.
 */
export function warnExcelDamage(name: string, cells: readonly (string | null)[]): Problem | undefined {
  if (!cells.some((cell) => cell !== null && mayBeDamage.test(cell))) return undefined
  const texts = cells.flatMap((cell) => (cell === null || cell.trim() === '' ? [] : [cell.trim()]))
  const of = (rule: RegExp): string[] => texts.filter((text) => rule.test(text))
  const dates = of(dayAndMonth)
  if (dates.length > 0 && dates.length < texts.length) {
    const others = Math.max(of(range).length, of(gene).length)
    if (others >= 3 && others >= (texts.length - dates.length) / 2)
      return damage(
        name,
        dates,
        'look like dates that a spreadsheet made of ranges or names',
        'Format the column as text before the file is opened there, and export it again from where it comes.',
      )
  }
  const cut = of(shortened)
  if (cut.length > 0 && (of(longNumber).length > cut.length || (isCodeName(name) && cut.length * 2 > texts.length)))
    return damage(
      name,
      cut,
      'are long numbers that a spreadsheet has cut to their first digits',
      'The digits are lost here: export the column again from where it comes, as text.',
    )
  const failed = of(formulaError)
  if (failed.length > 0)
    return damage(
      name,
      failed,
      'are formulas that failed in a spreadsheet',
      'Correct the formulas in the workbook and export it again.',
    )
  return undefined
}

function damage(name: string, cells: readonly string[], what: string, hint: string): Problem {
  const shown = [...new Set(cells)].slice(0, 3).map((cell) => JSON.stringify(cell))
  const more = new Set(cells).size > shown.length ? ', …' : ''
  return warning(
    'load.spreadsheet-damage',
    `${cells.length} of the cells of \`${name}\` ${what}: ${shown.join(', ')}${more}. They are left as they are.`,
    { where: { column: name }, hint },
  )
}
