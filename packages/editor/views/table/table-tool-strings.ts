import { formatCount } from '@aw-flow/messages'
import type { GroupMeasure } from '@aw-flow/schema/internal'
import { askStrings } from './ask/ask-strings.ts'
import { formatStrings } from './formats/format-strings.ts'
import type { CopyFormat } from './cells/format-range.ts'

/** The name of a column statistic, which is also a column of a `statistics` query. */
export type StatisticName =
  | 'rows'
  | 'nulls'
  | 'distinct'
  | 'min'
  | 'max'
  | 'mean'
  | 'median'
  | 'stddev'
  | 'sum'
  | 'minLength'
  | 'maxLength'

/** UI strings of the table tools, loaded with the first table rather than with the page. */
export const tableToolStrings = {
  thenAscending: 'Then sort ascending',
  thenDescending: 'Then sort descending',
  filterByValue: 'Filter by value…',
  groupBy: 'Group by this column',
  statistics: 'Statistics…',
  hide: 'Hide column',
  reset: 'Reset all',
  addNodes: 'Add as node',
  nodesAdded: (labels: readonly string[]): string => `Added to the workflow: ${labels.join(', ')}`,
  /** Describes a value filter. `values` contains up to three values, and `count` is their total number. */
  oneOf: (column: string, values: readonly string[]): string => `${column} is ${joinChoices(values)}`,
  oneOfMany: (column: string, count: number): string => `${column}: ${formatCount(count)} values`,
  grouped: (columns: readonly string[]): string => `Grouped by ${columns.join(', ')}`,
  hidden: (count: number): string => `${formatCount(count)} ${count === 1 ? 'column' : 'columns'} hidden`,
  searchValues: 'Search values',
  values: (column: string): string => `Values of ${column}`,
  selectAll: 'Select all',
  selectNone: 'Select none',
  noValues: 'No matching values',
  moreValues: (max: number): string => `Showing the ${formatCount(max)} most frequent values. Search to find others.`,
  empty: '(empty string)',
  loading: 'Loading…',
  failed: (reason: string): string => `The calculation failed: ${reason}`,
  statisticNames: {
    rows: 'Rows',
    nulls: 'Nulls',
    distinct: 'Distinct values',
    min: 'Minimum',
    max: 'Maximum',
    mean: 'Mean',
    median: 'Median',
    stddev: 'Standard deviation',
    sum: 'Sum',
    minLength: 'Minimum length',
    maxLength: 'Maximum length',
  } satisfies Record<StatisticName, string>,
  functionNames: {
    count: 'Count',
    'count-distinct': 'Count distinct',
    sum: 'Sum',
    mean: 'Mean',
    median: 'Median',
    min: 'Minimum',
    max: 'Maximum',
  } satisfies Record<GroupMeasure['function'], string>,
  groups: 'Groups',
  calculations: 'Calculations',
  addGroup: 'Column to group by',
  addCalculation: 'Add calculation',
  calculation: 'Calculation',
  calculationColumn: 'Column',
  rowsOption: 'Rows',
  removeItem: (label: string): string => `Remove “${label}”`,
  apply: 'Apply',
  ungroup: 'Ungroup',
  hiddenColumns: 'Hidden columns',
  copyAs: 'Copy as…',
  copyFormats: { tsv: 'Tab-separated text', csv: 'CSV', markdown: 'Markdown', json: 'JSON' } satisfies Record<
    CopyFormat,
    string
  >,
  format: 'Format and color…',
  formats: formatStrings,
  ask: askStrings,
}
export type TableToolStrings = typeof tableToolStrings

const joinChoices = (values: readonly string[]): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`
