import { formatCount } from '@aw-flow/messages'
import type { GroupMeasure } from '@aw-flow/schema'
import { loadLazyTexts } from '../../language/languages.ts'
import { askStrings, type AskStrings } from './ask/ask-strings.ts'
import { formatStrings, type FormatStrings } from './formats/format-strings.ts'
import type { CopyFormat } from './format-range.ts'

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
export interface TableToolStrings {
  readonly thenAscending: string
  readonly thenDescending: string
  readonly filterByValue: string
  readonly groupBy: string
  readonly statistics: string
  readonly hide: string
  readonly reset: string
  readonly addNodes: string
  readonly nodesAdded: (labels: readonly string[]) => string
  /** Describes a value filter. `values` contains up to three values, and `count` is their total number. */
  readonly oneOf: (column: string, values: readonly string[]) => string
  readonly oneOfMany: (column: string, count: number) => string
  readonly grouped: (columns: readonly string[]) => string
  readonly hidden: (count: number) => string
  readonly searchValues: string
  readonly values: (column: string) => string
  readonly selectAll: string
  readonly selectNone: string
  readonly noValues: string
  readonly moreValues: (max: number) => string
  readonly empty: string
  readonly loading: string
  readonly failed: (reason: string) => string
  readonly statisticNames: Readonly<Record<StatisticName, string>>
  readonly functionNames: Readonly<Record<GroupMeasure['function'], string>>
  readonly groups: string
  readonly calculations: string
  readonly addGroup: string
  readonly addCalculation: string
  readonly calculation: string
  readonly calculationColumn: string
  readonly rowsOption: string
  readonly removeItem: (label: string) => string
  readonly apply: string
  readonly ungroup: string
  readonly hiddenColumns: string
  readonly copyAs: string
  readonly copyFormats: Readonly<Record<CopyFormat, string>>
  readonly format: string
  readonly formats: FormatStrings
  readonly ask: AskStrings
}

/** English UI strings. */
export const tableToolStrings: TableToolStrings = {
  thenAscending: 'Then sort ascending',
  thenDescending: 'Then sort descending',
  filterByValue: 'Filter by value…',
  groupBy: 'Group by this column',
  statistics: 'Statistics…',
  hide: 'Hide column',
  reset: 'Reset all',
  addNodes: 'Add as node',
  nodesAdded: (labels) => `Added to the workflow: ${labels.join(', ')}`,
  oneOf: (column, values) => `${column} is ${joinChoices(values)}`,
  oneOfMany: (column, count) => `${column}: ${formatCount(count)} values`,
  grouped: (columns) => `Grouped by ${columns.join(', ')}`,
  hidden: (count) => `${formatCount(count)} ${count === 1 ? 'column' : 'columns'} hidden`,
  searchValues: 'Search values',
  values: (column) => `Values of ${column}`,
  selectAll: 'Select all',
  selectNone: 'Select none',
  noValues: 'No matching values',
  moreValues: (max) => `Showing the ${formatCount(max)} most frequent values. Search to find others.`,
  empty: '(empty string)',
  loading: 'Loading…',
  failed: (reason) => `The calculation failed: ${reason}`,
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
  },
  functionNames: {
    count: 'Count',
    'count-distinct': 'Count distinct',
    sum: 'Sum',
    mean: 'Mean',
    median: 'Median',
    min: 'Minimum',
    max: 'Maximum',
  },
  groups: 'Groups',
  calculations: 'Calculations',
  addGroup: 'Column to group by',
  addCalculation: 'Add calculation',
  calculation: 'Calculation',
  calculationColumn: 'Column',
  rowsOption: 'Rows',
  removeItem: (label) => `Remove “${label}”`,
  apply: 'Apply',
  ungroup: 'Ungroup',
  hiddenColumns: 'Hidden columns',
  copyAs: 'Copy as…',
  copyFormats: { tsv: 'Tab-separated text', csv: 'CSV', markdown: 'Markdown', json: 'JSON' },
  format: 'Format and color…',
  formats: formatStrings,
  ask: askStrings,
}

const joinChoices = (values: readonly string[]): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`

/** Loads the UI strings for a locale. Missing strings fall back to English. */
export const loadTableToolStrings = (locale: string): Promise<TableToolStrings> =>
  loadLazyTexts(locale, 'tableTools', tableToolStrings)
