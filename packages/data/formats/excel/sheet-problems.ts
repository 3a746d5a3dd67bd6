import { message } from '@aw-flow/messages'
import { info, warning, type Problem } from '@aw-flow/schema'
import type { GridWriter } from '../grid/grid-writer.ts'
import type { ParsedSheet } from '../grid/read-sheets.ts'
import type { SheetFindings } from './sheet-cells.ts'
import { formatColumnLetters } from './sheet-scanner.ts'

/**
 * Returns warnings about a sheet's cells: formulas without a result, errors, percentages, currencies and hidden rows.
 */
export function findSheetProblems(sheet: string, findings: SheetFindings, outOfRangeCells: number): Problem[] {
  const { unresolvedFormulaCount, errors, displayFormats, hiddenRowCount, inexactIntegerCount: inexact } = findings
  const problems: Problem[] = []
  if (unresolvedFormulaCount > 0) problems.push(warning('load.formulas', { cells: unresolvedFormulaCount, sheet }))
  const errorCells = [...errors.values()].reduce((sum, number) => sum + number, 0)
  if (errorCells > 0)
    problems.push(
      warning('load.error-cells', {
        cells: errorCells,
        sheet,
        errors: [...errors].slice(0, 6).map(([error, count]) => message('loading.error-count', { error, count })),
      }),
    )
  for (const [columnIndex, labels] of [...displayFormats].sort(([a], [b]) => a - b).slice(0, 20)) {
    const column = formatColumnLetters(columnIndex)
    const percent = labels.get('%') ?? 0
    if (percent > 0) problems.push(info('load.percent', { column, sheet, cells: percent }))
    const currencies = [...labels.keys()].filter((label) => label !== '%' && label !== '¤')
    const [currency] = currencies
    if (currencies.length > 1)
      problems.push(warning('load.currencies', { column, sheet, currencies: currencies.slice(0, 6) }))
    else if (currency !== undefined) problems.push(info('load.currency', { column, sheet, currency }))
  }
  if (inexact > 0) problems.push(warning('load.inexact-numbers', { cells: inexact, sheet }))
  if (hiddenRowCount > 0) problems.push(info('load.hidden-rows', { rows: hiddenRowCount, sheet }))
  if (outOfRangeCells > 0) problems.push(warning('load.cells-outside', { cells: outOfRangeCells }))
  return problems
}

/** A sheet whose cells have been read into a grid. */
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
  problems: findSheetProblems(name, findings, grid.outOfRangeCells),
})
