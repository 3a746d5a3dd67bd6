import { renderText } from '../../language/render-text.ts'
import type { FindingRule } from '@aw-flow/schema'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'
import { formatCount, usualLanguage } from '@aw-flow/messages'
import { counted } from '../../language/counted.ts'

const cells = (count: number): string => counted(count, { one: 'cell', other: 'cells' })
const rows = (count: number): string => counted(count, { one: 'row', other: 'rows' })

/** The summary of repairs and dropped rows; empty without any. */
const changes = (repaired: number, dropped: number): string =>
  [repaired > 0 ? `repair ${cells(repaired)}` : '', dropped > 0 ? `drop ${rows(dropped)}` : '']
    .filter(Boolean)
    .join(', ')

/** The texts of `<aw-findings>`; replace some of them by the `strings` property. */
export const findingsStrings = {
  rowsTable: dataTableStrings as DataTableStrings,
  /** The language of the texts, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  /** Renders what the engine, an agent or a node reports. */
  renderText,
  none: 'Not checked yet.',
  checking: (done: number): string => `Checking: ${done}%`,
  stop: 'Stop',
  again: 'Check again',
  stopped: 'Stopped. Results are incomplete.',
  clean: (checked: number): string => `No suspicious cells in ${rows(checked)}.`,
  facts: (found: number, repairs: number, checked: number): string =>
    `${formatCount(found)} suspicious ${found === 1 ? 'cell' : 'cells'} in ${formatCount(checked)} rows, ${formatCount(repairs)} with a repair`,
  repeatedRows: (count: number): string =>
    counted(count, { one: 'possible duplicate row.', other: 'possible duplicate rows.' }),
  repeats: (like: number): string => `Duplicate of row ${formatCount(like)}`,
  dropRepeated: (count: number): string =>
    count === 1 ? 'Remove 1 exact duplicate' : `Remove ${formatCount(count)} exact duplicates`,
  showRow: (row: number): string => `Row ${formatCount(row)}: show it in the table`,
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
    answer: 'Answer',
  } satisfies Record<FindingRule, string>,
  empty: 'null',
  unknown: 'unknown',
  row: (row: number): string => `Row ${formatCount(row)}`,
  sure: (share: number): string => `${Math.round(100 * share)}% confidence`,
  repair: (column: string, row: number, repair: string): string =>
    `Repair ${column} in row ${formatCount(row)} to “${repair}”`,
  show: (column: string, row: number): string => `${column}, Row ${formatCount(row)}: show it in the table`,
  allShown: (count: number): string => `Repair all listed (${formatCount(count)})`,
  more: (count: number): string => `Show ${formatCount(count)} more`,
  plan: (repaired: number, dropped = 0): string => {
    const words = changes(repaired, dropped)
    return words === '' ? 'Repair' : words.charAt(0).toUpperCase() + words.slice(1)
  },
  noneListed: 'No findings match.',
  table: 'Table',
  tableMark: 'Suspicious',
  tableWritten: 'original: ',
  tableMarks: (count: number): string => `${cells(count)} suspicious`,
}

export type FindingsStrings = typeof findingsStrings
