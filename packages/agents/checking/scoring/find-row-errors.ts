import { message } from '@aw-flow/messages'
import { isNullWord } from '../../loading/columns/null-words.ts'
import { encodeText, setRepairedCode } from '../encoded-table.ts'
import { computeLogErrorLikelihood } from './error-rates.ts'
import type { ColumnEvidence } from './column-evidence.ts'
import { scoreCell, type ScoredCell } from './score-cell.ts'

const noColumns: ReadonlySet<number> = new Set()

const minLogOdds = -0.2
/**
 * The threshold for spelling and pattern scores. It is lower because these scores underestimate the odds: in tests,
 * nine in ten such findings were correct.
 */
const minSpellingLogOdds = -1
const maxSteps = 8

/** Returns whether a cell's score exceeds the threshold for suspicious cells. */
export const isSuspicious = ({ logOdds, source }: ScoredCell): boolean =>
  logOdds >
  ('rule' in source && (source.rule === 'spelling' || source.rule === 'pattern') ? minSpellingLogOdds : minLogOdds)

/**
 * Finds a row's suspicious cells, which are the smallest set of errors that explains the contradictions between its
 * cells. If a value is new in its column, it is the error. Among known values, the error is the one whose removal
 * resolves the most contradictions.
 *
 * @returns The suspicious cells, keyed by column index.
 */
export function findRowErrors(row: number, evidence: readonly ColumnEvidence[]): Map<number, ScoredCell> {
  const errors = new Map<number, ScoredCell>()
  restoreObservedValues(row, evidence)
  let unresolvedCells = scoreColumns(row, evidence, evidence.keys(), noColumns)
  if (unresolvedCells.size === 0) return errors
  const maskedColumns = new Set<number>()
  const unrelatedColumns: number[] = []
  for (const [columnIndex, scoredCell] of unresolvedCells) {
    const column = evidence[columnIndex] as ColumnEvidence
    if (!isNewValue(row, column)) continue
    if (isUnrelatedRepair(row, column, scoredCell)) unrelatedColumns.push(columnIndex)
    else {
      errors.set(columnIndex, scoredCell)
      maskedColumns.add(columnIndex)
    }
  }
  // Several new values in the same row indicate a new record, about which other rows provide no evidence.
  if (unrelatedColumns.length > 1) return errors
  if (maskedColumns.size > 0 && unresolvedCells.size > maskedColumns.size)
    unresolvedCells = scoreColumns(row, evidence, listUnmaskedColumns(unresolvedCells, maskedColumns), maskedColumns)
  for (let step = 0; step < maxSteps && unresolvedCells.size > 0; step++) {
    const columnIndex =
      unresolvedCells.size === 1
        ? [...unresolvedCells.keys()][0]
        : findLikeliestErrorColumn(row, evidence, unresolvedCells, maskedColumns)
    if (columnIndex === undefined) break
    const scoredCell =
      unresolvedCells.get(columnIndex) ??
      scoreByElimination(row, evidence[columnIndex] as ColumnEvidence, maskedColumns)
    errors.set(columnIndex, scoredCell)
    maskedColumns.add(columnIndex)
    unresolvedCells = scoreColumns(row, evidence, listUnmaskedColumns(unresolvedCells, maskedColumns), maskedColumns)
  }
  return errors
}

/**
 * Restores observed values that are no longer suspicious, so that other cells are not scored against obsolete repairs.
 */
function restoreObservedValues(row: number, evidence: readonly ColumnEvidence[]): void {
  for (const columnEvidence of evidence) {
    const { column } = columnEvidence.model
    if (column.repairedCodes[row] === column.observedCodes[row]) continue
    const scoredCell = scoreCell(row, columnEvidence)
    if (!scoredCell || !isSuspicious(scoredCell)) setRepairedCode(column, row, column.observedCodes[row] as number)
  }
}

const listUnmaskedColumns = (
  unresolvedCells: ReadonlyMap<number, unknown>,
  maskedColumns: ReadonlySet<number>,
): number[] => [...unresolvedCells.keys()].filter((columnIndex) => !maskedColumns.has(columnIndex))

function scoreColumns(
  row: number,
  evidence: readonly ColumnEvidence[],
  columnIndexes: Iterable<number>,
  maskedColumns: ReadonlySet<number>,
): Map<number, ScoredCell> {
  const scoredCells = new Map<number, ScoredCell>()
  for (const columnIndex of columnIndexes) {
    if (maskedColumns.has(columnIndex)) continue
    const scoredCell = scoreCell(row, evidence[columnIndex] as ColumnEvidence, maskedColumns)
    if (scoredCell && isSuspicious(scoredCell)) scoredCells.set(columnIndex, scoredCell)
  }
  return scoredCells
}

