import { message } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { Finding, ProposedRow, RowProposal } from '@aw-flow/schema/internal'
import { selectFindings, type CellEvidence } from '../check-texts.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import { toLooseShape } from '../scoring/value-shape.ts'
import type { AnsweredTable } from './answered-table.ts'
import { learnFromAnswers, type LearnedCell } from './learn-from-answers.ts'
import { toProbability } from './prior-evidence.ts'
import { detectLetterCase } from './text-features.ts'

/** Maximum number of rows in a proposal. */
export const maxProposedRows = 20

export interface ProposeRowsOptions {
  /** The maximum number of rows to propose, limited to 20. Default: 20. */
  maxRows?: number
  /** Converts a row index to the row number in the report. Default: the index plus 1. */
  getRowNumber?: (row: number) => number
}

/** Further answers are worthwhile if reviewing one row provides evidence about more than this fraction of the cells. */
const minInformedFraction = 0.0005
const maxAnswers = 100
/** Columns with at most this many distinct values also have one group per value. */
const maxGroupedValues = 30
/**
 * Minimum uncertainty of a group. `finding` applies to groups of findings, `topPattern` to a column's most
 * frequent pattern, `pattern` to its other patterns, and `surprisingColumn` to all patterns of a column in which
 * answers contradict the findings.
 */
const minUncertainty = { finding: 0.5, pattern: 0.1, topPattern: 0.03, surprisingColumn: 0.15 }
/** Weight of groups of cells with the same value. */
const valueWeight = 0.3

/**
 * Proposes the rows whose review would improve the check most. Similar cells of a column are grouped; a row is
 * informative if its cells belong to large, uncertain groups with few answers.
 *
 * @param cellEvidence - The evidence collected for `answeredTable.table`.
 * @yields Progress from 0 to 1.
 * @internal
 */
export function* proposeRows(
  cellEvidence: CellEvidence,
  answeredTable: AnsweredTable,
  { maxRows = maxProposedRows, getRowNumber = (row) => row + 1 }: ProposeRowsOptions = {},
): Generator<number, RowProposal> {
  const { columns } = cellEvidence.table
  const columnCount = columns.length
  const findings = selectFindings(cellEvidence, 'balanced')
  const learnedCells =
    answeredTable.verdicts.size > 0 ? yield* learnFromAnswers(cellEvidence, answeredTable) : undefined
  const { groups, groupByCell, valueGroupByCell } = groupCells(
    cellEvidence,
    answeredTable.rowCount,
    findings,
    learnedCells,
  )
  yield 1
  const getGroups = (key: number): CellGroup[] => {
    const [patternGroup, valueGroup] = [groups[groupByCell[key] ?? -1], groups[valueGroupByCell[key] ?? -1]]
    return [...(patternGroup ? [patternGroup] : []), ...(valueGroup ? [valueGroup] : [])]
  }
  const surprisingColumns = new Set<number>()
  for (const [key, { isWrong }] of answeredTable.verdicts) {
    for (const group of getGroups(key)) group.answerCount++
    if (isWrong !== findings.has(key)) surprisingColumns.add(key % columnCount)
  }
  for (const group of groups) if (surprisingColumns.has(group.columnIndex)) group.isSurprising = true
  const isAnswered = new Uint8Array(answeredTable.rowCount)
  for (const row of answeredTable.answeredRows) if (row < answeredTable.rowCount) isAnswered[row] = 1
  const computeGain = (row: number): number => {
    let sum = 0
    for (let columnIndex = 0; columnIndex < columnCount; columnIndex++) {
      sum += computeGroupGain(groups[groupByCell[row * columnCount + columnIndex] as number] as CellGroup)
      const valueGroup = groups[valueGroupByCell[row * columnCount + columnIndex] as number]
      if (valueGroup) sum += valueWeight * computeGroupGain(valueGroup)
    }
    return sum
  }
  // Gains never increase, so a row's last computed gain is an upper bound.
  const bounds = Float64Array.from({ length: answeredTable.rowCount }, (_, row) =>
    isAnswered[row] ? -1 : computeGain(row),
  )
  const rows: ProposedRow[] = []
  let firstGain = 0
  while (rows.length < Math.min(maxRows, maxProposedRows)) {
    let row = -1
    let gain = -1
    for (let candidate = 0; candidate < answeredTable.rowCount; candidate++) {
      if (isAnswered[candidate] || (bounds[candidate] as number) <= gain) continue
      const exactGain = computeGain(candidate)
      bounds[candidate] = exactGain
      if (exactGain > gain) [row, gain] = [candidate, exactGain]
    }
    if (row < 0) break
    if (rows.length === 0) firstGain = gain
    isAnswered[row] = 1
    const rowGroups = columns.map(
      (_, columnIndex) => groups[groupByCell[row * columnCount + columnIndex] as number] as CellGroup,
    )
    const mainGroup = rowGroups.reduce((top, group) => (computeGroupGain(group) > computeGroupGain(top) ? group : top))
    rows.push({
      row: getRowNumber(row),
      cells: columns.map((column, columnIndex) =>
        toProposedCell(column, row, row * columnCount + columnIndex, findings, learnedCells),
      ),
      informs: Math.round(gain),
      reason: message('answers.row', {
        column: (columns[mainGroup.columnIndex] as EncodedColumn).name,
        cells: mainGroup.cellCount,
      }),
    })
    for (let columnIndex = 0; columnIndex < columnCount; columnIndex++)
      for (const group of getGroups(row * columnCount + columnIndex)) group.answerCount++
  }
  const answerCount = answeredTable.answeredRows.length
  const isWorthwhile =
    firstGain > minInformedFraction * answeredTable.rowCount * columnCount && answerCount < maxAnswers
  return {
    rows,
    isWorthwhile,
    reason: isWorthwhile
      ? message('answers.worthwhile', { cells: Math.round(firstGain) })
      : message('answers.sufficient', { answers: answerCount }),
  }
}

