import { message } from '@aw-flow/messages'
import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isProse } from '../records/is-prose.ts'
import { countNonBlankCells, isBlank, type SourceRecord } from '../records/read-records.ts'
import type { Preamble } from './detect-preamble.ts'
import { isSeparatorRow } from './special-rows.ts'

const maxHeaderLines = 4

/**
 * Returns the preamble above a block of values within a text. It consists of all lines above the block except the
 * header lines directly above the block. One blank line may separate the header from the values.
 *
 * @param records All records, including blank records.
 * @param first First record of the block.
 */
export function findPreambleAboveBlock(records: readonly SourceRecord[], first: SourceRecord, width: number): Preamble {
  const blockStart = records.indexOf(first)
  const previous = records[blockStart - 1]
  let start = blockStart
  let index = previous && isBlank(previous) ? blockStart - 1 : blockStart
  while (index > 0 && blockStart - index <= maxHeaderLines && isHeaderLine(records[index - 1] as SourceRecord, width))
    start = --index
  const tableRecords = records.slice(start).filter((record) => !isBlank(record))
  const headerRecord = start < blockStart ? tableRecords[0] : undefined
  // A label before the column names ("Data: y x1 x2") is not a column name.
  if (headerRecord && headerRecord.cells.length === width + 1 && headerRecord.cells[0]?.endsWith(':')) {
    headerRecord.cells.shift()
    headerRecord.quoted.shift()
  }
  const skippedLines = (tableRecords[0]?.line ?? 1) - 1
  return { skippedLines, records: tableRecords, reason: message('loading.short-above', { lines: start, cells: width }) }
}

function isHeaderLine(record: SourceRecord, width: number): boolean {
  const { cells } = record
  if (isSeparatorRow(cells)) return true
  const nonBlankCount = countNonBlankCells(record)
  return (
    nonBlankCount >= Math.max(2, 0.6 * width) &&
    cells.length <= width + 1 &&
    !isProse(record) &&
    !cells.some((cell) => hasDistinctiveFormat(classifyCell(cell)) && !/^\s*\d{4}\s*$/.test(cell)) &&
    cells.slice(1).every((cell) => !cell.endsWith(':'))
  )
}
