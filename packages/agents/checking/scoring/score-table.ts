import { createColumnEvidence, type ColumnEvidence } from './column-evidence.ts'
import { ruleOf } from '../describe-finding.ts'
import { believe, codeOf, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { priorCorrection } from './prior-correction.ts'
import { defaultErrorRates, type ErrorRates } from './error-rates.ts'
import { learnErrorRates, type FoundError } from './learn-error-rates.ts'
import { createNumberCheck } from '../repairs/check-number.ts'
import { createOrderCheck } from '../repairs/check-order.ts'
import { isSuspicious, findRowErrors } from './find-row-errors.ts'
import { findEvidence, createPredictors, type TableEvidence } from '../dependencies/table-evidence.ts'
import type { ScoredCell } from './score-cell.ts'

const defaultRounds = 3
/** Tables with more cells have one round fewer. */
const largeTableCells = 1_000_000
const batchCells = 2000
/** Pseudo-cells in the prior correction of scores from other columns and rows. */
const expectedCells = 400
/** Minimum log odds of repairs that are adopted after the first round, in which each column is checked on its own. */
const minFirstRoundOdds = 1

/**
 * Scores the cells of a table: in the first round, each column on its own; in later rounds, all columns and rows
 * together, using the values believed so far. Sets believed values to repairs.
 *
 * @param margin - Reduction of the threshold, in log odds.
 * @yields Progress from 0 to 1, so that the caller can pause or stop.
 * @returns Suspicious cells by `row * columns + column`.
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
      rates = learnErrorRates(errorsOf(table, suspicious), cells)
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
    const evidence = columns.map((column, at) =>
      createColumnEvidence(
        column,
        rows,
        predictors.filter(({ to }) => to === at),
        rates,
      ),
    )
    const orderChecks = (tableEvidence?.sortedColumns ?? []).map((sorted) => ({
      at: sorted.column,
      check: createOrderCheck(sorted, evidence[sorted.column] as ColumnEvidence),
    }))
    const numberChecks = (tableEvidence?.numberModels ?? []).map((model) => ({
      at: model.to,
      check: createNumberCheck(model, table),
    }))
    suspicious = new Map()
    const batchRows = Math.max(1, Math.floor(batchCells / Math.max(1, columns.length)))
    for (let row = 0; row < rows; row++) {
      const found = findRowErrors(row, evidence)
      for (const { at, check } of orderChecks) {
        const scored = check(row, evidence[at] as ColumnEvidence)
        const known = found.get(at)
        // A cell that is already suspicious keeps its reason, but may get a repair and higher odds.
        if (scored && known) {
          const value = known.value ?? scored.value
          found.set(at, {
            ...known,
            ...(value === undefined ? {} : { value }),
            odds: Math.max(known.odds, scored.odds),
          })
        } else if (scored) found.set(at, scored)
      }
      for (const { at, check } of numberChecks) {
        const known = found.get(at)
        const scored = check(row, evidence[at] as ColumnEvidence, known !== undefined)
        if (scored && !known) found.set(at, scored)
        else if (scored?.value !== undefined && known && isOfShape(known))
          found.set(at, { ...known, value: scored.value })
      }
      for (const [at, scored] of found) suspicious.set(row * columns.length + at, scored)
      if (row % batchRows === 0) yield (round + 0.2 + (0.8 * row) / rows) / rounds
    }
    adopt(table, suspicious, round === 0 ? minFirstRoundOdds : -Infinity)
  }
  const odds = [...suspicious.values()].map((scored) => scored.odds)
  const columnCorrection = priorCorrection(odds, cells)
  const tableCorrection = priorCorrection(odds, cells, expectedCells)
  return new Map(
    [...suspicious]
      .map(([key, scored]) => {
        const correction = isOfColumn(scored) ? columnCorrection : tableCorrection
        return [key, { ...scored, odds: scored.odds + correction }] as const
      })
      .filter(([, scored]) => isSuspicious({ ...scored, odds: scored.odds + margin })),
  )
}

/**
 * Whether a score comes from the column alone. Scores from other columns and rows already include how often these
 * relations fail in the table.
 */
const isOfColumn = ({ by }: ScoredCell): boolean => 'rule' in by && by.rule !== 'sequence' && by.rule !== 'dependency'

/** Whether only the shape of the text is suspicious; a number model can then choose among several repairs. */
const isOfShape = ({ value, by }: ScoredCell): boolean =>
  value === undefined || ('rule' in by && (by.rule === 'pattern' || by.rule === 'outlier'))

/**
 * Sets the believed values of suspicious cells to their repairs (or missing), and of all others to the observed values.
 */
function adopt({ rows, columns }: EncodedTable, suspicious: ReadonlyMap<number, ScoredCell>, minOdds: number): void {
  columns.forEach((column, at) => {
    for (let row = 0; row < rows; row++) {
      const found = suspicious.get(row * columns.length + at)
      if (found && found.odds > minOdds)
        believe(column, row, found.value === undefined ? 0 : codeOf(column, found.value))
      else if (!found && column.believed[row] !== column.observed[row])
        believe(column, row, column.observed[row] as number)
    }
  })
}

function errorsOf({ columns }: EncodedTable, suspicious: ReadonlyMap<number, ScoredCell>): FoundError[] {
  return [...suspicious].flatMap(([key, { value, by }]) => {
    const column = columns[key % columns.length] as EncodedColumn
    const written = column.values[column.observed[Math.floor(key / columns.length)] as number] as string
    return value === undefined ? [] : [{ written, meant: value, rule: 'rule' in by ? by.rule : ruleOf(by) }]
  })
}