function toProposedCell(
  column: EncodedColumn,
  row: number,
  key: number,
  findings: ReadonlyMap<number, Finding>,
  learnedCells: ReadonlyMap<number, LearnedCell> | undefined,
): ProposedRow['cells'][number] {
  const finding = findings.get(key)
  const cell = learnedCells?.get(key)
  const confidence = learnedCells ? toProbability(cell?.logOdds ?? -6) : (finding?.confidence ?? 0)
  const repair = learnedCells ? (confidence >= 0.5 ? cell?.repair : undefined) : finding?.repair
  return defined({
    column: column.name,
    value: column.values[column.observedCodes[row] as number] as string,
    confidence: Math.round(1000 * confidence) / 1000,
    repair,
  })
}

interface CellGroup {
  readonly columnIndex: number
  cellCount: number
  /** Mean uncertainty of the cells, from 0 to 1. At 1, a cell is equally likely to be right or wrong. */
  uncertainty: number
  readonly isFinding: boolean
  isMostFrequent: boolean
  isSurprising: boolean
  answerCount: number
}

const computeGroupGain = (group: CellGroup): number => {
  const { cellCount, uncertainty, isFinding, isMostFrequent, isSurprising, answerCount } = group
  const { finding, pattern, topPattern, surprisingColumn } = minUncertainty
  const min = isFinding ? finding : isSurprising ? surprisingColumn : isMostFrequent ? topPattern : pattern
  return (cellCount * Math.max(uncertainty, min)) / (1 + answerCount) ** 2
}

/**
 * Groups each column's cells by the pattern of their value and by finding. Columns with few distinct values are also
 * grouped by value.
 */
function groupCells(
  { table: { columns } }: CellEvidence,
  rowCount: number,
  findings: ReadonlyMap<number, Finding>,
  learnedCells: ReadonlyMap<number, LearnedCell> | undefined,
): { groups: CellGroup[]; groupByCell: Int32Array; valueGroupByCell: Int32Array } {
  const columnCount = columns.length
  const groups: CellGroup[] = []
  const groupByCell = new Int32Array(rowCount * columnCount)
  const valueGroupByCell = new Int32Array(rowCount * columnCount).fill(-1)
  columns.forEach((column, columnIndex) => {
    const groupNumbers = new Map<string, number>()
    const hasValueGroups = column.values.length <= maxGroupedValues + 1
    const patterns = column.values.map((text) => `${toLooseShape(text)} ${detectLetterCase(text)}`)
    const getOrAddGroup = (name: string, isFinding: boolean): number => {
      const groupNumber = groupNumbers.get(name)
      if (groupNumber !== undefined) return groupNumber
      groupNumbers.set(name, groups.length)
      groups.push({
        columnIndex,
        cellCount: 0,
        uncertainty: 0,
        isFinding,
        isMostFrequent: false,
        isSurprising: false,
        answerCount: 0,
      })
      return groups.length - 1
    }
    const firstGroupNumber = groups.length
    const groupByCode = new Int32Array(column.values.length).fill(-1)
    for (let row = 0; row < rowCount; row++) {
      const key = row * columnCount + columnIndex
      const code = column.observedCodes[row] as number
      const finding = findings.get(key)
      let groupNumber = finding
        ? getOrAddGroup(`${finding.rule} ${finding.kind ?? ''} ${patterns[code]}`, true)
        : (groupByCode[code] as number)
      if (groupNumber < 0) {
        groupNumber = getOrAddGroup(patterns[code] as string, false)
        groupByCode[code] = groupNumber
      }
      const probability = learnedCells
        ? toProbability(learnedCells.get(key)?.logOdds ?? -6)
        : (finding?.confidence ?? 0.01)
      const uncertainty = 2 * Math.min(probability, 1 - probability)
      addCell(groups[groupNumber] as CellGroup, uncertainty)
      groupByCell[key] = groupNumber
      if (!hasValueGroups) continue
      const valueGroupNumber = getOrAddGroup(`text ${column.values[code]}`, false)
      addCell(groups[valueGroupNumber] as CellGroup, uncertainty)
      valueGroupByCell[key] = valueGroupNumber
    }
    const columnGroups = groups.slice(firstGroupNumber)
    const largestGroup = columnGroups.reduce(
      (top, group) => (group.cellCount > top.cellCount ? group : top),
      columnGroups[0] as CellGroup,
    )
    if (largestGroup) largestGroup.isMostFrequent = true
  })
  return { groups, groupByCell, valueGroupByCell }
}

function addCell(group: CellGroup, uncertainty: number): void {
  group.cellCount++
  group.uncertainty += (uncertainty - group.uncertainty) / group.cellCount
}
