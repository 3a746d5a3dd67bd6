import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { countGroupedRows, groupByCode, type Grouping } from '../dependencies/group-rows.ts'
import { measureDependency, shuffleRows } from '../dependencies/measure-dependency.ts'

/**
 * Predicts a column's value from another column: the most frequent value among the rows with the same value in the
 * other column.
 */
export type ContextPredictor = ReturnType<typeof createContextPredictor>

const minStrength = 0.25
const maxPredictorsPerColumn = 6
const maxMeasuredRows = 8000
const minCoveredFraction = 0.2

/** Finds, for each column, the other columns that predict its repaired values. */
export function findContextPredictors(table: EncodedTable): ContextPredictor[][] {
  const { rows, columns } = table
  const shuffledRows = shuffleRows(rows)
  const predictorsByColumn: ContextPredictor[][] = columns.map(() => [])
  columns.forEach((keyColumn, sourceIndex) => {
    const distinctCount = countDistinct(keyColumn)
    if (distinctCount < 2 || distinctCount > 0.7 * rows) return
    const grouping = groupByCode(
      keyColumn,
      rows,
      Int32Array.from(keyColumn.values, (_, code) => code - 1),
      keyColumn.values.length - 1,
    )
    if (countGroupedRows(grouping) < minCoveredFraction * rows) return
    const sample = sampleGroups(grouping)
    columns.forEach((column, targetIndex) => {
      if (targetIndex === sourceIndex || countDistinct(column) < 2) return
      const { strength, agreement, coveredCount } = measureDependency(sample, column, shuffledRows)
      if (strength < minStrength || coveredCount < minCoveredFraction * sample.order.length) return
      ;(predictorsByColumn[targetIndex] as ContextPredictor[]).push(
        createContextPredictor(sourceIndex, targetIndex, grouping, column, strength, agreement),
      )
    })
  })
  return predictorsByColumn.map((list) => list.sort((a, b) => b.strength - a.strength).slice(0, maxPredictorsPerColumn))
}

function sampleGroups(grouping: Grouping): Grouping {
  if (grouping.order.length <= maxMeasuredRows) return grouping
  const step = Math.ceil(grouping.order.length / maxMeasuredRows)
  const order: number[] = []
  const starts = [0]
  for (let group = 0; group < grouping.groupCount; group += step) {
    const [start, end] = [grouping.starts[group] as number, grouping.starts[group + 1] as number]
    for (let index = start; index < Math.min(end, start + maxMeasuredRows); index++)
      order.push(grouping.order[index] as number)
    starts.push(order.length)
  }
  return { groupByRow: grouping.groupByRow, groupCount: starts.length - 1, order: Int32Array.from(order), starts: Int32Array.from(starts) } // oxfmt-ignore
}

interface GroupCounts {
  /** Number of rows, keyed by code. */
  counts: Map<number, number>
  /** Number of non-empty rows. */
  total: number
  /** The most frequent code; 0 if there is none. */
  topCode: number
  /** The second most frequent code; 0 if there is none. */
  secondCode: number
}

function createContextPredictor(
  sourceIndex: number,
  targetIndex: number,
  { groupByRow, order, starts }: Grouping,
  { repairedCodes }: EncodedColumn,
  strength: number,
  agreement: number,
) {
  const groups = new Map<number, GroupCounts>()
  const countGroup = (group: number): GroupCounts => {
    const cached = groups.get(group)
    if (cached) return cached
    const counts = new Map<number, number>()
    let total = 0
    for (let index = starts[group] as number; index < (starts[group + 1] as number); index++) {
      const code = repairedCodes[order[index] as number] as number
      if (code === 0) continue
      counts.set(code, (counts.get(code) ?? 0) + 1)
      total++
    }
    let [topCode, secondCode] = [0, 0]
    const getCount = (code: number): number => (code === 0 ? 0 : (counts.get(code) as number))
    for (const code of counts.keys())
      if (getCount(code) > getCount(topCode)) [topCode, secondCode] = [code, topCode]
      else if (getCount(code) > getCount(secondCode)) secondCode = code
    const groupCounts = { counts, total, topCode, secondCode }
    groups.set(group, groupCounts)
    return groupCounts
  }
  return {
    /** The index of the other column. */
    sourceIndex,
    /** The index of the predicted column. */
    targetIndex,
    /** How well rows agree with their group, corrected for chance. */
    strength,
    /** Fraction of rows whose value equals the most frequent value among the other rows of their group. */
    agreement,
    /**
     * Returns the code of the most frequent value among the other rows of the row's group (0 if none), the fraction of
     * these rows that have this value, and the number of other rows.
     */
    predict(row: number): { code: number; share: number; otherRowCount: number } {
      const group = groupByRow[row] as number
      if (group < 0) return { code: 0, share: 0, otherRowCount: 0 }
      const { counts, total, topCode, secondCode } = countGroup(group)
      const cellCode = repairedCodes[row] as number
      const otherRowCount = total - (cellCode === 0 ? 0 : 1)
      if (otherRowCount <= 0 || topCode === 0) return { code: 0, share: 0, otherRowCount: 0 }
      const countVotes = (code: number): number =>
        code === 0 ? 0 : (counts.get(code) as number) - (code === cellCode ? 1 : 0)
      const code = countVotes(topCode) >= countVotes(secondCode) ? topCode : secondCode
      return { code, share: countVotes(code) / otherRowCount, otherRowCount }
    },
  }
}
