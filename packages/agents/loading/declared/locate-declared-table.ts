import { message } from '@aw-flow/messages'
import { isCommentAt, type Dialect } from '@aw-flow/schema/internal'
import type { DeclaredTable } from './declared-table.ts'
import { isBlank, normalizeNewlines, readRecords } from '../records/read-records.ts'
import type { LocatedTable, TextSample } from '../structure/locate-table.ts'

/** Locates the header and records of a table whose format declares them. */
export function locateDeclaredTable(
  sample: TextSample,
  dialect: Dialect,
  { skippedLines, headerLines, names }: DeclaredTable,
): LocatedTable {
  const head = normalizeNewlines(sample.head)
  const width = names.length
  const allRecords = readRecords(head, dialect, { width }).filter(
    (record) => record.line > skippedLines && !isBlank(record) && !isCommentAt(head, record.start, dialect),
  )
  const completeRecords = sample.isComplete ? allRecords : allRecords.slice(0, -1)
  const records = completeRecords.filter(({ line }) => line > skippedLines + headerLines)
  return {
    head,
    width,
    preamble: { skippedLines, records: completeRecords, reason: message('loading.header-position', {}) },
    header: {
      rowCount: headerLines,
      names,
      evidence: {
        decision: 'header',
        value: message('loading.lines', { lines: headerLines }),
        confidence: 1,
        reason: message('loading.header-rows', {}),
        runnersUp: [],
      },
    },
    skippedLines,
    headerLines,
    records,
    end: { rowsInHead: records.length, trailingLines: 0, reason: message('loading.end-none', {}) },
    // Comments may also occur in parts of the file that are not sampled.
    hasComments: true,
  }
}
