import { createColumnEvidence, type ColumnEvidence } from './column-evidence.ts'
import { toRule } from '../describe-finding.ts'
import { setRepaired, encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { computePriorCorrection } from './compute-prior-correction.ts'
import { defaultErrorRates, type ErrorRates } from './error-rates.ts'
import { learnErrorRates, type EarlierError } from './learn-error-rates.ts'
import { createNumberCheck } from '../repairs/check-number.ts'
import { createOrderCheck } from '../repairs/check-order.ts'
import { isSuspicious, findRowErrors } from './find-row-errors.ts'
import { findEvidence, createPredictors, type TableEvidence } from '../dependencies/table-evidence.ts'
import type { ScoredCell } from './score-cell.ts'

const defaultRounds = 3
/** Tables with at least this many cells are scored in one fewer round. */
const largeTableCells = 1_000_000
const batchCells = 2000
/** Number of pseudo-cells used to correct scores that are based on other columns and rows. */
const pseudoCells = 400
/** After the first round, in which each column is checked on its own, only repairs with higher log odds are applied. */
const minFirstRoundLogOdds = 1

/**
 * Scores a table's cells in several rounds. The first round checks each column on its own. Later rounds check all
 * columns and rows together, based on the repairs so far. Each round applies its repairs to the table.
 *
 * @param margin - Amount by which the threshold is lowered, in log odds.
 * @yields Progress from 0 to 1, so that the caller can pause or stop.
 * @returns The suspicious cells, keyed by `row * columns + column`.
 */
export function* scoreTable(table: EncodedTable, margin: number): Generator<number, Map<number, ScoredCell>> {
  const { rows, columns } = table
  const cells = rows * columns.length
  const rounds = cells < largeTableCells ? defaultRounds : defaultRounds - 1
  let suspicious = new Map<number, ScoredCell>()
  let rates: ErrorRates = defaultErrorRates
  let tableEvidence: TableEvidence | undefined
  for (let round = 0; round < rounds; round++) {
    yield round / rounds
    if (round > 0) {
      rates = learnErrorRates(collectErrors(table, suspicious), cells)
      const search = tableEvidence ? undefined : findEvidence(table, suspicious.size / Math.max(1, cells))
      for (let step = search?.next(); step; step = search?.next()) {
        if (step.done) {
          tableEvidence = step.value
          break
        }
        yield (round + 0.05) / rounds
      }
      yield (round + 0.1) / rounds
    }
    const predictors = tableEvidence ? createPredictors(table, tableEvidence) : []
    const evidence: ColumnEvidence[] = []
    for (const [columnIndex, column] of columns.entries()) {
      const columnPredictors = predictors.filter(({ to }) => to === columnIndex)
      evidence.push(createColumnEvidence(column, rows, columnPredictors, rates))
      yield (round + 0.1 + (0.1 * columnIndex) / columns.length) / rounds
    }
    const orderChecks = (tableEvidence?.sortedColumns ?? []).map((sorted) => ({
      columnIndex: sorted.column,
      check: createOrderCheck(sorted, evidence[sorted.column] as ColumnEvidence),
    }))
    const numberChecks = (tableEvidence?.numberModels ?? []).map((model) => ({
      columnIndex: model.target,
      check: createNumberCheck(model, table),
    }))
    suspicious = new Map()
    const batchRows = Math.max(1, Math.floor(batchCells / Math.max(1, columns.length)))
    for (let row = 0; row < rows; row++) {
      const rowErrors = findRowErrors(row, evidence)
      for (const { columnIndex, check } of orderChecks) {
        const scored = check(row, evidence[columnIndex] as ColumnEvidence)
        const existing = rowErrors.get(columnIndex)
        // A cell that is already suspicious keeps its reason, but may receive a repair and higher log odds.
        if (scored && existing) {
          const value = existing.value ?? scored.value
          rowErrors.set(columnIndex, {
            ...existing,
            ...(value === undefined ? {} : { value }),
            logOdds: Math.max(existing.logOdds, scored.logOdds),
          })
        } else if (scored) rowErrors.set(columnIndex, scored)
      }
      for (const { columnIndex, check } of numberChecks) {
        const existing = rowErrors.get(columnIndex)
        const scored = check(row, evidence[columnIndex] as ColumnEvidence, existing !== undefined)
        if (scored && !existing) rowErrors.set(columnIndex, scored)
        else if (scored?.value !== undefined && existing && isShapeScore(existing))
          rowErrors.set(columnIndex, { ...existing, value: scored.value })
      }
      for (const [columnIndex, scored] of rowErrors) suspicious.set(row * columns.length + columnIndex, scored)
      if (row % batchRows === 0) yield (round + 0.2 + (0.8 * row) / rows) / rounds
    }
    applyScoredRepairs(table, suspicious, round === 0 ? minFirstRoundLogOdds : -Infinity)
  }
  const logOdds = [...suspicious.values()].map((scored) => scored.logOdds)
  const columnCorrection = computePriorCorrection(logOdds, cells)
  const tableCorrection = computePriorCorrection(logOdds, cells, pseudoCells)
  return new Map(
    [...suspicious]
      .map(([key, scored]) => {
        const correction = isColumnScore(scored) ? columnCorrection : tableCorrection
        return [key, { ...scored, logOdds: scored.logOdds + correction }] as const
      })
      .filter(([, scored]) => isSuspicious({ ...scored, logOdds: scored.logOdds + margin })),
  )
}

/**
 * Returns whether a score is based only on the column. Scores based on other columns and rows already account for how
 * often these relations fail in the table.
 */
const isColumnScore = ({ source }: ScoredCell): boolean =>
  'rule' in source && source.rule !== 'sequence' && source.rule !== 'dependency'

/**
 * Returns whether a score has no repair or is based only on the shape or size of the value, so that a number model can
 * provide a better repair.
 */
const isShapeScore = ({ value, source }: ScoredCell): boolean =>
  value === undefined || ('rule' in source && (source.rule === 'pattern' || source.rule === 'outlier'))

/**
 * Sets the repaired values of suspicious cells to their repair, or to a missing value if the repair is unknown. Resets
 * all other cells to their observed values.
 */
function applyScoredRepairs(
  { rows, columns }: EncodedTable,
  suspicious: ReadonlyMap<number, ScoredCell>,
  minLogOdds: number,
): void {
  columns.forEach((column, columnIndex) => {
    for (let row = 0; row < rows; row++)
      if (column.repaired[row] !== column.observed[row] && !suspicious.has(row * columns.length + columnIndex))
        setRepaired(column, row, column.observed[row] as number)
  })
  for (const [key, { value, logOdds }] of suspicious) {
    const column = columns[key % columns.length] as EncodedColumn
    if (logOdds > minLogOdds)
      setRepaired(column, Math.floor(key / columns.length), value === undefined ? 0 : encodeText(column, value))
  }
}

function collectErrors({ columns }: EncodedTable, suspicious: ReadonlyMap<number, ScoredCell>): EarlierError[] {
  return [...suspicious].flatMap(([key, { value, source }]) => {
    const column = columns[key % columns.length] as EncodedColumn
    const observed = column.values[column.observed[Math.floor(key / columns.length)] as number] as string
    return value === undefined
      ? []
      : [{ observed, intended: value, rule: 'rule' in source ? source.rule : toRule(source) }]
  })
}
