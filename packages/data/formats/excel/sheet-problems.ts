import { message } from '@aw-flow/messages'
import { info, warning, type Problem } from '@aw-flow/schema'
import type { GridWriter } from '../grid/grid-writer.ts'
import type { ParsedSheet } from '../grid/read-sheets.ts'
import type { SheetFindings } from './sheet-cells.ts'
import { formatColumnLetters } from './sheet-scanner.ts'

/**
 * Returns warnings about a sheet's cells: formulas without a result, errors, percentages, currencies and hidden rows.
 */
export function findSheetProblems(sheet: string, findings: SheetFindings, outOfRangeCellCount: number): Problem[] {
  const { unresolvedFormulaCount, errors, displayFormats, hiddenRowCount, inexactIntegerCount } = findings
  const problems: Problem[] = []
  if (unresolvedFormulaCount > 0) problems.push(warning('load.formulas', { cells: unresolvedFormulaCount, sheet }))
  const errorCellCount = [...errors.values()].reduce((sum, number) => sum + number, 0)
  if (errorCellCount > 0)
    problems.push(
      warning('load.error-cells', {
        cells: errorCellCount,
        sheet,
        errors: [...errors].slice(0, 6).map(([error, count]) => message('loading.error-count', { error, count })),
      }),
    )
  for (const [columnIndex, labels] of [...displayFormats].sort(([a], [b]) => a - b).slice(0, 20)) {
    const column = formatColumnLetters(columnIndex)
    const percentCount = labels.get('%') ?? 0
    if (percentCount > 0) problems.push(info('load.percent', { column, sheet, cells: percentCount }))
    const currencies = [...labels.keys()].filter((label) => label !== '%' && label !== '¤')
    const [currency] = currencies
    if (currencies.length > 1)
      problems.push(warning('load.currencies', { column, sheet, currencies: currencies.slice(0, 6) }))
    else if (currency !== undefined) problems.push(info('load.currency', { column, sheet, currency }))
  }
  if (inexactIntegerCount > 0) problems.push(warning('load.inexact-numbers', { cells: inexactIntegerCount, sheet }))
  if (hiddenRowCount > 0) problems.push(info('load.hidden-rows', { rows: hiddenRowCount, sheet }))
  if (outOfRangeCellCount > 0) problems.push(warning('load.cells-out-of-range', { cells: outOfRangeCellCount }))
  return problems
}

/** A sheet whose cells are being read into a grid. */
export interface OpenSheet {
  name: string
  isHidden: boolean
  grid: GridWriter
  findings: SheetFindings
}

/** Completes a sheet after all of its cells have been read. */
export const finishSheet = ({ name, isHidden, grid, findings }: OpenSheet): ParsedSheet => ({
  name,
  isHidden,
  grid: grid.finish(),
  problems: findSheetProblems(name, findings, grid.outOfRangeCellCount),
})
