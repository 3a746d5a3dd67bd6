import { identityTranslator } from '../../language/node-type-translator.ts'
import { renderText } from '../../language/render-text.ts'
import type { LoadPlan } from '@aw-flow/schema'
import type { RegionKind } from '@aw-flow/schema/internal'
import { defaultLanguage, fileFormatNames, formatCount, formatPercent } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'
import { columnTypeNames, formatColumnType } from '../../language/column-types.ts'

const pluralizeNoun = (count: number, singular: string, plural = `${singular}s`): string =>
  pluralize(count, { one: singular, other: plural })

/** Default UI strings for `<aw-load-plan>`. Hosts override them with the `strings` property. @internal */
export const loadPlanStrings = {
  /** Language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  nodeTypes: identityTranslator,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  label: 'Load plan',
  title: (file: string): string => `How ${file} is loaded`,
  unknownFile: 'the file',
  noDataset: 'No file selected',
  noDatasetHint: 'Select a file in the Load node to see it next to its table.',
  noSession: 'Set the session property to show a load plan.',
  loading: 'Reading file…',
  unreadable: 'The file cannot be read with these settings.',
  previousPreview: 'The preview shows the previous settings.',
  retry: 'Try again',
  savePlan: 'Save plan',
  planSaved: 'Plan saved',
  deletePlan: 'Delete plan',
  restoreAll: 'Restore detected settings',
  status: {
    detected: 'Auto-detected on every run.',
    saved: 'Saved. Runs use this plan and report differences in later files.',
    changed: 'Unsaved changes.',
    adapted: 'Adapted from the saved plan of a different file.',
  },
  firstRows: (rowCount: number): string => `First ${pluralizeNoun(rowCount, 'row')} of the file`,
  allRows: (rowCount: number): string => pluralizeNoun(rowCount, 'row'),
  columns: (count: number): string => pluralizeNoun(count, 'column'),
  detected: 'Detected',
  restore: (name: string, value: string): string => `Restore detected ${name}: ${value}`,
  confidence: (confidence: number): string => `${formatPercent(confidence, defaultLanguage, 1)} confidence`,
  reasonFor: (name: string): string => `Reason for ${name}`,
  alternatives: 'Alternatives',
  compression: 'Compression',

  // Strings for the decisions.
  decisions: 'How the file is read',
  format: 'Format',
  formats: { ...fileFormatNames, csv: 'Delimited text', empty: 'Empty' } as Record<string, string>,
  encoding: 'Encoding',
  delimiter: 'Delimiter',
  delimiters: {
    ',': 'comma ,',
    ';': 'semicolon ;',
    '\t': 'tab',
    '|': 'pipe |',
    ' ': 'space',
    '^': 'caret ^',
    ':': 'colon :',
    '': 'none (one column)',
  } as Record<string, string>,
  fixedColumns: 'fixed-width columns',
  repeatedDelimiter: (delimiter: string): string => `repeated ${delimiter}`,
  otherDelimiter: 'Other…',
  customDelimiter: 'Custom delimiter',
  quote: 'Quote character',
  quotes: { '"': 'double "', "'": "single '", '': 'none' } as Record<string, string>,
  escape: 'Quote escape',
  escapes: { double: 'doubled', '\\': 'backslash \\', '': 'not allowed' } as Record<string, string>,
  headerLines: 'Header lines',
  fewerHeaderLines: 'Fewer header lines',
  moreHeaderLines: 'More header lines',
  tableLines: 'Table lines',
  firstLine: 'First line of the table',
  lastLine: 'Last line of the table',
  rangeTo: 'to',
  toEnd: 'end',
  sheet: 'Sheet',
  entry: 'File in the archive',
  table: 'Table to load',
  tableAt: (table: number, from: number, to: number | undefined): string =>
    `${table}: lines ${formatCount(from)} to ${to === undefined ? 'the end' : formatCount(to)}`,
  hidden: (name: string): string => `${name} (hidden)`,
  records: 'Records path',
  recordsHint: 'Keys separated by dots',
  notNumber: 'Enter a line number.',

  // Strings for the file text.
  text: 'File text',
  grid: 'Cells',
  firstLines: (count: number): string => `First ${pluralizeNoun(count, 'line')}`,
  allLines: (count: number): string => pluralizeNoun(count, 'line'),
  regions: {
    preamble: 'Preamble',
    header: 'Header',
    record: 'Records',
    reject: 'Rejected',
    note: 'Note',
    'other-table': 'Other table',
    blank: 'Blank',
  } satisfies Record<RegionKind, string> as Record<RegionKind, string>,
  line: (line: number, kind: string): string => (kind ? `Line ${line}, ${kind}: ` : `Line ${line}: `),
  lineTruncated: 'The line is truncated.',
  repaired: (reason: string): string => `Repaired. ${reason}`,
  repairedShort: 'repaired',
  tableStarts: 'Table starts',
  headerEnds: 'Header ends',
  tableEnds: 'Table ends',
  headerHandle: 'Last header line',
  handleValue: (line: number, text: string): string => `Line ${line}: ${text}`,
  lineMenu: (line: number): string => `Line ${line}`,
  startTableHere: 'Start table here',
  endHeaderHere: 'End header here',
  noHeaderHere: 'No header',
  endTableHere: 'End table here',
  loadThisTable: 'Load this table',

  // Strings for the table preview.
  preview: 'Table preview',
  row: 'Row',
  null: 'null',
  moreColumns: (shownCount: number, totalCount: number): string =>
    `${formatCount(shownCount)} of ${formatCount(totalCount)} columns are shown.`,
  showMore: (count: number): string => `Show ${formatCount(count)} more`,
  noRows: 'The table has no rows.',
  noColumns: 'The table has no columns.',
  rejected: (line: number): string => `Line ${formatCount(line)} is rejected`,
  rejectedRowCount: (count: number): string => `${pluralizeNoun(count, 'rejected row')}`,
  invalidCell: (text: string, type: string): string => `“${text}” is not ${type} and becomes null`,
  invalidCellCount: (count: number): string => `${formatCount(count)} invalid`,
  changed: 'Changed',
  changeColumn: 'Edit column',

  // Strings for the column settings.
  column: (name: string): string => `Column “${name}”`,
  columnName: 'Name',
  sourceName: (name: string): string => `Name in the file: ${name}`,
  type: 'Type',
  columnTypes: columnTypeNames,
  typeArticles: {
    VARCHAR: 'text',
    BIGINT: 'an integer',
    DOUBLE: 'a number',
    BOOLEAN: 'a boolean',
    DATE: 'a date',
    TIMESTAMP: 'a date and time',
    TIME: 'a time of day',
    UUID: 'a UUID',
  } as Record<string, string>,
  dateFormat: 'Date format',
  dateFormatHint: '%d day, %m month, %Y year, %H hour, %M minute. Leave empty for 2026-12-31.',
  iso: '2026-12-31 (ISO)',
  decimal: 'Decimal separator',
  decimals: { '.': 'period 1.5', ',': 'comma 1,5' } as Record<string, string>,
  thousands: 'Thousands separator',
  thousandsSeparators: {
    '': 'none',
    ',': 'comma 1,000',
    '.': 'period 1.000',
    ' ': 'space 1 000',
    '\u00a0': 'no-break space 1 000',
    '\u202f': 'narrow no-break space 1 000',
    "'": "apostrophe 1'000",
    _: 'underscore 1_000',
  } as Record<string, string>,
  strip: 'Remove from values',
  trailingMinus: 'Trailing minus sign (1.250,50-)',
  bracketMinus: 'Brackets for negative numbers (1,250.50)',
  stripHint: 'Such as € or %, separated by commas',
  trueValues: 'True values',
  falseValues: 'False values',
  nullValues: 'Null values',
  nullValuesHint: 'Such as n/a or -, separated by commas',
  keepAsText: 'Keep as text',
  duplicateName: (name: string): string => `Another column is named “${name}”.`,
  emptyName: 'Enter a name.',
  done: 'Done',

  // Strings for the notes.
  notes: 'Notes',
  driftTitle: 'Differs from the saved plan',
  driftHint: 'Save the plan again, or correct the file or the settings.',
  driftMissing: (names: string): string => `Missing: ${names}. Nodes that use these columns will fail.`,
  driftAdded: (names: string): string => `New: ${names}. Loaded with detected settings.`,
  driftRenamed: (from: string, to: string): string => `“${from}” is now spelled “${to}”. Loaded with its saved name.`,
  driftRetyped: (column: string, from: string, to: string): string =>
    `“${column}” is saved as ${from}, but detected as ${to}.`,
  driftReordered: 'The column order has changed. Columns are matched by name.',
  readAs: (type: string): string => `Read as ${type}`,
  moreNotes: (count: number): string => `${pluralizeNoun(count, 'more note')}`,
  fewerNotes: 'Fewer notes',

  /** The parts of a summary of a saved plan, for places that do not show the full plan. */
  savedFor: (file: string, details: string): string => `Saved for ${file}: ${details}.`,
  missingFile: 'a missing file',
  fixedWidthColumns: 'fixed-width columns',
  headerLineCount: (count: number): string => (count === 0 ? 'no header' : pluralizeNoun(count, 'header line')),
  delimiterNames: {
    ',': 'comma',
    ';': 'semicolon',
    '\t': 'tab',
    '|': 'pipe',
    ' ': 'space',
    '': 'one column',
  } as Record<string, string>,
  summaryAutoDetected: 'Auto-detected on every run.',
  open: 'Review load plan…',

  // Strings for the dialog.
  close: 'Close load plan',
  unsavedChanges: 'You have unsaved changes.',
  discard: 'Discard changes',
  continueEditing: 'Continue editing',
}
/** @internal */
export type LoadPlanStrings = typeof loadPlanStrings

/** Summarizes a saved plan in one line. */
export function summarizeLoadPlan(plan: LoadPlan, file: string | undefined, strings: LoadPlanStrings): string {
  const { dialect, headerLines, columns, format } = plan
  const layout = dialect
    ? [
        dialect.columnStarts
          ? strings.fixedWidthColumns
          : (strings.delimiterNames[dialect.delimiter] ?? dialect.delimiter),
        strings.headerLineCount(headerLines),
      ]
    : [format]
  return strings.savedFor(file ?? strings.missingFile, [...layout, strings.columns(columns.length)].join(', '))
}

/**
 * Returns a column type's display name. Names of exact decimals include precision and scale, because otherwise two
 * different types could look the same.
 */
export const formatType = (type: string, strings: LoadPlanStrings): string =>
  `${formatColumnType(type, strings.columnTypes)}${type.startsWith('DECIMAL(') ? ` ${type.slice('DECIMAL'.length)}` : ''}`
