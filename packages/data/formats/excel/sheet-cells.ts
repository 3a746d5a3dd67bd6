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
 * Returns the shortest text that round-trips. Very large numbers use an exponent, because their last digits are not
 * significant.
 */
export const formatNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1e16 ? value.toExponential() : String(value)

/**
 * Maximum magnitude of integers. Larger numbers are assumed to be measurements whose last digits are not significant.
 */
const maxIntegerMagnitude = 1e21

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
export function countInexactInteger(findings: SheetFindings, value: number): void {
  const magnitude = Math.abs(value)
  if (magnitude > Number.MAX_SAFE_INTEGER && magnitude < maxIntegerMagnitude) findings.inexactIntegerCount++
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
