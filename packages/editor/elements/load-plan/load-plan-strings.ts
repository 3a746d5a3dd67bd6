import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import type { LoadPlan, RegionKind } from '@aw-flow/schema'
import { formatCount, usualLanguage } from '@aw-flow/messages'
import { counted } from '../../language/counted.ts'

const plural = (count: number, one: string, many = `${one}s`): string => counted(count, { one, other: many })

/** How a load plan reads; replace some of its words by the `strings` property of `<aw-load-plan>`. */
export const loadPlanStrings = {
  /** The language of the words, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  /** How a sentence of engine or agents reads; English as it comes. */
  said: (text: Text): string => renderText(text),
  label: 'Load plan',
  title: (file: string): string => `How ${file} is loaded`,
  unknownFile: 'the file',
  noDataset: 'No file is chosen',
  noDatasetHint:
    'Choose a file in the Load node, or run it with one. Then its text and its table stand here side by side.',
  noSession: 'Give this element a session to look at a load plan.',
  loading: 'Looking at the file…',
  refused: 'The file cannot be shown this way.',
  stillShown: 'Below is how it was read before.',
  retry: 'Look again',
  keep: 'Keep this plan',
  keptNow: 'This plan is kept',
  forget: 'Forget the plan',
  restoreAll: 'All as found',
  keptTitle: 'Kept',
  foundTitle: 'Found',
  status: {
    found: 'As found. Nothing is kept: each run looks at the file anew.',
    kept: 'Kept. Runs read this file by this plan, and look for what differs in the next one.',
    changed: 'Changed and not kept yet.',
    next: 'A kept plan of another file was fitted to this one.',
  },
  beginning: (rows: number): string => `The first ${plural(rows, 'row')}, from the beginning of the file`,
  allRows: (rows: number): string => plural(rows, 'row'),
  columns: (count: number): string => plural(count, 'column'),
  asFound: 'As found',
  restore: (what: string, value: string): string => `${what} as found: ${value}`,
  sure: (confidence: number): string => `${Math.round(confidence * 100)} % sure`,
  why: (what: string): string => `Why ${what}`,
  runnersUp: 'Also considered',
  unpack: 'Packed as',

  // What was decided.
  decisions: 'How the file is read',
  format: 'Format',
  formats: {
    csv: 'Delimited text',
    json: 'JSON',
    jsonl: 'JSON lines',
    empty: 'Empty',
    parquet: 'Parquet',
    arrow: 'Arrow',
    sqlite: 'SQLite',
    excel: 'Excel',
    ods: 'OpenDocument',
    html: 'HTML',
    xml: 'XML',
    markdown: 'Markdown',
  } as Record<string, string>,
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
  fixedColumns: 'fixed columns',
  runsOf: (delimiter: string): string => `runs of ${delimiter}`,
  another: 'Another…',
  ownDelimiter: 'The delimiter itself',
  quote: 'Quote',
  quotes: { '"': 'double "', "'": "single '", '': 'none' } as Record<string, string>,
  escape: 'Quote inside quotes',
  escapes: { double: 'doubled', '\\': 'after \\', '': 'not allowed' } as Record<string, string>,
  headerLines: 'Header lines',
  fewer: 'One header line fewer',
  more: 'One header line more',
  range: 'Table',
  firstLine: 'First line of the table',
  lastLine: 'Last line of the table',
  to: 'to',
  toEnd: 'end',
  sheet: 'Sheet',
  entry: 'File in the archive',
  table: 'Which table',
  tableAt: (table: number, from: number, to: number | undefined): string =>
    `${table}: line ${formatCount(from)} to ${to === undefined ? 'the end' : formatCount(to)}`,
  hidden: (name: string): string => `${name} (hidden)`,
  records: 'Records at',
  recordsHint: 'Keys with dots',
  notNumber: 'Write a line number.',

  // The text.
  text: 'The file as it is written',
  grid: 'The cells, row by row',
  textCut: (count: number): string => `The first ${plural(count, 'line')}`,
  textAll: (count: number): string => plural(count, 'line'),
  noText: 'This format has no lines to show.',
  regions: {
    preamble: 'Preamble',
    header: 'Header',
    record: 'Records',
    reject: 'Set aside',
    note: 'Note',
    'other-table': 'Other table',
    blank: 'Blank',
  } satisfies Record<RegionKind, string> as Record<RegionKind, string>,
  line: (line: number, kind: string): string => (kind ? `Line ${line}, ${kind}: ` : `Line ${line}: `),
  cut: 'The line goes on.',
  mended: (reason: string): string => `Mended. ${reason}`,
  mendedShort: 'mended',
  begins: 'Table begins',
  headerEnds: 'Header ends',
  ends: 'Table ends',
  headerHandle: 'Last line of the header',
  handleValue: (line: number, text: string): string => `Line ${line}: ${text}`,
  lineMenu: (line: number): string => `Line ${line}`,
  beginHere: 'Begin the table here',
  headerHere: 'End the header here',
  noHeaderHere: 'There is no header',
  endHere: 'End the table here',
  loadThisTable: 'Load this table instead',

  // The table.
  preview: 'The table that comes out',
  row: 'Row',
  null: 'null',
  moreColumns: (shown: number, all: number): string =>
    `${formatCount(shown)} of ${formatCount(all)} columns are shown.`,
  showMore: (count: number): string => `Show ${formatCount(count)} more`,
  noRows: 'The table has no rows.',
  noColumns: 'The table has no columns.',
  rejected: (line: number): string => `Line ${formatCount(line)} is set aside`,
  rejectsBelow: (count: number): string => `${plural(count, 'record')} set aside`,
  badCell: (text: string, type: string): string => `“${text}” is not ${type} and is left empty`,
  badCells: (count: number): string => `${formatCount(count)} not of the type`,
  changed: 'Changed',
  changeColumn: 'Change this column',

  // One column.
  column: (name: string): string => `Column “${name}”`,
  columnName: 'Name',
  sourceName: (name: string): string => `In the file: ${name}`,
  type: 'Type',
  types: {
    VARCHAR: 'text',
    BIGINT: 'whole number',
    DOUBLE: 'decimal number',
    BOOLEAN: 'yes or no',
    DATE: 'date',
    TIMESTAMP: 'date and time',
    TIME: 'time of day',
    UUID: 'id (UUID)',
    INTERVAL: 'duration',
  } as Record<string, string>,
  exact: (type: string): string => `exact decimal (${type})`,
  typeArticles: {
    VARCHAR: 'a text',
    BIGINT: 'a whole number',
    DOUBLE: 'a number',
    BOOLEAN: 'yes or no',
    DATE: 'a date',
    TIMESTAMP: 'a date with time',
    TIME: 'a time of day',
    UUID: 'an id',
  } as Record<string, string>,
  dateFormat: 'Written as',
  dateFormatHint: '%d day, %m month, %Y year, %H hour, %M minute. Empty: 2026-12-31.',
  iso: '2026-12-31 (ISO)',
  decimal: 'Decimal mark',
  decimals: { '.': 'point 1.5', ',': 'comma 1,5' } as Record<string, string>,
  thousands: 'Thousands mark',
  thousandsMarks: {
    '': 'none',
    ',': 'comma 1,000',
    '.': 'point 1.000',
    ' ': 'space 1 000',
    '\u00a0': 'hard space 1 000',
    '\u202f': 'thin space 1 000',
    "'": "apostrophe 1'000",
    _: 'underscore 1_000',
  } as Record<string, string>,
  strip: 'Taken off before',
  minusBehind: 'The minus sign stands behind the digits (1.250,50-)',
  stripHint: 'Such as € or %, with commas between them',
  yesWords: 'Words for yes',
  noWords: 'Words for no',
  nullWords: 'Words for no value',
  nullWordsHint: 'Such as n/a or -, with commas between them',
  leaveAsText: 'Leave as text',
  takenName: (name: string): string => `Another column is called “${name}”.`,
  emptyName: 'Write a name.',
  done: 'Done',

  // What to know.
  notes: 'Worth knowing',
  driftTitle: 'Differs from the kept plan',
  driftHint: 'Is the file right as it is? Then keep the plan again. Else correct the file, or change how it is read.',
  driftMissing: (names: string): string =>
    `Missing: ${names}. The rows have no such cells; what needs them will say so.`,
  driftAdded: (names: string): string => `New: ${names}. Loaded as found.`,
  driftRenamed: (from: string, to: string): string => `“${from}” is now spelt “${to}”. Loaded under its kept name.`,
  driftRetyped: (column: string, from: string, to: string): string =>
    `“${column}” is kept as ${from}, and its cells look like ${to}.`,
  driftReordered: 'The columns stand in another order. They are found by name.',
  takeFound: (type: string): string => `Read as ${type}`,
  moreNotes: (count: number): string => `${plural(count, 'more note')}`,
  fewerNotes: 'Fewer notes',

  /** A kept plan in a line, for where it is only named. */
  summary: (plan: LoadPlan, file: string | undefined): string => {
    const { dialect, headerLines, columns, format } = plan
    const marks = dialect
      ? [
          dialect.columnStarts ? 'fixed columns' : (markNames[dialect.delimiter] ?? dialect.delimiter),
          headerLines === 0 ? 'no header' : plural(headerLines, 'header line'),
        ]
      : [format]
    return `Kept for ${file ?? 'a file that is not here'}: ${[...marks, plural(columns.length, 'column')].join(', ')}.`
  },
  summaryNone: 'Nothing is kept: each file is looked at anew.',
  open: 'Look at the load plan…',

  // In a window of its own.
  close: 'Close the load plan',
  unkept: 'Your changes are not kept.',
  discard: 'Drop the changes',
  goOn: 'Go on',
}
export type LoadPlanStrings = typeof loadPlanStrings

const markNames: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
  '': 'one column',
}

/** A type in the words of `strings`; DuckDB's own name where there is none. */
export const typeName = (type: string, strings: LoadPlanStrings): string =>
  strings.types[type] ?? (type.startsWith('DECIMAL') ? strings.exact(type) : type)
