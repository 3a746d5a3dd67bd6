import { message } from '@aw-flow/messages'
import type { Finding, ProposedRow, RowProposal } from '@aw-flow/schema'
import { selectFindings, type CheckedTexts } from '../check-texts.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import { looseShape } from '../scoring/value-shape.ts'
import type { AnsweredTable } from './answered-table.ts'

/** The maximum number of rows of a proposal. */
export const maxProposedRows = 20

export interface ProposeRowsOptions {
  /** At most 20, the default. */
  maxRows?: number
  /** The number of a row in the report; default: the row plus 1. */
  rowNumber?: (row: number) => number
}

/** Minimum number of informed cells per row for which a review is worthwhile, as a share of the table's cells. */
const minInformed = 0.0005

/**
 * Proposes the rows whose review improves a check most. Similar cells of a column form groups; a row is informative if its
 * cells are in large, uncertain groups that have few answers.
 *
 * @param checked - The evidence of `answered.table`.
 */
export function proposeRows(
  checked: CheckedTexts,
  answered: AnsweredTable,
  { maxRows = maxProposedRows, rowNumber = (row) => row + 1 }: ProposeRowsOptions = {},
): RowProposal {
  const { columns } = checked.table
  const width = columns.length
  const findings = selectFindings(checked, 'thorough')
  const groups = groupCells(checked, answered.rows, findings)
  const gainOf = (group: CellGroup): number => (group.cells * group.uncertainty) / (1 + group.answers) ** 2
  const answeredRows = new Set(answered.answeredRows)
  for (const key of answered.verdicts.keys()) {
    const group = groups.of[key]
    if (group) group.answers++
  }
  const rows: ProposedRow[] = []
  let lastGain = 0
  while (rows.length < Math.min(maxRows, maxProposedRows)) {
    let best: { row: number; gain: number } | undefined
    for (let row = 0; row < answered.rows; row++) {
      if (answeredRows.has(row)) continue
      let gain = 0
      for (let at = 0; at < width; at++) gain += gainOf(groups.of[row * width + at] as CellGroup)
      if (!best || gain > best.gain) best = { row, gain }
    }
    if (!best) break
    const { row, gain } = best
    if (rows.length === 0) lastGain = gain
    answeredRows.add(row)
    const cells = columns.map((column, at) => {
      const group = groups.of[row * width + at] as CellGroup
      group.answers++
      const finding = findings.get(row * width + at)
      return {
        column: column.name,
        value: column.values[column.observed[row] as number] as string,
        confidence: finding?.confidence ?? 0,
        ...(finding?.repair === undefined ? {} : { repair: finding.repair }),
      }
    })
    const main = columns
      .map((column, at) => ({ column, group: groups.of[row * width + at] as CellGroup }))
      .reduce((top, one) => (gainOf(one.group) > gainOf(top.group) ? one : top))
    rows.push({
      row: rowNumber(row),
      cells,
      informs: Math.round(gain),
      reason: message('answers.row', { column: (main.column as EncodedColumn).name, cells: main.group.cells }),
    })
  }
  const isWorthwhile = lastGain > minInformed * answered.rows * width && answered.answeredRows.length < 100
  return {
    rows,
    isWorthwhile,
    reason: isWorthwhile
      ? message('answers.worthwhile', { cells: Math.round(lastGain) })
      : message('answers.sufficient', { answers: answered.answeredRows.length }),
  }
}

interface CellGroup {
  cells: number
  /** 0 to 1; 1 if it is unknown whether the cells are wrong. */
  uncertainty: number
  answers: number
}

/** Groups the cells of each column by finding, or by the shape of the value. */
function groupCells(
  { table: { columns } }: CheckedTexts,
  rows: number,
  findings: ReadonlyMap<number, Finding>,
): { of: CellGroup[] } {
  const width = columns.length
  const of: CellGroup[] = []
  columns.forEach((column, at) => {
    const groups = new Map<string, CellGroup>()
    const shapes = column.values.map(looseShape)
    for (let row = 0; row < rows; row++) {
      const finding = findings.get(row * width + at)
      const shape = shapes[column.observed[row] as number] as string
      const name = finding ? `${finding.rule} ${finding.kind ?? ''} ${shape}` : shape
      const confidence = finding?.confidence ?? 0.01
      const group = groups.get(name) ?? { cells: 0, uncertainty: 0, answers: 0 }
      group.cells++
      group.uncertainty += (2 * Math.min(confidence, 1 - confidence) - group.uncertainty) / group.cells
      groups.set(name, group)
      of[row * width + at] = group
    }
  })
  return { of }
}
