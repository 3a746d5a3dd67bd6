import { message } from '@aw-flow/messages'
import type { Finding, ProposedRow, RowProposal } from '@aw-flow/schema'
import { selectFindings, type CheckedTexts } from '../check-texts.ts'
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

/** Further answers are worthwhile if reviewing one row provides evidence about more than this share of the cells. */
const minInformedShare = 0.0005
const maxAnswers = 100
/** Columns with at most this many distinct values also have one group per value. */
const maxGroupedTexts = 30
/**
 * Minimum uncertainty of a group. `finding` applies to groups of findings, `frequent` to a column's most frequent form,
 * `form` to its other forms, and `surprising` to all forms of a column in which answers contradict the findings.
 */
const minUncertainty = { finding: 0.5, form: 0.1, frequent: 0.03, surprising: 0.15 }
/** Weight of groups of cells with the same value. */
const textWeight = 0.3

/**
 * Proposes the rows whose review would improve the check most. Similar cells of a column are grouped; a row is
 * informative if its cells belong to large, uncertain groups with few answers.
 *
 * @param checked - The evidence collected for `answered.table`.
 * @yields Progress from 0 to 1.
 * @internal
 */
export function* proposeRows(
  checked: CheckedTexts,
  answered: AnsweredTable,
  { maxRows = maxProposedRows, getRowNumber = (row) => row + 1 }: ProposeRowsOptions = {},
): Generator<number, RowProposal> {
  const { columns } = checked.table
  const width = columns.length
  const findings = selectFindings(checked, 'balanced')
  const learned = answered.verdicts.size > 0 ? yield* learnFromAnswers(checked, answered) : undefined
  const { groups, groupByCell, textGroupByCell } = groupCells(checked, answered.rows, findings, learned)
  yield 1
  const getGroups = (key: number): CellGroup[] => {
    const [form, text] = [groups[groupByCell[key] ?? -1], groups[textGroupByCell[key] ?? -1]]
    return [...(form ? [form] : []), ...(text ? [text] : [])]
  }
  const surprisingColumns = new Set<number>()
  for (const [key, { isWrong }] of answered.verdicts) {
    for (const group of getGroups(key)) group.answers++
    if (isWrong !== findings.has(key)) surprisingColumns.add(key % width)
  }
  for (const group of groups) if (surprisingColumns.has(group.column)) group.isSurprising = true
  const isAnswered = new Uint8Array(answered.rows)
  for (const row of answered.answeredRows) if (row < answered.rows) isAnswered[row] = 1
  const computeGain = (row: number): number => {
    let sum = 0
    for (let columnIndex = 0; columnIndex < width; columnIndex++) {
      sum += computeGroupGain(groups[groupByCell[row * width + columnIndex] as number] as CellGroup)
      const text = groups[textGroupByCell[row * width + columnIndex] as number]
      if (text) sum += textWeight * computeGroupGain(text)
    }
    return sum
  }
  // Gains never increase, so a row's last computed gain is an upper bound.
  const bounds = Float64Array.from({ length: answered.rows }, (_, row) => (isAnswered[row] ? -1 : computeGain(row)))
  const rows: ProposedRow[] = []
  let firstGain = 0
  while (rows.length < Math.min(maxRows, maxProposedRows)) {
    let row = -1
    let gain = -1
    for (let candidate = 0; candidate < answered.rows; candidate++) {
      if (isAnswered[candidate] || (bounds[candidate] as number) <= gain) continue
      const exactGain = computeGain(candidate)
      bounds[candidate] = exactGain
      if (exactGain > gain) [row, gain] = [candidate, exactGain]
    }
    if (row < 0) break
    if (rows.length === 0) firstGain = gain
    isAnswered[row] = 1
    const rowGroups = columns.map(
      (_, columnIndex) => groups[groupByCell[row * width + columnIndex] as number] as CellGroup,
    )
    const main = rowGroups.reduce((top, group) => (computeGroupGain(group) > computeGroupGain(top) ? group : top))
    rows.push({
      row: getRowNumber(row),
      cells: columns.map((column, columnIndex) =>
        toProposedCell(column, row, row * width + columnIndex, findings, learned),
      ),
      informs: Math.round(gain),
      reason: message('answers.row', { column: (columns[main.column] as EncodedColumn).name, cells: main.cells }),
    })
    for (let columnIndex = 0; columnIndex < width; columnIndex++)
      for (const group of getGroups(row * width + columnIndex)) group.answers++
  }
  const answers = answered.answeredRows.length
  const isWorthwhile = firstGain > minInformedShare * answered.rows * width && answers < maxAnswers
  return {
    rows,
    isWorthwhile,
    reason: isWorthwhile
      ? message('answers.worthwhile', { cells: Math.round(firstGain) })
      : message('answers.sufficient', { answers }),
  }
}

