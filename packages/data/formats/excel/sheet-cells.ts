import type { GridWriter } from '../grid/grid-writer.ts'
import type { NumberFormat } from './number-format.ts'
import { serialDate } from './serial-date.ts'

/** What is told of a sheet beside its cells. */
export interface SheetFindings {
  /** Formulas that the file holds no result of. */
  unresolved: number
  /** Cells that hold an error, and which. */
  errors: Map<string, number>
  /** By column: how many cells are shown as percent, or as an amount of which currency. */
  shown: Map<number, Map<string, number>>
  /** Rows with values that are hidden or filtered away. */
  hiddenRows: number
  /** Whole numbers of more digits than a spreadsheet's number keeps. */
  inexact: number
}

export const noFindings = (): SheetFindings => ({
  unresolved: 0,
  errors: new Map(),
  shown: new Map(),
  hiddenRows: 0,
  inexact: 0,
})

/** A number as its shortest text that reads back; a very large one with an exponent, since its last digits are none. */
export const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1e16 ? value.toExponential() : String(value)

/** Numbers from here on are measured, and nobody takes their last digits for any. */
const manyDigits = 1e21

const plain: NumberFormat = { shown: 'number' }

/** Writes a number of a sheet as what it is shown as: a date as ISO text, everything else as the number that it is. */
export function writeNumber(
  grid: GridWriter,
  findings: SheetFindings,
  column: number,
  value: number,
  format: NumberFormat = plain,
  is1904 = false,
): void {
  const { shown } = format
  noteInexact(findings, value)
  if (shown === 'percent' || shown === 'currency') noteShown(findings, column, format)
  else if (shown !== 'number' && shown !== 'text') {
    const date = serialDate(value, shown, is1904)
    if (date !== undefined) {
      grid.text(column, date)
      return
    }
  }
  grid.text(column, numberText(value))
}

/** Notes a whole number that has more digits than are kept. */
export function noteInexact(findings: SheetFindings, value: number): void {
  const size = Math.abs(value)
  if (size > Number.MAX_SAFE_INTEGER && size < manyDigits) findings.inexact++
}

/** Notes that a cell is shown as percent or as an amount. */
export function noteShown(findings: SheetFindings, column: number, { shown, currency = '¤' }: NumberFormat): void {
  const label = shown === 'percent' ? '%' : currency
  const counts = findings.shown.get(column) ?? new Map<string, number>()
  counts.set(label, (counts.get(label) ?? 0) + 1)
  findings.shown.set(column, counts)
}

/** Writes a cell that holds an error: its text, which is no value in columns of numbers and dates. */
export function writeError(grid: GridWriter, findings: SheetFindings, column: number, text: string): void {
  findings.errors.set(text, (findings.errors.get(text) ?? 0) + 1)
  grid.text(column, text)
}
