import type { OtherTable } from '@aw-flow/schema'
import { findCommentMarker } from '../detect/comment-lines.ts'
import { detectDialect, type DetectedDialect } from '../detect/detect-dialect.ts'
import { readRecords } from '../detect/read-records.ts'
import { locateTable, type LocatedTable } from './locate-table.ts'

/** Maximum number of further tables to find below the main table. */
const maxTables = 50

/**
 * Finds the other tables in the text, from top to bottom. A table above the main one must have at least three columns,
 * because two columns above a table are key-value pairs.
 */
export function findOtherTables(main: LocatedTable, detected: DetectedDialect): OtherTable[] {
  const lines = main.head.split('\n')
  const tables = findTablesBelow(lines, main.end.next, detected)
  const lastLine = tables.at(-1)?.lines[1] ?? lines.length - main.end.trailingLines - 1
  return [
    ...findTableAbove(lines.slice(0, main.skippedLines), detected),
    ...tables,
    ...(main.end.trailingLines > 0 ? findNarrowTable(lines, lastLine, detected) : []),
  ]
}

function findTableAbove(lines: readonly string[], detected: DetectedDialect): OtherTable[] {
  const marker = findCommentMarker(`${lines.join('\n')}\n`)
  const uncommented =
    marker === undefined ? lines : lines.filter((line) => !line.startsWith(marker) && !/^@\s*\p{L}/u.test(line))
  const located = uncommented.length < 4 ? undefined : locateOtherTable(lines, 0, detected)
  return located && located.table.columns >= 3 && (located.table.rows ?? 0) >= 3 && located.hasHeader
    ? [located.table]
    : []
}

function findTablesBelow(
  lines: readonly string[],
  firstLine: number | undefined,
  detected: DetectedDialect,
): OtherTable[] {
  const tables: OtherTable[] = []
  for (let next = firstLine; next !== undefined && tables.length < maxTables;) {
    const located = locateOtherTable(lines.slice(next - 1), next - 1, detected)
    if (!located) break
    tables.push(located.table)
    next = located.next
  }
  return tables
}

const minNarrowLines = 4

/**
 * Finds a table below the last blank line that was taken for notes, because it is narrower than the tables above it.
 *
 * @param lastLine Last line of the tables above it.
 */
function findNarrowTable(lines: readonly string[], lastLine: number, detected: DetectedDialect): OtherTable[] {
  const to = lines.findLastIndex((line) => line.trim() !== '') + 1
  const from = lines.slice(0, to).findLastIndex((line) => line.trim() === '') + 1
  if (from <= lastLine || to - from < minNarrowLines) return []
  const part = lines.slice(from, to)
  const cells = readRecords(`${part.join('\n')}\n`, detected.dialect).map((record) => record.cells)
  const width = cells[0]?.length ?? 0
  const isTable = width > 1 && cells.every((row) => row.length === width && row.every((cell) => !isNoteCell(cell)))
  const located = isTable ? locateOtherTable(part, from, detected) : undefined
  return located?.hasHeader && located.table.lines[0] === from + 1 ? [located.table] : []
}

const isNoteCell = (cell: string): boolean =>
  cell.trim() === '' || /:\s*$/.test(cell) || /\p{L} \p{L}{1,200} \p{L}/u.test(cell)

/** Locates the first table in lines that are preceded by `offset` other lines. Returns `undefined` if there is none. */
function locateOtherTable(
  lines: readonly string[],
  offset: number,
  { dialect }: DetectedDialect,
): { table: OtherTable; hasHeader: boolean; next: number | undefined } | undefined {
  const text = lines.join('\n')
  const { delimiter, quote, escape } = dialect
  const detected = { ...detectDialect(text, { delimiter, quote, escape }), dialect }
  const { skippedLines, headerLines, width, records, header, end } = locateTable(
    { head: text, blocks: [], isComplete: true },
    detected,
    {},
  )
  const lastRecord = records.at(-1)
  if (!lastRecord || width < 2) return undefined
  const to = lastRecord.line + text.slice(lastRecord.start, lastRecord.end).replace(/\n$/, '').split('\n').length - 1
  return {
    table: { lines: [offset + skippedLines + 1, offset + to], columns: width, rows: records.length },
    hasHeader: headerLines > 0 && header.names.length > 0,
    next: end.next === undefined || end.next <= 1 ? undefined : offset + end.next,
  }
}
