import type { OtherTable } from '@aw-flow/schema'
import { detectDialect, type DetectedDialect } from '../detect/detect-dialect.ts'
import { locateTable, type LocatedTable } from './locate-table.ts'

/** No more tables are looked for in one text. */
const mostTables = 50

/**
 * The tables of a text beside the one that was located, in their order: those that follow it, and one that stands above
 * it and has three columns and more (what has two are words with their values).
 */
export function furtherTables(main: LocatedTable, detected: DetectedDialect): OtherTable[] {
  const lines = main.head.split('\n')
  return [...tableAbove(lines.slice(0, main.skippedLines), detected), ...tablesBelow(lines, main.end.next, detected)]
}

function tableAbove(lines: readonly string[], detected: DetectedDialect): OtherTable[] {
  const located = lines.length < 4 ? undefined : locate(lines, 0, detected)
  return located && located.table.columns >= 3 && (located.table.rows ?? 0) >= 3 && located.named ? [located.table] : []
}

function tablesBelow(lines: readonly string[], first: number | undefined, detected: DetectedDialect): OtherTable[] {
  const tables: OtherTable[] = []
  for (let next = first; next !== undefined && tables.length < mostTables;) {
    const located = locate(lines.slice(next - 1), next - 1, detected)
    if (!located) break
    tables.push(located.table)
    next = located.next
  }
  return tables
}

/** The table of some lines, behind `offset` lines; `undefined` where there is none. */
function locate(
  lines: readonly string[],
  offset: number,
  { dialect }: DetectedDialect,
): { table: OtherTable; named: boolean; next: number | undefined } | undefined {
  const text = lines.join('\n')
  const { delimiter, quote, escape } = dialect
  const detected = { ...detectDialect(text, { delimiter, quote, escape }), dialect }
  const { skippedLines, headerLines, width, records, header, end } = locateTable(
    { head: text, blocks: [], isComplete: true },
    detected,
    {},
  )
  const last = records.at(-1)
  if (!last || width < 2) return undefined
  const to = last.line + text.slice(last.start, last.end).replace(/\n$/, '').split('\n').length - 1
  return {
    table: { lines: [offset + skippedLines + 1, offset + to], columns: width, rows: records.length },
    named: headerLines > 0 && header.names.length > 0,
    next: end.next === undefined || end.next <= 1 ? undefined : offset + end.next,
  }
}
