import { renderText } from '../../language/render-text.ts'
import type { FilterTest, TableFilter } from '@aw-flow/schema/internal'
import { downloadStrings, type DownloadStrings } from '../../elements/results/download-strings.ts'
import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { columnTypeNames } from '../../language/column-types.ts'

/** A test of the condition filter form. UI strings of value filters are loaded later, with the table tools. */
export type ConditionTest = Exclude<FilterTest, 'one-of'>
type Condition = TableFilter & { readonly test: ConditionTest }

/** UI strings of the table, overridden by its `strings` property. @internal */
export const dataTableStrings = {
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  /** Display names of column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  label: 'Table',
  null: 'null',
  row: 'row',
  size: (rows: number, columns: number): string =>
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} × ${formatCount(columns)} ${columns === 1 ? 'column' : 'columns'}`,
  filteredSize: (rows: number, total: number): string => `${formatCount(rows)} of ${formatCount(total)} rows`,
  position: (row: number, column: string): string => `row ${formatCount(row)}, ${column}`,
  selected: (rows: number, columns: number): string => `${formatCount(rows)} × ${formatCount(columns)} cells selected`,
  empty: 'This table has no rows.',
  noMatch: 'No rows match the filters.',
  noTable: 'Run the workflow, then select a node to see its table.',
  failed: (reason: string): string => `The rows could not be read: ${reason}`,
  retry: 'Try again',
  resize: (column: string): string => `Resize “${column}”`,
  working: 'Working…',
  menu: (column: string): string => `Column menu: ${column}`,
  ascending: 'Sort ascending',
  descending: 'Sort descending',
  unsorted: 'Clear sort',
  filter: 'Filter…',
  pin: 'Pin column',
  unpin: 'Unpin column',
  fit: 'Fit width to content',
  copyName: 'Copy column name',
  transform: 'Transform by example…',
  editCell: (row: number, column: string): string => `Edit row ${formatCount(row)}, ${column}`,
  copied: (cells: number): string => `${formatCount(cells)} ${cells === 1 ? 'cell' : 'cells'} copied`,
  copyTooMany: (cells: number, max: number): string =>
    `${formatCount(cells)} cells are too many to copy (maximum: ${formatCount(max)}). Download the table instead.`,
  copyFailed: 'The browser did not allow copying. Try again or download the table.',
  tests: {
    equals: 'is',
    differs: 'is not',
    contains: 'contains',
    lacks: 'does not contain',
    starts: 'starts with',
    ends: 'ends with',
    below: 'is less than',
    above: 'is greater than',
    between: 'is between',
    empty: 'is null',
    filled: 'is not null',
  } satisfies Record<ConditionTest, string>,
  filtered({ column, test, value = '', upTo = '' }: Condition): string {
    const testLabel = dataTableStrings.tests[test]
    if (test === 'empty' || test === 'filled') return `${column} ${testLabel}`
    if (test !== 'between') return `${column} ${testLabel} ${value}`
    return value === ''
      ? `${column} to ${upTo}`
      : upTo === ''
        ? `${column} from ${value}`
        : `${column} ${value} to ${upTo}`
  },
  sorted: (columns: readonly string[]): string => `Sorted by ${columns.join(', ')}`,
  test: 'Condition',
  value: 'Value',
  from: 'From',
  to: 'To',
  apply: 'Filter',
  clear: 'Clear',
  remove: (label: string): string => `Remove “${label}”`,
  find: 'Find in table',
  next: 'Next',
  previous: 'Previous',
  close: 'Close',
  found: (position: number, total: number, hasMore: boolean): string =>
    `${formatCount(position)} of ${formatCount(total)}${hasMore ? '+' : ''}`,
  notFound: 'Not found',
  detail: 'Cell',
  copy: 'Copy',
  characters: (count: number): string => `${formatCount(count)} ${count === 1 ? 'character' : 'characters'}`,
  changed: 'Changed',
  changedFrom: (before: string): string => `was ${before}`,
  history: 'Change history',
  becomes: 'becomes',
  downloadFailed: (reason: string): string => `The file could not be created: ${reason}`,
  downloadRows: 'Download filtered rows',
  download: downloadStrings as DownloadStrings,
  changes: (count: number): string => `${formatCount(count)} ${count === 1 ? 'cell' : 'cells'} changed`,
}
/** @internal */
export type DataTableStrings = typeof dataTableStrings
