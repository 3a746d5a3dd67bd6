import { identityTranslator } from '../../language/node-type-translator.ts'
import { renderText } from '../../language/render-text.ts'
import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'
import { columnTypeNames } from '../../language/column-types.ts'

/** Default UI strings of the edge preview. Hosts override them with the `strings` property. @internal */
export const edgePreviewStrings = {
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  /** Language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  nodeTypes: identityTranslator,
  /** Display names of the column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  label: (from: string, to: string): string => `From ${from} to ${to}`,
  rows: (rows: number): string => pluralize(rows, { one: 'row', other: 'rows' }),
  columns: (columns: number): string => pluralize(columns, { one: 'column', other: 'columns' }),
  notRun: 'Rows appear here after a run.',
  reading: 'Reading rows…',
  failed: (reason: string): string => `The rows could not be read: ${reason}`,
  empty: 'No rows.',
  null: 'null',
  moreColumns: (columns: number): string => pluralize(columns, { one: 'more column', other: 'more columns' }),
  nulls: (percentage: string): string => `${percentage} null`,
  noNulls: 'no nulls',
  distinct: (count: number): string => `${formatCount(count)} distinct`,
  range: (min: string, max: string): string => `${min} to ${max}`,
}
/** @internal */
export type EdgePreviewStrings = typeof edgePreviewStrings
