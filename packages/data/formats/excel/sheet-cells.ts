import type { GridWriter } from '../grid/grid-writer.ts'
import type { NumberFormat } from './number-format.ts'
import { formatSerialDate } from './format-serial-date.ts'

/** Observations about a sheet that are reported in addition to its cells. */
export interface SheetFindings {
  /** Number of formulas without a stored result. */
  unresolvedFormulaCount: number
  /** Number of error cells, keyed by error. */
  errors: Map<string, number>
  /**
   * Number of cells displayed as percentages or as amounts of a currency, keyed by column, and then by "%" or currency.
   */
  displayFormats: Map<number, Map<string, number>>
  /** Number of rows that contain values but are hidden or filtered out. */
  hiddenRowCount: number
  /** Number of integers with more digits than a spreadsheet can store. */
  inexactIntegerCount: number
}

export const createFindings = (): SheetFindings => ({
  unresolvedFormulaCount: 0,
  errors: new Map(),
  displayFormats: new Map(),
  hiddenRowCount: 0,
  inexactIntegerCount: 0,
})

/**
 * Returns the shortest text that round-trips. Long IDs are written with the 17 digits that identify a stored number.
 * Other very large numbers use an exponent, because their last digits are not significant.
 */
function formatNumber(value: number): string {
  if (Math.abs(value) < 1e16) return String(value)
  if (!isLongId(value)) return value.toExponential()
  const [digits = '', exponent] = Math.abs(value).toExponential(16).replace('.', '').split('e')
  return (value < 0 ? '-' : '') + digits.padEnd(Number(exponent) + 1, '0')
}

/**
 * Minimum number of significant digits of an ID. A spreadsheet replaces the digits of an ID after the 15th with zeros,
 * and measurements of this magnitude, such as 6.02e20, have few significant digits.
 */
const minIdDigits = 12
/** Maximum magnitude of IDs. `String` writes larger numbers with an exponent. */
const maxIdMagnitude = 1e21

/** Returns whether an integer has more digits than a number can store, and is more likely an ID than a measurement. */
function isLongId(value: number): boolean {
  const magnitude = Math.abs(value)
  if (magnitude <= Number.MAX_SAFE_INTEGER || magnitude >= maxIdMagnitude) return false
  return String(magnitude).replace(/0+$/, '').length >= minIdDigits
}

const plainFormat: NumberFormat = { kind: 'number' }

/** Writes a number from a sheet. Dates become ISO text; everything else is written as the stored number. */
export function writeNumber(
  grid: GridWriter,
  findings: SheetFindings,
  column: number,
  value: number,
  format: NumberFormat = plainFormat,
  is1904 = false,
): void {
  const { kind } = format
  countInexactInteger(findings, value)
  if (kind === 'percent' || kind === 'currency') recordNumberFormat(findings, column, format)
  else if (kind !== 'number' && kind !== 'text') {
    const date = formatSerialDate(value, kind, is1904)
    if (date !== undefined) {
      grid.writeText(column, date)
      return
    }
  }
  grid.writeText(column, formatNumber(value))
}

/** Counts an integer if it has more digits than a spreadsheet can store. */
function countInexactInteger(findings: SheetFindings, value: number): void {
  if (isLongId(value)) findings.inexactIntegerCount++
}

/**
 * Returns the text of a number in a sheet's XML. Libraries, unlike spreadsheets, write all digits of a long ID, which
 * remain unchanged.
 */
export function normalizeNumber(findings: SheetFindings, text: string): string {
  const value = Number(text)
  countInexactInteger(findings, value)
  const isComplete = /^-?[1-9]\d*$/.test(text) && isLongId(value)
  return text.trim() !== '' && Number.isFinite(value) && !isComplete ? formatNumber(value) : text
}

/** Counts a cell that is displayed as a percentage or as an amount of money. */
export function recordNumberFormat(
  findings: SheetFindings,
  column: number,
  { kind, currency = '¤' }: NumberFormat,
): void {
  const label = kind === 'percent' ? '%' : currency
  const counts = findings.displayFormats.get(column) ?? new Map<string, number>()
  counts.set(label, (counts.get(label) ?? 0) + 1)
  findings.displayFormats.set(column, counts)
}

/** Writes the text of an error cell, which is an invalid value in number and date columns. */
export function writeError(grid: GridWriter, findings: SheetFindings, column: number, text: string): void {
  findings.errors.set(text, (findings.errors.get(text) ?? 0) + 1)
  grid.writeText(column, text)
}
