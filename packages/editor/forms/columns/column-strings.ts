import { formatCount } from '@aw-flow/messages'
import { columnTypeNames } from '../../language/column-types.ts'

/** UI strings for column fields, overridden by the form's `strings` property. */
export const columnStrings = {
  /** Display names of column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  choose: 'Choose…',
  /** Label of the column list. */
  list: 'Columns',
  add: 'Add column',
  open: 'Show columns',
  noMatches: (search: string): string => (search === '' ? 'No columns.' : `No columns match “${search}”.`),
  matchCount: (count: number): string => `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}`,
  moreColumns: (count: number): string => `${formatCount(count)} more. Type to filter.`,
  missingColumn: (name: string): string => `“${name}” is not in the table.`,
  unknownColumns: 'Run the previous step to list columns, or type a name.',
  useName: (name: string): string => `Use “${name}”`,
  remove: (name: string): string => `Remove ${name}`,
  moveUp: (name: string): string => `Move ${name} up`,
  addAll: (count: number): string => `Add all ${formatCount(count)}`,
  added: (name: string): string => `${name} added`,
  removed: (name: string): string => `${name} removed`,
  moved: (name: string, position: number): string => `${name} moved to position ${formatCount(position)}`,
}
export type ColumnStrings = typeof columnStrings
