import { warning, type Problem } from '@aw-flow/schema'
import { isCodeName } from '../../column-meaning.ts'

const dayAndMonthPattern =
  /^(?:\d{1,2}[-.](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez)[-.]\d{2})\.?$/i
const rangePattern = /^\d{1,3}\s?[-–]\s?\d{1,3}$/
const genePattern = /^[A-Z][A-Z0-9]{1,7}$/
const scientificPattern = /^\d[.,]\d{1,8}E\+\d{2}$/i
const longNumberPattern = /^\d{11,}$/
/** Matches the start of values that may be damaged. Testing it first is faster than testing all other patterns. */
const possibleDamagePattern = /^\s*(?:\d{1,2}[-.][a-z]|[a-z]{3}[-.]\d|\d[.,]\d{1,8}E\+|#)/i
const formulaErrorPattern = /^#(?:NAME\?|REF!|VALUE!|DIV\/0!|NUM!|SPILL!|CALC!)$/i

/**
 * Creates a warning about values that a spreadsheet may have changed before the file was saved: ranges and names that
 * became dates ("5-9" as "9-May"), long numbers that were rounded to a few digits ("1.23E+12"), and formula errors.
 * Such values are never repaired.
 *
 * @returns The warning, or `undefined` if there are no signs of damage.
 */
export function createExcelDamageWarning(name: string, cells: readonly (string | null)[]): Problem | undefined {
  if (!cells.some((cell) => cell !== null && possibleDamagePattern.test(cell))) return undefined
  const nonEmptyCells = cells.flatMap((cell) => (cell === null || cell.trim() === '' ? [] : [cell.trim()]))
  const findMatches = (pattern: RegExp): string[] => nonEmptyCells.filter((text) => pattern.test(text))
  const dates = findMatches(dayAndMonthPattern)
  if (dates.length > 0 && dates.length < nonEmptyCells.length) {
    const intactCount = Math.max(findMatches(rangePattern).length, findMatches(genePattern).length)
    if (intactCount >= 3 && intactCount >= (nonEmptyCells.length - dates.length) / 2)
      return createWarning(name, dates, 'dates')
  }
  const roundedNumbers = findMatches(scientificPattern)
  if (
    roundedNumbers.length > 0 &&
    (findMatches(longNumberPattern).length > roundedNumbers.length ||
      (isCodeName(name) && roundedNumbers.length * 2 > nonEmptyCells.length))
  )
    return createWarning(name, roundedNumbers, 'digits')
  const formulaErrors = findMatches(formulaErrorPattern)
  return formulaErrors.length > 0 ? createWarning(name, formulaErrors, 'formulas') : undefined
}

const createWarning = (column: string, cells: readonly string[], damage: string): Problem =>
  warning(
    'load.spreadsheet-damage',
    { column, cells: cells.length, damage, examples: [...new Set(cells)].slice(0, 4) },
    { where: { column } },
  )
