import { renderText } from '../../language/render-text.ts'
import { formatCount } from '@aw-flow/messages'

/** Texts of a proposed schema. */
export const schemaStrings = {
  /** Renders messages of the engine, agents and nodes. */
  renderText,
  propose: 'Infer schema',
  hint: 'Infers types, nulls, unique columns, value ranges and short value lists from the last input table.',
  noTable: 'Run the workflow once to infer a schema from the input table.',
  proposing: 'Reading the table…',
  proposed: (columns: number, rows: number): string =>
    `${formatCount(columns)} ${columns === 1 ? 'column' : 'columns'} inferred from ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}. Remove rules that are true only by coincidence.`,
  failed: (reason: string): string => `The schema could not be inferred: ${reason}`,
}
export type SchemaStrings = typeof schemaStrings
