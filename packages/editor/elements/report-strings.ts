import type { Operation } from '@aw-flow/schema'
import { formatCount } from '../format.ts'

const name = (text: string): string => `“${text}”`
const names = (list: readonly string[]): string => list.map(name).join(', ')
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** The words of the agents' reports; replace some of them by a monitor's `strings` property. */
export const reportStrings = {
  file: 'File',
  size: 'Size',
  format: 'Format',
  encoding: 'Encoding',
  delimiter: 'Delimiter',
  quote: 'Quote',
  header: 'Header',
  headerLines: (lines: number): string => (lines === 0 ? 'none' : plural(lines, 'line')),
  skipped: 'Skipped lines',
  rows: 'Rows',
  columns: 'Columns',
  rejects: 'Kept aside',
  rowsIn: 'Rows in',
  rowsOut: 'Rows out',
  columnsIn: 'Columns in',
  columnsOut: 'Columns out',
  nothing: 'none',
  delimiters: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space', '': 'none' } as Record<
    string,
    string
  >,
  decided: 'What was decided',
  decision: 'Decision',
  value: 'Value',
  sure: 'Sure',
  why: 'Why',
  column: 'Column',
  type: 'Type',
  nulls: 'Nulls',
  badCells: 'Not of the type',
  badExample: (row: number, text: string): string => `row ${formatCount(row)}: ${text}`,
  rejectsTitle: (count: number): string => `${plural(count, 'record')} kept aside, since they do not fit`,
  line: 'Line',
  reason: 'Reason',
  raw: 'As written',
  attempts: 'Attempts',
  warnings: 'Worth knowing',
  operations: 'What was done',
  noOperations: 'Nothing had to be changed.',
  rowsDropped: (count: number): string => `${plural(count, 'row')} dropped`,
  cellsChanged: (count: number): string => `${plural(count, 'cell')} changed`,
  cellsNulled: (count: number): string => `${plural(count, 'cell')} emptied`,
  roles: 'What each column is for',
  role: 'Role',
  notes: 'Choices',
  valid: 'Valid',
  notValid: 'Not valid',
  rules: (failing: number, all: number): string =>
    failing === 0 ? `all ${plural(all, 'rule')} hold` : `${failing} of ${plural(all, 'rule')} fail`,
  rule: 'Rule',
  failing: 'Failing',
  examples: 'First failing rows',
  row: (row: number, value: string | null): string => `row ${formatCount(row)}: ${value ?? 'null'}`,
  other: 'Report',
  failed: 'failed',
  held: 'held',
  null: 'null',
  operation: (operation: Operation): string => {
    switch (operation.op) {
      case 'trim':
        return `Take white space off both ends of ${name(operation.column)}`
      case 'parse-number':
        return `Read ${name(operation.column)} as numbers`
      case 'parse-date':
        return `Read ${name(operation.column)} as ${operation.type === 'DATE' ? 'dates' : 'dates with times'} (${operation.format})`
      case 'cast':
        return `Convert ${name(operation.column)} to ${operation.type}`
      case 'finite':
        return `Empty the infinite values of ${name(operation.column)}`
      case 'rename':
        return `Rename ${name(operation.column)} to ${name(operation.to)}`
      case 'copy':
        return `Copy ${name(operation.column)} to ${name(operation.to)} as ${operation.type}`
      case 'generate-id':
        return `Generate an id for each row in ${name(operation.to)}`
      case 'number-rows':
        return `Number the rows in ${name(operation.to)}`
      case 'drop-null-rows':
        return `Drop rows without ${names(operation.columns)}`
      case 'drop-column':
        return `Drop ${name(operation.column)}`
      case 'order-columns':
        return `Put ${names(operation.first)} first`
    }
  },
}
export type ReportStrings = typeof reportStrings