function toProposedCell(
  column: EncodedColumn,
  row: number,
  key: number,
  findings: ReadonlyMap<number, Finding>,
  learned: ReadonlyMap<number, LearnedCell> | undefined,
): ProposedRow['cells'][number] {
  const finding = findings.get(key)
  const cell = learned?.get(key)
  const confidence = learned ? toProbability(cell?.logOdds ?? -6) : (finding?.confidence ?? 0)
  const repair = learned ? (confidence >= 0.5 ? cell?.repair : undefined) : finding?.repair
  return {
    column: column.name,
    value: column.values[column.observed[row] as number] as string,
    confidence: Math.round(1000 * confidence) / 1000,
    ...(repair === undefined ? {} : { repair }),
  }
}

interface CellGroup {
  readonly column: number
  cells: number
  /** Mean uncertainty of the cells, from 0 to 1. At 1, a cell is equally likely to be right or wrong. */
  uncertainty: number
  readonly isFinding: boolean
  isMostFrequent: boolean
  isSurprising: boolean
  answers: number
}

const computeGroupGain = (group: CellGroup): number => {
  const { cells, uncertainty, isFinding, isMostFrequent, isSurprising, answers } = group
  const { finding, form, frequent, surprising } = minUncertainty
  const min = isFinding ? finding : isSurprising ? surprising : isMostFrequent ? frequent : form
  return (cells * Math.max(uncertainty, min)) / (1 + answers) ** 2
}

/**
 * Groups each column's cells by the form of their value and by finding. Columns with few distinct values are also
 * grouped by value.
 */
function groupCells(
  { table: { columns } }: CheckedTexts,
  rows: number,
  findings: ReadonlyMap<number, Finding>,
  learned: ReadonlyMap<number, LearnedCell> | undefined,
): { groups: CellGroup[]; groupByCell: Int32Array; textGroupByCell: Int32Array } {
  const width = columns.length
  const groups: CellGroup[] = []
  const groupByCell = new Int32Array(rows * width)
  const textGroupByCell = new Int32Array(rows * width).fill(-1)
  columns.forEach((column, columnIndex) => {
    const groupNumbers = new Map<string, number>()
    const hasTextGroups = column.values.length <= maxGroupedTexts + 1
    const forms = column.values.map((text) => `${toLooseShape(text)} ${detectLetterCase(text)}`)
    const findGroup = (name: string, isFinding: boolean): number => {
      const number = groupNumbers.get(name)
      if (number !== undefined) return number
      groupNumbers.set(name, groups.length)
      groups.push({
        column: columnIndex,
        cells: 0,
        uncertainty: 0,
        isFinding,
        isMostFrequent: false,
        isSurprising: false,
        answers: 0,
      })
      return groups.length - 1
    }
    const first = groups.length
    const groupByCode = new Int32Array(column.values.length).fill(-1)
    for (let row = 0; row < rows; row++) {
      const key = row * width + columnIndex
      const code = column.observed[row] as number
      const finding = findings.get(key)
      let number = finding
        ? findGroup(`${finding.rule} ${finding.kind ?? ''} ${forms[code]}`, true)
        : (groupByCode[code] as number)
      if (number < 0) {
        number = findGroup(forms[code] as string, false)
        groupByCode[code] = number
      }
      const probability = learned ? toProbability(learned.get(key)?.logOdds ?? -6) : (finding?.confidence ?? 0.01)
      const uncertainty = 2 * Math.min(probability, 1 - probability)
      addCell(groups[number] as CellGroup, uncertainty)
      groupByCell[key] = number
      if (!hasTextGroups) continue
      const textGroup = findGroup(`text ${column.values[code]}`, false)
      addCell(groups[textGroup] as CellGroup, uncertainty)
      textGroupByCell[key] = textGroup
    }
    const columnGroups = groups.slice(first)
    const largestGroup = columnGroups.reduce(
      (top, group) => (group.cells > top.cells ? group : top),
      columnGroups[0] as CellGroup,
    )
    if (largestGroup) largestGroup.isMostFrequent = true
  })
  return { groups, groupByCell, textGroupByCell }
}

function addCell(group: CellGroup, uncertainty: number): void {
  group.cells++
  group.uncertainty += (uncertainty - group.uncertainty) / group.cells
}
