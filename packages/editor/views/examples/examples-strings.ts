import { defaultLanguage, formatCount } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'
import { renderText } from '../../language/render-text.ts'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'

const formatRowCount = (count: number): string => pluralize(count, { one: 'row', other: 'rows' })

/** UI strings of `<aw-by-example>`, overridden by its `strings` property. @internal */
export const examplesStrings = {
  rowsTable: dataTableStrings as DataTableStrings,
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  title: (column: string): string => `Transform ${column} by example`,
  start: 'Edit one to three cells. Your examples define a transformation for all rows.',
  learning: 'Finding a transformation…',
  none: 'No transformation fits all examples. Remove or correct an example.',
  failed: (reason: string): string => `The examples could not be used: ${reason}`,
  summary: (changedRowCount: number): string => `${formatRowCount(changedRowCount)} would change.`,
  missing: (count: number): string => `${formatRowCount(count)} would have no value.`,
  examples: 'Examples',
  removeExample: (row: number): string => `Remove the example in row ${formatCount(row)}`,
  questions: 'Check these rows',
  questionsNote: 'Several transformations fit your examples. Choose the value for these rows.',
  showRow: (row: number): string => `Row ${formatCount(row)}`,
  sameRows: (count: number): string => `${formatCount(count)} rows with this value`,
  chooseValue: (value: string): string => `Use “${value}”`,
  otherValue: (row: number): string => `Other value for row ${formatCount(row)}`,
  other: 'Other value',
  empty: 'empty',
  noValue: 'no value',
  formula: 'Expression',
  target: 'Result',
  replace: 'Replace the column',
  newColumn: 'New column',
  newName: 'Name of the new column',
  nameTaken: (name: string): string => `The table already has a column “${name}”.`,
  apply: 'Add node',
  applyUnchecked: (count: number): string => `Add node with ${formatRowCount(count)} unchecked`,
  cancel: 'Cancel',
}
/** @internal */
export type ExamplesStrings = typeof examplesStrings
