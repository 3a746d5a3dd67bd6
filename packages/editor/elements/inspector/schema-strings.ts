import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import { formatCount } from '@aw-flow/messages'

/** Words about a schema that is proposed. */
export const schemaStrings = {
  /** Renders what the engine, an agent or a node reports. */
  said: (text: Text): string => renderText(text),
  propose: 'Propose a schema',
  hint: 'From the table that came in last: types, gaps, unique columns, signs and short lists of values.',
  noTable: 'Run the workflow once: the schema is proposed from the table that comes in.',
  proposing: 'Reading the table…',
  proposed: (columns: number, rows: number): string =>
    `${formatCount(columns)} ${columns === 1 ? 'column' : 'columns'} described by what ${formatCount(rows)} ${rows === 1 ? 'row keeps' : 'rows keep'}. Strike out what is only chance.`,
  failed: (reason: string): string => `No schema could be proposed: ${reason}`,
}
export type SchemaStrings = typeof schemaStrings