/** Returns whether no known kind of error would turn the repair into the observed string. */
function isUnrelatedRepair(row: number, { model: { column }, rates }: ColumnEvidence, { value }: ScoredCell): boolean {
  const observed = column.values[column.observedCodes[row] as number] as string
  return (
    observed !== '' &&
    value !== undefined &&
    !isNullWord(observed) &&
    computeLogErrorLikelihood(observed, value, rates, true) === -Infinity
  )
}

/** Returns whether no other row has the same value in this column. */
function isNewValue(row: number, { model: { column } }: ColumnEvidence): boolean {
  const code = column.observedCodes[row] as number
  return code === 0 || (column.counts[code] as number) - (column.repairedCodes[row] === code ? 1 : 0) <= 0
}

/**
 * Returns the index of the column whose removal leaves the fewest suspicious columns. If there is a tie, the column
 * whose repair leaves the fewest conflicts is preferred, then the most suspicious one. Returns `undefined` if no
 * removal explains enough.
 */
function findLikeliestErrorColumn(
  row: number,
  evidence: readonly ColumnEvidence[],
  unresolvedCells: ReadonlyMap<number, ScoredCell>,
  maskedColumns: ReadonlySet<number>,
): number | undefined {
  const suspectColumns = new Set(unresolvedCells.keys())
  for (const columnIndex of unresolvedCells.keys())
    for (const { sourceIndexes } of (evidence[columnIndex] as ColumnEvidence).predictors)
      if (sourceIndexes.length === 1)
        for (const sourceIndex of sourceIndexes) if (!maskedColumns.has(sourceIndex)) suspectColumns.add(sourceIndex)
  let best: { columnIndex: number; resolvedCount: number; logLikelihoodRatio: number } | undefined
  const conflictCountByColumn = new Map<number, number>()
  const countConflicts = (columnIndex: number): number => {
    const conflictCount =
      conflictCountByColumn.get(columnIndex) ??
      countConflictsAfterRepair(row, evidence, columnIndex, unresolvedCells.get(columnIndex)?.value, maskedColumns)
    conflictCountByColumn.set(columnIndex, conflictCount)
    return conflictCount
  }
  for (const columnIndex of [...suspectColumns].sort((a, b) => a - b)) {
    // All columns are scored again, because removing a column can make others suspicious, which is evidence that the
    // column is correct.
    const remainingCount = scoreColumns(row, evidence, evidence.keys(), new Set([...maskedColumns, columnIndex])).size
    const resolvedCount = unresolvedCells.size - remainingCount
    const logLikelihoodRatio = unresolvedCells.get(columnIndex)?.logLikelihoodRatio ?? -20
    // A column that is not suspicious itself must explain at least two suspicious columns.
    if (resolvedCount < (unresolvedCells.has(columnIndex) ? 1 : 2)) continue
    if (!best || resolvedCount > best.resolvedCount) best = { columnIndex, resolvedCount, logLikelihoodRatio }
    else if (resolvedCount === best.resolvedCount) {
      // If either removal is sufficient, the wrong value is the one whose repair agrees with all other values.
      const difference = countConflicts(best.columnIndex) - countConflicts(columnIndex)
      if (difference > 0 || (difference === 0 && logLikelihoodRatio > best.logLikelihoodRatio))
        best = { columnIndex, resolvedCount, logLikelihoodRatio }
    }
  }
  return best?.columnIndex
}

/** Counts the other columns that remain suspicious after a column is repaired. */
function countConflictsAfterRepair(
  row: number,
  evidence: readonly ColumnEvidence[],
  columnIndex: number,
  repair: string | undefined,
  maskedColumns: ReadonlySet<number>,
): number {
  const { column } = (evidence[columnIndex] as ColumnEvidence).model
  const previousCode = column.repairedCodes[row] as number
  setRepairedCode(column, row, repair === undefined ? 0 : encodeText(column, repair))
  const conflictingCells = scoreColumns(row, evidence, evidence.keys(), maskedColumns)
  setRepairedCode(column, row, previousCode)
  conflictingCells.delete(columnIndex)
  return conflictingCells.size
}

/** Scores a cell that may be suspicious only because an error in it would explain why other cells are suspicious. */
function scoreByElimination(row: number, evidence: ColumnEvidence, maskedColumns: ReadonlySet<number>): ScoredCell {
  const scoredCell = scoreCell(row, evidence, maskedColumns)
  if (scoredCell) return { ...scoredCell, logOdds: Math.max(scoredCell.logOdds, 0.5) }
  const source = { rule: 'dependency' as const, reason: message('finding.several-columns', {}), logOdds: 0.5 }
  return { logOdds: 0.5, logLikelihoodRatio: 0, source }
}
