import { evidenceOf, type ColumnEvidence } from './column-evidence.ts'
import { ruleOf } from './describe-finding.ts'
import { believe, codeOf, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { errorLevel } from './error-level.ts'
import { usualRates, type ErrorRates } from './error-rates.ts'
import { learnErrors, type FoundError } from './learn-errors.ts'
import { checkNumbers } from './mend-number.ts'
import { checkOrder } from './mend-order.ts'
import { isSuspicious, settleRow } from './settle-row.ts'
import { findEvidence, predictBy, type TableEvidence } from './table-evidence.ts'
import type { Weighed } from './weigh-cell.ts'

const usualRounds = 3
/** Columns speak together once instead of twice in tables of so many cells. */
const manyCells = 1_000_000
const cellsAtOnce = 2000
/** What columns and rows say together is judged as if so many cells more were as tables are. */
const expectedCells = 400
/** In the first round, in which columns speak for themselves alone, what is less clear is not adopted yet. */
const clearAlone = 1

/**
 * Weighs the cells of a table by what the table itself says; returns the suspicious ones by `row * columns + column`. First
 * every column is evidence for itself; then twice all columns together, each time by what is believed so far. Yields
 * progress from 0 to 1, so that the caller can pause or stop. Changes the table's beliefs.
 *
 * @param level - Cells are suspicious from odds that are lower by so much (log).
 */
export function* weighTable(table: EncodedTable, level: number): Generator<number, Map<number, Weighed>> {
  const { rows, columns } = table
  const cells = rows * columns.length
  const rounds = cells < manyCells ? usualRounds : usualRounds - 1
  let suspicious = new Map<number, Weighed>()
  let rates: ErrorRates = usualRates
  let together: TableEvidence | undefined
  for (let round = 0; round < rounds; round++) {
    yield round / rounds
    if (round > 0) {
      rates = learnErrors(errorsOf(table, suspicious), cells)
      const looking = together ? undefined : findEvidence(table, suspicious.size / Math.max(1, cells))
      for (let step = looking?.next(); step; step = looking?.next()) {
        if (step.done) {
          together = step.value
          break
        }
        yield (round + 0.05) / rounds
      }
      yield (round + 0.1) / rounds
    }
    const predictors = together ? predictBy(table, together) : []
    const evidence = columns.map((column, at) =>
      evidenceOf(
        column,
        rows,
        predictors.filter(({ to }) => to === at),
        rates,
      ),
    )
    const orders = (together?.orders ?? []).map((order) => ({
      at: order.column,
      check: checkOrder(order, evidence[order.column] as ColumnEvidence),
    }))
    const lines = (together?.lines ?? []).map((line) => ({ at: line.to, check: checkNumbers(line, table) }))
    suspicious = new Map()
    const pause = Math.max(1, Math.floor(cellsAtOnce / Math.max(1, columns.length)))
    for (let row = 0; row < rows; row++) {
      const found = settleRow(row, evidence)
      for (const { at, check } of orders) {
        const weighed = check(row, evidence[at] as ColumnEvidence)
        const known = found.get(at)
        // What is told already is told with its own reason; only a repair may be missing, and it may be surer.
        if (weighed && known) {
          const value = known.value ?? weighed.value
          found.set(at, {
            ...known,
            ...(value === undefined ? {} : { value }),
            odds: Math.max(known.odds, weighed.odds),
          })
        } else if (weighed) found.set(at, weighed)
      }
      for (const { at, check } of lines) {
        const known = found.get(at)
        const weighed = check(row, evidence[at] as ColumnEvidence, known !== undefined)
        if (weighed && !known) found.set(at, weighed)
        else if (weighed?.value !== undefined && known && mayChoose(known))
          found.set(at, { ...known, value: weighed.value })
      }
      for (const [at, weighed] of found) suspicious.set(row * columns.length + at, weighed)
      if (row % pause === 0) yield (round + 0.2 + (0.8 * row) / rows) / rounds
    }
    adopt(table, suspicious, round === 0 ? clearAlone : -Infinity)
  }
  const odds = [...suspicious.values()].map((weighed) => weighed.odds)
  const alone = errorLevel(odds, cells)
  const ofAll = errorLevel(odds, cells, expectedCells)
  return new Map(
    [...suspicious]
      .map(([key, weighed]) => {
        const change = isOfColumn(weighed) ? alone : ofAll
        return [key, { ...weighed, odds: weighed.odds + change }] as const
      })
      .filter(([, weighed]) => isSuspicious({ ...weighed, odds: weighed.odds + level })),
  )
}

/** What columns and rows say together has been weighed already by how often it fails in this table; what a column says alone has not. */
const isOfColumn = ({ by }: Weighed): boolean => 'rule' in by && by.rule !== 'sequence' && by.rule !== 'dependency'

/** What only the form of a text has told may have been one of several numbers, of which lines choose. */
const mayChoose = ({ value, by }: Weighed): boolean =>
  value === undefined || ('rule' in by && (by.rule === 'pattern' || by.rule === 'outlier'))

/** What is suspicious is believed to mean its repair, or nothing; all else what is written. */
function adopt({ rows, columns }: EncodedTable, suspicious: ReadonlyMap<number, Weighed>, from: number): void {
  columns.forEach((column, at) => {
    for (let row = 0; row < rows; row++) {
      const found = suspicious.get(row * columns.length + at)
      if (found && found.odds > from) believe(column, row, found.value === undefined ? 0 : codeOf(column, found.value))
      else if (!found && column.believed[row] !== column.observed[row])
        believe(column, row, column.observed[row] as number)
    }
  })
}

function errorsOf({ columns }: EncodedTable, suspicious: ReadonlyMap<number, Weighed>): FoundError[] {
  return [...suspicious].flatMap(([key, { value, by }]) => {
    const column = columns[key % columns.length] as EncodedColumn
    const written = column.values[column.observed[Math.floor(key / columns.length)] as number] as string
    return value === undefined ? [] : [{ written, meant: value, rule: 'rule' in by ? by.rule : ruleOf(by) }]
  })
}
