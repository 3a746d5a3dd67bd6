import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import { validationStrings, type ValidationStrings } from '../../views/validation/validation-strings.ts'
import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'
import { columnTypeNames } from '../../language/column-types.ts'

const pluralizeNoun = (count: number, singular: string, plural = `${singular}s`): string =>
  pluralize(count, { one: singular, other: plural })

/**
 * Default UI strings for agent reports. Hosts override them with the `strings` property of `<aw-run-report>`.
 *
 * @internal
 */
export const reportStrings = {
  /** Language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  file: 'File',
  size: 'Size',
  format: 'Format',
  encoding: 'Encoding',
  delimiter: 'Delimiter',
  quote: 'Quote',
  header: 'Header',
  headerLines: (lineCount: number): string => (lineCount === 0 ? 'none' : pluralizeNoun(lineCount, 'line')),
  skippedLines: 'Skipped lines',
  rows: 'Rows',
  columns: 'Columns',
  rejectedRows: 'Rejected rows',
  rowsIn: 'Rows in',
  rowsOut: 'Rows out',
  columnsIn: 'Columns in',
  columnsOut: 'Columns out',
  none: 'none',
  delimiters: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space', '': 'none' } as Record<
    string,
    string
  >,
  decisions: 'Decisions',
  decision: 'Decision',
  value: 'Value',
  confidence: 'Confidence',
  decisionReason: 'Reason',
  /** Display names of the column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  column: 'Column',
  type: 'Type',
  nulls: 'Nulls',
  invalidValues: 'Invalid values',
  invalidExample: (row: number, text: string): string => `row ${formatCount(row)}: ${text}`,
  rejectedRowCount: (count: number): string => `${pluralizeNoun(count, 'rejected row')}`,
  line: 'Line',
  reason: 'Reason',
  originalText: 'Original text',
  attempts: 'Attempts',
  warnings: 'Notes',
  operations: 'Operations',
  noOperations: 'No changes needed.',
  rowsDropped: (count: number): string => `${pluralizeNoun(count, 'row')} dropped`,
  cellsChanged: (count: number): string => `${pluralizeNoun(count, 'cell')} changed`,
  cellsNulled: (count: number): string => `${pluralizeNoun(count, 'cell')} set to null`,
  roles: 'Column roles',
  role: 'Role',
  cosmograph: 'Cosmograph',
  cosmographHint: (hasLinks: boolean): string =>
    `Download ${hasLinks ? 'the points and the links' : 'the table'} as Parquet, Arrow or CSV, and use this Cosmograph configuration:`,
  saveCosmograph: 'Export as JSON',
  notes: 'Notes on the plan',
  valid: 'Valid',
  /** The verdict if only rules fail whose failures are warnings. */
  warned: 'Needs review',
  invalid: 'Not valid',
  ruleSummary: (failingCount: number, total: number): string =>
    failingCount === 0
      ? `${pluralizeNoun(total, 'rule')} passed`
      : `${failingCount} of ${pluralizeNoun(total, 'rule')} failed`,
  rule: 'Rule',
  failing: 'Failing',
  examples: 'Failing rows',
  row: (row: number, value: string): string => `row ${formatCount(row)}: ${value}`,
  validation: validationStrings as ValidationStrings,
  rawReport: 'Report',
  /** Terms for reports without a schema, keyed by report key. Unknown keys are shown unchanged. */
  terms: {
    rowsIn: 'Rows in',
    rowsOut: 'Rows out',
    rows: 'Rows',
    bytes: 'Size',
    name: 'Name',
    leftEmptyKeys: 'Left rows with null keys',
    rightEmptyKeys: 'Right rows with null keys',
    rightRepeatedKeys: 'Duplicate keys in right rows',
  } as Record<string, string>,
  termForPort: (term: string, port: string): string => `${term}, ${port}`,
  nullsIn: (column: string): string => `Nulls in ${column} before conversion`,
  notConvertedIn: (column: string): string => `Values not converted in ${column}`,
  yes: 'yes',
  no: 'no',
  failed: 'failed',
  passed: 'passed',
  null: 'null',
}
/** @internal */
export type ReportStrings = typeof reportStrings

/** Returns the display name of a load plan decision, or its stored name if it has no display name. */
export function formatDecisionName(decision: Text, strings: ReportStrings): string {
  if (typeof decision !== 'string') return strings.renderText(decision)
  const [, column] = /^type of (.+)$/s.exec(decision) ?? []
  if (column !== undefined) return `${strings.type}: ${column}`
  const { encoding, delimiter, header, format, skippedLines } = strings
  return { encoding, dialect: delimiter, header, format, preamble: skippedLines }[decision] ?? decision
}

/** Formats the value of a load plan decision. */
export const formatDecision = (value: Text, strings: ReportStrings): string =>
  typeof value === 'string' ? (strings.delimiters[value] ?? strings.renderText(value)) : strings.renderText(value)
