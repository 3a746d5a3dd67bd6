import { createColumnEvidence, measureColumn, type ColumnEvidence, type ColumnStatistics } from './column-evidence.ts'
import { setRepairedCode, encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { defaultErrorRates, type ErrorRates } from './error-rates.ts'
import { learnErrorRates, type PreviousError } from './learn-error-rates.ts'
import { isSuspicious, findRowErrors } from './find-row-errors.ts'
import { createDependencyPredictors, findDependencies, type Dependency } from '../dependencies/find-dependencies.ts'
import type { ScoredCell } from './score-cell.ts'

const defaultRoundCount = 3
/** Tables with at least this many cells are scored in one fewer round. */
const minLargeTableCells = 1_000_000
const cellsPerBatch = 2000
/** After the first round, in which each column is checked on its own, only repairs with higher log odds are applied. */
const minFirstRoundLogOdds = 1

/**
 * Scores a table's cells in several rounds. The first round checks each column on its own. Later rounds check all
 * columns and rows together, based on the repairs so far. Each round applies its repairs to the table. Columns without
 * new repairs are not measured again.
 *
 * @param margin - Amount by which the threshold is lowered, in log odds.
 * @yields Progress from 0 to 1, so that the caller can pause or stop.
 * @returns The suspicious cells, keyed by `row * columns.length + columnIndex`.
 */
export function* scoreTable(table: EncodedTable, margin: number): Generator<number, Map<number, ScoredCell>> {
  const { rows: rowCount, columns } = table
  const cellCount = rowCount * columns.length
  const roundCount = cellCount < minLargeTableCells ? defaultRoundCount : defaultRoundCount - 1
  let suspiciousCells = new Map<number, ScoredCell>()
  let rates: ErrorRates = defaultErrorRates
  let dependencies: readonly Dependency[] | undefined
  const statistics: ColumnStatistics[] = []
  const countRepairs = (): number => columns.reduce((sum, { revision }) => sum + revision, 0)
  let hasChanged = true
  for (let round = 0; round < roundCount; round++) {
    yield round / roundCount
    if (round > 0) {
      const previousRates = rates
      rates = learnErrorRates(collectErrors(table, suspiciousCells), cellCount)
      // With the same rates, dependencies and values, the round would have the same result as the previous one.
      if (dependencies && !hasChanged && JSON.stringify(rates) === JSON.stringify(previousRates)) break
      const search = dependencies ? undefined : findDependencies(table, suspiciousCells.size / Math.max(1, cellCount))
      for (let step = search?.next(); step; step = search?.next()) {
        if (step.done) {
          dependencies = step.value
          break
        }
        yield (round + 0.05) / roundCount
      }
      yield (round + 0.1) / roundCount
    }
    const repairCount = countRepairs()
    const predictors = dependencies ? createDependencyPredictors(table, dependencies) : []
    const evidence: ColumnEvidence[] = []
    for (const [columnIndex, column] of columns.entries()) {
      const columnPredictors = predictors.filter(({ targetIndex }) => targetIndex === columnIndex)
      if (statistics[columnIndex]?.revision !== column.revision)
        statistics[columnIndex] = measureColumn(column, rowCount)
      evidence.push(createColumnEvidence(statistics[columnIndex]!, columnPredictors, rates))
      yield (round + 0.1 + (0.1 * columnIndex) / columns.length) / roundCount
    }
    suspiciousCells = new Map()
    const rowsPerBatch = Math.max(1, Math.floor(cellsPerBatch / Math.max(1, columns.length)))
    for (let row = 0; row < rowCount; row++) {
      for (const [columnIndex, scoredCell] of findRowErrors(row, evidence))
        suspiciousCells.set(row * columns.length + columnIndex, scoredCell)
      if (row % rowsPerBatch === 0) yield (round + 0.2 + (0.8 * row) / rowCount) / roundCount
    }
    applyScoredRepairs(table, suspiciousCells, round === 0 ? minFirstRoundLogOdds : -Infinity)
    hasChanged = countRepairs() !== repairCount
  }
  return new Map([...suspiciousCells].filter(([, cell]) => isSuspicious({ ...cell, logOdds: cell.logOdds + margin })))
}

/**
 * Sets the repaired values of suspicious cells to their repair, or to a missing value if the repair is unknown. Resets
 * all other cells to their observed values.
 */
function applyScoredRepairs(
  { rows: rowCount, columns }: EncodedTable,
  suspiciousCells: ReadonlyMap<number, ScoredCell>,
  minLogOdds: number,
): void {
  columns.forEach((column, columnIndex) => {
    for (let row = 0; row < rowCount; row++)
      if (
        column.repairedCodes[row] !== column.observedCodes[row] &&
        !suspiciousCells.has(row * columns.length + columnIndex)
      )
        setRepairedCode(column, row, column.observedCodes[row] as number)
  })
  for (const [key, { value, logOdds }] of suspiciousCells) {
    const column = columns[key % columns.length] as EncodedColumn
    if (logOdds > minLogOdds)
      setRepairedCode(column, Math.floor(key / columns.length), value === undefined ? 0 : encodeText(column, value))
  }
}

function collectErrors({ columns }: EncodedTable, suspiciousCells: ReadonlyMap<number, ScoredCell>): PreviousError[] {
  return [...suspiciousCells].flatMap(([key, { value, source }]) => {
    const column = columns[key % columns.length] as EncodedColumn
    const observed = column.values[column.observedCodes[Math.floor(key / columns.length)] as number] as string
    return value === undefined
      ? []
      : [{ observed, intended: value, rule: 'rule' in source ? source.rule : 'dependency' }]
  })
}
