import { formatCount } from '@aw-flow/messages'

/** The words of column pickers; replace some of them by the form's `strings`. */
export const columnStrings = {
  choose: 'Choose a column',
  /** The list that opens. */
  list: 'Columns',
  add: 'Add a column',
  open: 'Show columns',
  none: (search: string): string => (search === '' ? 'No columns.' : `No column is like “${search}”.`),
  found: (count: number): string => `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}`,
  more: (count: number): string => `${formatCount(count)} more: write a part of the name.`,
  missing: (name: string): string => `“${name}” is not in the table.`,
  unknown: 'Columns are known once what is before has run. Write a name until then.',
  takes: (name: string): string => `Take “${name}” as it is written`,
  remove: (name: string): string => `Remove ${name}`,
  raise: (name: string): string => `Move ${name} up`,
  addAll: (count: number): string => `Add all ${formatCount(count)}`,
  chosen: (name: string): string => `${name} added`,
  removed: (name: string): string => `${name} removed`,
  moved: (name: string, place: number): string => `${name} is now at place ${formatCount(place)}`,
}
export type ColumnStrings = typeof columnStrings
