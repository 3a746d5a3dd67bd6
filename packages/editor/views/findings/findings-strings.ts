import type { FindingRule } from '@aw-flow/schema'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'
import { formatCount, usualLanguage } from '../../format.ts'

const cells = (count: number): string => `${formatCount(count)} ${count === 1 ? 'cell' : 'cells'}`

/** What `<aw-findings>` says; replace any. */
export const findingsStrings = {
  rowsTable: dataTableStrings as DataTableStrings,
  /** The language of the words, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  /** How a sentence of engine or agents reads; English as it comes. */
  said: (text: string): string => text,
  none: 'Nothing was checked.',
  checking: (done: number): string => `Checking: ${done} %`,
  stop: 'Stop',
  again: 'Check again',
  stopped: 'Stopped before the end.',
  clean: (rows: number): string => `No suspicious cell in ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}.`,
  facts: (found: number, repairs: number, rows: number): string =>
    `${formatCount(found)} suspicious ${found === 1 ? 'cell' : 'cells'} in ${formatCount(rows)} rows, ${formatCount(repairs)} with a repair`,
  findings: 'Suspicious cells',
  rule: 'Rule',
  column: 'Column',
  all: 'All',
  rules: {
    missing: 'Missing',
    format: 'Format',
    spelling: 'Spelling',
    pattern: 'Pattern',
    dependency: 'Dependency',
    sequence: 'Sequence',
    outlier: 'Outlier',
    duplicate: 'Duplicate',
  } satisfies Record<FindingRule, string>,
  empty: 'empty',
  unknown: 'not known',
  row: (row: number): string => `Row ${formatCount(row)}`,
  sure: (share: number): string => `${Math.round(100 * share)} % sure`,
  repair: (column: string, row: number, repair: string): string =>
    `Repair ${column} in row ${formatCount(row)} to “${repair}”`,
  show: (column: string, row: number): string => `${column}, Row ${formatCount(row)}: show it in the table`,
  allShown: (count: number): string => `Repair all that are listed (${formatCount(count)})`,
  more: (count: number): string => `Show ${formatCount(count)} more`,
  plan: (count: number): string => (count === 0 ? 'Repair' : `Repair ${cells(count)}`),
  noneListed: 'None of this kind.',
  table: 'The table',
  tableMark: 'Suspicious',
  tableWritten: 'written ',
  tableMarks: (count: number): string => `${cells(count)} suspicious`,
}

export type FindingsStrings = typeof findingsStrings
