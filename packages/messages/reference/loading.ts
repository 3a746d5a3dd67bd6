import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

const numberType = message('loading.type', { type: 'numbers' })
const entries = ['orders.csv', 'customers.csv']
const noActionIfIntended = 'No action is required if that is intended.'

/** Loading files: the format of a file, how it is read, and differences from a saved load plan. */
export const loadingReference = {
  'load.no-reader': {
    meaning: 'The content of the file is not in a format that can be loaded. The file extension does not matter.',
    params: {
      file: 'report.pdf',
      kind: message('file.kind', { kind: 'pdf' }),
      seen: message('file.starts-with-bytes', { bytes: '25 50 44 46' }),
      next: message('file.next', { next: 'pdf' }),
    },
  },
  'load.no-reader.chosen':
    'The dataset of a Load node is a file whose type was not supported when it was added in the studio.',
  'load.unreadable': {
    meaning:
      'The Load node tried to read the file in several ways, up to its number of retries. None produced a table.',
    params: {
      attempts: 3,
      reason: message('load.json', { reason: message('json.open-text', {}), line: 12 }),
      next: message('file.next', { next: 'correct' }),
    },
  },
  'load.empty-file': { meaning: 'The file can be read, but it contains no data.', params: { content: 'bytes' } },
  'load.empty-file.chosen': 'The dataset that is selected in a Load node is an empty file.',
  'load.blank-start': {
    meaning: 'Only the start of a large file is inspected, and that part contains only whitespace.',
    params: { bytes: 1_000_000 },
  },
  'load.no-record': 'The first record is longer than the sampled part of the file, or a quote is not closed.',
  'load.mixed-encoding': {
    meaning: 'Parts of the file have a different encoding, often because text from several sources was combined.',
    params: { encoding: 'windows-1252', count: 2 },
  },
  'load.unknown-encoding': {
    meaning: 'The "Encoding" setting of a Load node contains an unknown encoding.',
    params: { label: 'utf9', encoding: 'UTF-8' },
  },
  'load.one-column': {
    meaning: 'The file looks like a table, but no delimiter splits its lines consistently.',
    params: { names: 4, matches: 90, lines: 120, delimiter: message('loading.delimiter', { name: 'semicolon' }) },
  },
  'load.lines-skipped': {
    meaning: 'A note: lines above the table, such as a title or an export date, are not loaded.',
    params: { lines: 3, reason: message('loading.short-above', { lines: 3, cells: 5 }) },
    solution: 'No action is required. Optionally, set the first line of the table in the load plan.',
  },
  'load.lines-below': {
    meaning: 'A note: lines below the table, such as totals or comments, are not loaded.',
    params: { lines: 2, reason: message('loading.end-notes', {}) },
    solution: 'No action is required. Optionally, set the last line of the table in the load plan.',
  },
  'load.only-header': 'The file has only one line, which may be a header or data.',
  'load.only-row': 'The file has only one line, which may be a header or data.',
  'load.other-table': {
    meaning: 'The file contains several tables, one after another, and the first one is loaded.',
    params: { count: 1, tables: [message('loading.other-table', { from: 40, to: 62, columns: 3, rows: 22 })] },
  },
  'load.no-such-table': {
    meaning: 'The "Part" setting of a Load node contains the number of a table that does not exist in the file.',
    params: { table: 5, tables: 2 },
  },
  'load.repaired-records': {
    meaning: 'Some records have too many or too few cells, and there is one plausible way to repair them.',
    params: { records: 2, lines: [17, 84], reason: message('loading.repair-extra-delimiter', {}) },
  },
  'load.other-records': {
    meaning: 'A JSON document contains several lists of records, and the largest one is loaded.',
    params: { chosen: message('loading.records-at', { place: '`orders`', records: 1_200 }), others: ['`customers`'] },
  },
  'load.records-under-key': {
    meaning:
      'A note: the records are inside a JSON document that contains other values, such as a date or a page number.',
    params: { place: '`data.orders`' },
    solution: noActionIfIntended,
  },
  'load.one-object': 'A JSON document has no list whose items could be table rows.',
  'load.lines-reversed': {
    meaning: 'In the load plan, the first line of the table is after the last line.',
    params: { first: 40, last: 12 },
  },
  'load.last-line-unknown': {
    meaning: 'In the load plan, the table ends at a line beyond the part of the file that was inspected.',
    params: { line: 90_000, lines: 20_000 },
  },
  'load.line-beyond': {
    meaning:
      'In the load plan, the first or last line of the table is a line that does not exist or was not inspected.',
    params: { place: 'last', line: 900, lines: 120, from: 1 },
  },
  'load.header-too-long': {
    meaning: 'The header in the load plan has more lines than the table.',
    params: { header: 5, lines: 3 },
  },
  'load.drift-missing': {
    meaning:
      'A file is loaded with a saved load plan, but some columns in the plan are missing from the file. They are also missing from the table.',
    params: { columns: ['discount'] },
  },
  'load.drift-added': {
    meaning: 'A file is loaded with a saved load plan, and has columns that are not part of the plan.',
    params: { columns: ['discount'] },
  },
  'load.drift-renamed': {
    meaning:
      'A file is loaded with a saved load plan, and column names differ from the plan only in case, spaces or punctuation.',
    params: { columns: [message('loading.renamed', { found: 'Order ID', saved: 'order_id' })] },
  },
  'load.drift-types': {
    meaning: 'A file is loaded with a saved load plan, and cells of a column do not fit the type in the plan.',
    params: { columns: [message('loading.retyped', { column: 'price', saved: 'DOUBLE', found: 'VARCHAR' })] },
  },
  'load.drift-order': 'A file is loaded with a saved load plan, and its columns are in a different order.',
  'load.ambiguous-dates': {
    meaning: 'In dates such as 03/04/2024, either number can be the day. The most likely order for the file is used.',
    params: {
      column: 'date',
      order: [
        message('loading.date-part', { part: 'day' }),
        message('loading.date-part', { part: 'month' }),
        message('loading.date-part', { part: 'year' }),
      ],
    },
  },
  'load.ambiguous-numbers': {
    meaning: 'In numbers such as 1.234, the separator can be a decimal or a thousands separator.',
    params: { mark: 'decimal' },
  },
  'load.column-stays-text': {
    meaning: 'Almost all cells of a column have the same type, but a few do not, so the column remains text.',
    params: { others: 0, place: message('loading.row-place', { row: 17, line: '18' }), value: 'n/a', type: numberType },
  },
  'load.column-stays-text.counted': {
    meaning:
      'After all rows had been read, more cells than expected did not fit the column type, so the column remains text.',
    params: {
      reason: message('loading.corrected-text', {
        column: 'price',
        cells: 40,
        values: 1_200,
        type: 'DOUBLE',
        value: 'n/a',
      }),
    },
  },
  'load.column-stays-text.more': {
    meaning: 'Several columns remain text. Only the first few are reported individually.',
    params: { columns: 3 },
  },
  'load.spreadsheet-damage': {
    meaning:
      'The file was saved by a spreadsheet program that changed values. For example, it converted names to dates, shortened long numbers, or saved errors instead of formula results.',
    params: { damage: 'dates', cells: 4, column: 'gene', examples: ['2-Mar'] },
  },
  'load.memory-full': {
    meaning:
      'The browser limits the memory of a page. Only the rows that were read before the limit was reached are loaded.',
    params: { rows: 4_000_000, share: 0.6 },
  },
  'load.rejected-records': {
    meaning: 'Some records do not fit the table. They are not loaded, but listed in the report.',
    params: {
      rejects: 2,
      records: 1_202,
      lines: [17, 84],
      reason: message('loading.reject-cells', { cells: 7, columns: 5 }),
    },
  },
  'load.padded-rows': {
    meaning: 'Some lines have fewer cells than the table has columns. The missing cells are null.',
    params: { rows: 2, total: 1_200, columns: 5 },
  },
  'load.by-model': {
    meaning:
      'A language model was asked about a decision that the rules could not make with certainty. Its answer is used only if it fits the data equally well.',
    params: { model: 'small', host: 'localhost:11434', outcome: 'changed', decisions: ['header "yes"'] },
  },
  'load.invalid-cells': {
    meaning: 'A few cells do not fit the type of their column and were set to null. Almost all other cells fit.',
    params: { cells: 3, type: numberType, examples: [message('loading.cell', { row: 17, text: 'n/a' })] },
  },
  'load.no-entry': {
    meaning: 'The "Entry" setting of a Load node contains the name of a file that is not in the archive.',
    params: { file: 'data.zip', entry: 'sales.csv', entries },
  },
  'load.archive-empty': {
    meaning: 'An archive contains no files, or no files in a format that can be loaded.',
    params: { file: 'data.zip', count: 1, entries: ['readme.pdf'] },
  },
  'load.nested-archives': {
    meaning: 'Archives inside an archive are nested too deeply. The limit protects against archive bombs.',
    params: { file: 'data.zip', depth: 3 },
  },
  'load.no-format-engine': {
    meaning: 'The page could not download the component that reads this format.',
    params: { url: '/assets/sqlite.wasm', format: 'SQLite', reason: 'status 404' },
  },
  'load.no-reader.format': {
    meaning: 'A load plan is for a format that this version cannot read.',
    params: { format: 'avro' },
  },
  'load.no-reader.document': {
    meaning: 'The file is an Office or OpenDocument file, but not a spreadsheet.',
    params: { file: 'report.odt' },
  },
  'load.archive-damaged': {
    meaning: 'The bytes of an archive are incomplete or inconsistent.',
    params: { kind: 'zip', file: 'data.zip', reason: message('file.error.ends-early', {}) },
  },
  'load.decompressed-too-large': {
    meaning: 'An archive or compressed file contains more data than can be processed here.',
    params: { file: 'data.zip', max: 4_000_000_000 },
  },
  'load.decompressed-too-large.ratio': {
    meaning: 'A small file unpacks to so much data that it is probably an archive bomb.',
    params: { file: 'data.zip', unpacked: 1_000_000_000, packed: 900_000 },
  },
  'load.decompressed-too-large.repeated': {
    meaning: 'An OpenDocument spreadsheet repeats cells so often that the table would be too large.',
    params: { file: 'data.ods', max: 10_000_000 },
  },
  'load.unsupported-compression': {
    meaning: 'A ZIP archive uses a compression method that few programs support.',
    params: { file: 'data.zip', entry: 'orders.csv', method: 'method 99' },
  },
  'load.archive-encrypted': {
    meaning: 'A ZIP archive is protected with a password.',
    params: { file: 'data.zip', entry: 'orders.csv' },
  },
  'load.file-damaged': {
    meaning: 'A Parquet, Arrow or SQLite file is incomplete or inconsistent.',
    params: { file: 'orders.parquet', format: 'Parquet', reason: message('file.error.not-parquet-end', {}) },
  },
  'load.file-damaged.encrypted': {
    meaning: 'A Parquet file is encrypted, or some of its columns are.',
    params: { file: 'orders.parquet', format: 'Parquet', reason: message('file.error.encrypted-footer', {}) },
  },
  'load.damaged': {
    meaning: 'An Excel or OpenDocument workbook is incomplete or inconsistent.',
    params: { file: 'orders.xlsx', reason: message('file.error.no-sheets', {}) },
  },
  'load.password': { meaning: 'A workbook is encrypted with a password.', params: { file: 'orders.xlsx' } },
  'load.too-large': {
    meaning: 'HTML and Markdown files are read into memory, so their size is limited.',
    params: { file: 'orders.html', size: 300_000_000, max: 100_000_000 },
  },
  'load.too-large.workbook': {
    meaning: 'Workbooks in the formats .xls and .xlsb are read into memory, so their size is limited.',
    params: { file: 'orders.xls', size: 300_000_000, max: 100_000_000 },
  },
  'load.too-large.table': {
    meaning: 'A table in a workbook, web page or XML file contains more text than can be processed here.',
    params: { file: 'orders.xlsx', max: 1_000_000_000 },
  },
  'load.too-large.json': {
    meaning:
      'A list or object of records is read record by record. Other JSON documents, and single records, are read into memory, so their size is limited.',
    params: { file: 'orders.json', max: 1_000_000_000 },
  },
  'load.too-large.json-columns': {
    meaning:
      'JSON that contains one list of values per column must be inspected completely before it is loaded, so its size is limited. A long list of values under a key may be such a column.',
    params: { file: 'orders.json', size: 300_000_000, max: 2 ** 26, values: 10_000_000 },
  },
  'load.too-large.json-rows': {
    meaning:
      'If the columns of a JSON file do not list the same rows in the same order, the position of every cell is kept in memory, so the number of rows is limited.',
    params: { file: 'orders.json', max: 2_000_000 },
  },
  'load.file-too-large': {
    meaning: 'A SQLite database is read into memory, so its size is limited.',
    params: { file: 'orders.sqlite', size: 3_000_000_000, max: 1_000_000_000 },
  },
  'load.too-deep': {
    meaning: 'The elements of an HTML or XML file are nested so deeply that the file is probably generated or damaged.',
    params: { file: 'orders.html', depth: 500 },
  },
  'load.time-range': {
    meaning: 'An Arrow or Parquet file contains a time that is outside the range of the type TIMESTAMP.',
    params: { value: '1e20' },
  },
  'load.converted-values': {
    meaning: 'A note: values of a type that is not supported are loaded as a similar type.',
    params: { as: 'utc', column: 'created', zone: 'Europe/Berlin' },
    solution: noActionIfIntended,
  },
  'load.formulas': {
    meaning: 'The program that wrote the workbook did not compute its formulas.',
    params: { cells: 12, sheet: 'Sheet1' },
  },
  'load.error-cells': {
    meaning: 'Formulas in the workbook have errors such as #DIV/0! as their results.',
    params: { cells: 3, sheet: 'Sheet1', errors: [message('loading.error-count', { error: '#DIV/0!', count: 3 })] },
  },
  'load.percent': {
    meaning: 'A note: workbooks store percentages as fractions, and show them multiplied by 100.',
    params: { column: 'C', cells: 1_200 },
    solution: noActionIfIntended,
  },
  'load.currency': {
    meaning: 'A note: in workbooks, the currency of an amount is part of the cell format, not of the value.',
    params: { column: 'D', currency: 'EUR' },
    solution: noActionIfIntended,
  },
  'load.currencies': {
    meaning: 'The amounts in a column have several currencies, but the loaded numbers do not include the currency.',
    params: { column: 'D', currencies: ['EUR', 'USD'] },
  },
  'load.inexact-numbers': {
    meaning:
      'Spreadsheet programs store only 15 digits of a number. Further digits were lost when the workbook was saved.',
    params: { cells: 12 },
  },
  'load.hidden-rows': {
    meaning: 'A note: rows that are hidden in the workbook, for example by a filter, are also loaded.',
    params: { rows: 12 },
    solution: 'No action is required. Optionally, filter these rows after loading.',
  },
  'load.cells-out-of-range': {
    meaning: 'A damaged or generated workbook has cells beyond column XFD.',
    params: { cells: 2 },
    solution: 'Open the workbook in a spreadsheet program, check these cells, and save it again.',
  },
  'load.slow-view': {
    meaning:
      'A view in a SQLite database is a query that is part of the file. A slow view is rejected, because the query cannot be interrupted.',
    params: { file: 'shop.sqlite', view: 'numbers' },
  },
  'load.no-part': {
    meaning:
      'The "Part" setting of a Load node contains the name of a sheet, table or element that does not exist in the file.',
    params: { file: 'orders.xlsx', kind: 'sheet', part: 'Sheet9', parts: ['Sheet1', 'Sheet2'] },
  },
  'load.no-part.none': {
    meaning: 'The file contains nothing that can be loaded as a table.',
    params: { file: 'orders.xlsx', kind: 'sheet' },
  },
  'load.no-part.page': {
    meaning: 'A web page contains no tables, or only tables that are used for its layout.',
    params: { file: 'orders.html' },
  },
  'load.no-table': { meaning: 'A SQLite database contains no tables.', params: { file: 'orders.sqlite' } },
  'load.mixed-types': {
    meaning: 'SQLite stores a type with every value, and the values in a column have different types.',
    params: {
      types: [
        message('loading.value-type', { type: 'integers', count: 1_190 }),
        message('loading.value-type', { type: 'texts', count: 10 }),
      ],
    },
  },
  'load.xml-records': {
    meaning: 'A note that reports which elements of an XML file were loaded as rows.',
    params: { count: 1_200, path: 'orders/order' },
    solution: 'No action is required. Optionally, set Part to another element.',
  },
  'load.xml': {
    meaning: 'An XML file is not well-formed.',
    params: { file: 'orders.xml', reason: 'unclosed tag "order"', line: 12 },
  },
  'load.too-many-xml-elements': {
    meaning: 'An XML file has so many different elements that it is probably a document rather than a list of records.',
    params: { file: 'orders.xml', max: 10_000 },
  },
  'load.disk-full': {
    meaning: 'An archive is unpacked to the folder for temporary files, but its disk is full.',
    params: { file: 'data.zip' },
  },
  'load.json': {
    meaning: 'The text is not valid JSON at the reported line.',
    params: { reason: message('json.open-text', {}), line: 12 },
  },
  'load.other-keys': {
    meaning: 'The load plan was created from the start of a JSON file, but later records have different keys.',
    params: { file: 'orders.json', reason: message('loading.reject-key', { key: 'discount' }) },
  },
  'load.unreadable.changed': {
    meaning: 'The file was changed, moved or deleted after it was selected and before it was loaded.',
    params: { reason: message('file.error.shorter', {}) },
  },
  'load.other-encoding': {
    meaning:
      'The load plan was created from the start of a file, but later parts of the file have a different encoding.',
    params: { encoding: 'UTF-8' },
  },
  'load.names': {
    meaning: 'Column names in a load plan are not valid, or are not unique. Column names are not case-sensitive.',
    params: { column: 'ID', other: 'id' },
  },
  'load.encoding': { meaning: 'A load plan contains an unknown encoding.', params: { encoding: 'utf9' } },
  'load.plan-columns': {
    meaning: 'A load plan was used for a file with a different number of columns.',
    params: { planned: 5, found: 7 },
  },
  'load.type': {
    meaning: 'A load plan contains a column type that cells cannot be converted to.',
    params: { type: 'BLOB' },
  },
  'load.format': {
    meaning: 'A load plan contains a date format in which the time zone is not at the end.',
    params: { format: '%z %Y-%m-%d', column: 'date' },
  },
  'load.too-many-columns': {
    meaning: 'The number of columns in a table is limited. Files with more columns are usually transposed tables.',
    params: { exact: 'true', columns: 40_000, max: 4_000 },
  },
  'load.dataset-missing': 'A Load node refers to a dataset that was deleted.',
  'load.no-dataset': 'No dataset is selected in a Load node, and no file was passed to the run.',
  'load.dataset-deleted':
    'A run reached a Load node whose dataset was deleted after the run had started, or is stored in another browser.',
  'load.encoding-uncertain': {
    meaning:
      'Text files do not store their encoding. This file has so few non-ASCII characters that the detected encoding may be wrong.',
    params: { good: 0, bad: 1, characters: 1, encoding: 'windows-1252', line: 'Müller' },
  },
  'load.more-entries': {
    meaning:
      'An archive contains more files than can be inspected and listed. The list contains only files that can be loaded.',
    params: { file: 'all.zip', count: 60_000, listed: 64, read: 10_000 },
  },
  'load.other-entries': {
    meaning: 'An archive contains several files that can be loaded, and the largest one was chosen.',
    params: { chosen: 'orders.csv', others: ['customers.csv'] },
  },
  'load.other-parts': {
    meaning: 'A file contains several sheets or tables, and the first of the largest ones was chosen.',
    params: { chosen: 'Sheet1', others: ['Sheet2', 'Notes'] },
  },
} as const satisfies ReferenceEntries
