import type { OtherTable } from '@aw-flow/schema/internal'
import { findCommentMarker } from '../dialect/comment-lines.ts'
import { detectDialect, type DetectedDialect } from '../dialect/detect-dialect.ts'
import { readRecords } from '../records/read-records.ts'
import { locateTable, type LocatedTable } from './locate-table.ts'

/** Maximum number of further tables to find below the main table. */
const maxTables = 50

/**
 * Finds the other tables in the text, from top to bottom. A table above the main one must have at least three columns,
 * because two columns above a table are key-value pairs.
 */
export function findOtherTables(mainTable: LocatedTable, detectedDialect: DetectedDialect): OtherTable[] {
  const lines = mainTable.head.split('\n')
  const tables = findTablesBelow(lines, mainTable.end.nextLine, detectedDialect)
  const lastLine = tables.at(-1)?.lines[1] ?? lines.length - mainTable.end.trailingLines - 1
  return [
    ...findTableAbove(lines.slice(0, mainTable.skippedLines), detectedDialect),
    ...tables,
    ...(mainTable.end.trailingLines > 0 ? findNarrowTable(lines, lastLine, detectedDialect) : []),
  ]
}

function findTableAbove(lines: readonly string[], detectedDialect: DetectedDialect): OtherTable[] {
  const marker = findCommentMarker(`${lines.join('\n')}\n`)
  const nonCommentLines =
    marker === undefined ? lines : lines.filter((line) => !line.startsWith(marker) && !/^@\s*\p{L}/u.test(line))
  const locatedTable = nonCommentLines.length < 4 ? undefined : locateOtherTable(lines, 0, detectedDialect)
  return locatedTable &&
    locatedTable.table.columns >= 3 &&
    (locatedTable.table.rows ?? 0) >= 3 &&
    locatedTable.hasHeader
    ? [locatedTable.table]
    : []
}

function findTablesBelow(
  lines: readonly string[],
  firstLine: number | undefined,
  detectedDialect: DetectedDialect,
): OtherTable[] {
  const tables: OtherTable[] = []
  for (let nextLine = firstLine; nextLine !== undefined && tables.length < maxTables;) {
    const locatedTable = locateOtherTable(lines.slice(nextLine - 1), nextLine - 1, detectedDialect)
    if (!locatedTable) break
    tables.push(locatedTable.table)
    nextLine = locatedTable.nextLine
  }
  return tables
}

const minNarrowLines = 4

/**
 * Finds a table that is below the last blank line and was mistaken for notes, because it is narrower than the tables
 * above it.
 *
 * @param lastLine Last line of the tables above the blank line.
 */
function findNarrowTable(lines: readonly string[], lastLine: number, detectedDialect: DetectedDialect): OtherTable[] {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1
  const start = lines.slice(0, end).findLastIndex((line) => line.trim() === '') + 1
  if (start <= lastLine || end - start < minNarrowLines) return []
  const tableLines = lines.slice(start, end)
  const cells = readRecords(`${tableLines.join('\n')}\n`, detectedDialect.dialect).map((record) => record.cells)
  const width = cells[0]?.length ?? 0
  const isTable = width > 1 && cells.every((row) => row.length === width && row.every((cell) => !isNoteCell(cell)))
  const locatedTable = isTable ? locateOtherTable(tableLines, start, detectedDialect) : undefined
  return locatedTable?.hasHeader && locatedTable.table.lines[0] === start + 1 ? [locatedTable.table] : []
}

const isNoteCell = (cell: string): boolean =>
  cell.trim() === '' || /:\s*$/.test(cell) || /\p{L} \p{L}{1,200} \p{L}/u.test(cell)

/** Locates the first table in lines that are preceded by `offset` other lines. Returns `undefined` if there is none. */
function locateOtherTable(
  lines: readonly string[],
  offset: number,
  { dialect }: DetectedDialect,
): { table: OtherTable; hasHeader: boolean; nextLine: number | undefined } | undefined {
  const text = lines.join('\n')
  const { delimiter, quote, escape } = dialect
  const detectedDialect = { ...detectDialect(text, { delimiter, quote, escape }), dialect }
  const { skippedLines, headerLines, width, records, header, end } = locateTable(
    { head: text, blocks: [], isComplete: true },
    detectedDialect,
    {},
  )
  const lastRecord = records.at(-1)
  if (!lastRecord || width < 2) return undefined
  const tableEnd =
    lastRecord.line + text.slice(lastRecord.start, lastRecord.end).replace(/\n$/, '').split('\n').length - 1
  return {
    table: { lines: [offset + skippedLines + 1, offset + tableEnd], columns: width, rows: records.length },
    hasHeader: headerLines > 0 && header.names.length > 0,
    nextLine: end.nextLine === undefined || end.nextLine <= 1 ? undefined : offset + end.nextLine,
  }
}
