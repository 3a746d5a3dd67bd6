import { message } from '../message.ts'
import type { AreaReference } from './reference-entry.ts'

const number = message('loading.type', { type: 'numbers' })
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
  'load.no-reader.chosen': 'A Load node has a dataset that the studio could not preview when it was added.',
  'load.unreadable': {
    meaning:
      'The Load node tried to read the file in several ways, up to its number of retries. None produced a table.',
    params: {
      attempts: 3,
      reason: message('load.json', { reason: message('json.open-text', {}), line: 12 }),
      next: message('file.next', { next: 'correct' }),
    },
  },
  'load.empty-file': { meaning: 'The file can be read, but contains no data.', params: { content: 'bytes' } },
  'load.empty-file.chosen': 'A Load node has a dataset whose file is empty.',
  'load.begins-blank': {
    meaning: 'Only the start of a large file is inspected, and it contains only whitespace.',
    params: { bytes: 1_000_000 },
  },
  'load.no-record':
    'The first record is longer than the part of the file that is inspected, or a quote is never closed.',
  'load.mixed-encoding': {
    meaning:
      'Bytes of the file do not fit the encoding of the rest, often because text from several sources was joined.',
    params: { encoding: 'windows-1252', count: 2 },
  },
  'load.unknown-encoding': {
    meaning: 'The setting Encoding of a Load node contains an unknown encoding.',
    params: { label: 'utf9', encoding: 'UTF-8' },
  },
  'load.one-column': {
    meaning: 'The file looks like a table, but its lines cannot be split consistently.',
    params: { names: 4, matches: 90, lines: 120, delimiter: message('loading.delimiter', { name: 'semicolon' }) },
  },
  'load.lines-skipped': {
    meaning: 'A note: lines above the table, such as a title or a date of export, are not loaded.',
    params: { lines: 3, reason: message('loading.short-above', { lines: 3, cells: 5 }) },
    solution: 'No action is required. Optionally, set the first line of the table in the load plan.',
  },
  'load.lines-below': {
    meaning: 'A note: lines below the table, such as a sum or notes, are not loaded.',
    params: { lines: 2, reason: message('loading.end-notes', {}) },
    solution: 'No action is required. Optionally, set the last line of the table in the load plan.',
  },
  'load.only-header': 'A single line does not show whether it is a header or data.',
  'load.only-row': 'A single line does not show whether it is a header or data.',
  'load.other-table': {
    meaning: 'The file contains several tables, one after another, and the first one is loaded.',
    params: { count: 1, tables: [message('loading.other-table', { from: 40, to: 62, columns: 3, rows: 22 })] },
  },
  'load.no-such-table': {
    meaning: 'The setting Part of a Load node contains the number of a table that the file does not have.',
    params: { table: 5, tables: 2 },
  },
  'load.mended-records': {
    meaning: 'Some records have too many or too few cells, and there is one plausible way to repair them.',
    params: { records: 2, lines: [17, 84], reason: message('loading.repair-surplus', {}) },
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
  'load.one-object': 'A JSON document has no list that could be rows of a table.',
  'load.lines-exchanged': {
    meaning: 'The load plan sets the first line of the table after the last one.',
    params: { first: 40, last: 12 },
  },
  'load.last-line-unknown': {
    meaning: 'The load plan ends the table at a line that was not inspected.',
    params: { line: 90_000, lines: 20_000 },
  },
  'load.line-beyond': {
    meaning: 'The load plan sets the first or last line of the table to a line that does not exist or is not searched.',
    params: { place: 'last', line: 900, lines: 120, from: 1 },
  },
  'load.header-too-long': {
    meaning: 'The load plan counts more lines as header than the table has.',
    params: { header: 5, lines: 3 },
  },
  'load.drift-missing': {
    meaning: 'A file is loaded with a saved plan but lacks columns of the plan. The table does not have them either.',
    params: { columns: ['discount'] },
  },
  'load.drift-added': {
    meaning: 'A file is loaded with a saved plan and has columns that are not part of it.',
    params: { columns: ['discount'] },
  },
  'load.drift-renamed': {
    meaning: 'A file is loaded with a saved plan, and names differ only in case, spaces or punctuation.',
    params: { columns: [message('loading.renamed', { found: 'Order ID', saved: 'order_id' })] },
  },
  'load.drift-types': {
    meaning: 'A file is loaded with a saved plan, and cells of a column do not fit the saved type.',
    params: { columns: [message('loading.retyped', { column: 'price', saved: 'DOUBLE', found: 'VARCHAR' })] },
  },
  'load.drift-order': 'A file is loaded with a saved plan, and its columns are in a different order.',
  'load.ambiguous-dates': {
    meaning:
      'Dates such as 03/04/2024 do not show which number is the day. The most frequent convention for the file is used.',
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
    meaning: 'Numbers such as 1.234 do not show whether the separator marks decimals or thousands.',
    params: { mark: 'decimal' },
  },
  'load.column-stays-text': {
    meaning: 'All but a few cells of a column have the same type, so the column remains text.',
    params: { others: 0, place: message('loading.row-place', { row: 17, line: '18' }), value: 'n/a', type: number },
  },
  'load.column-stays-text.counted': {
    meaning:
      'After all rows were read, more cells than expected do not fit the type of the column, so it remains text.',
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
    meaning: 'More columns remain text; only the first few are listed individually.',
    params: { columns: 3 },
  },
  'load.spreadsheet-damage': {
    meaning:
      'The file was saved by a spreadsheet program that changed values: names to dates, long numbers to short ones, formulas to errors.',
    params: { damage: 'dates', cells: 4, column: 'gene', examples: ['2-Mar'] },
  },
  'load.memory-ends': {
    meaning: 'A browser limits the memory of a page. The rows that were read before the limit was reached are loaded.',
    params: { rows: 4_000_000, share: 0.6 },
  },
  'load.rejected-records': {
    meaning: 'Some records cannot be rows of the table. They are listed in the report and not loaded.',
    params: {
      rejects: 2,
      records: 1_202,
      lines: [17, 84],
      reason: message('loading.reject-cells', { cells: 7, columns: 5 }),
    },
  },
  'load.padded-rows': {
    meaning: 'Some lines end too early. Their missing cells are null.',
    params: { rows: 2, total: 1_200, columns: 5 },
  },
  'load.by-model': {
    meaning:
      'A model was asked about a decision that the data leaves open. Its answer is used only if it fits the data as well.',
    params: { model: 'small', host: 'localhost:11434', outcome: 'changed', decisions: ['header "yes"'] },
  },
  'load.bad-cells': {
    meaning: 'A few cells do not fit the type of their column and are null; almost all other cells fit.',
    params: { cells: 3, type: number, examples: [message('loading.cell', { row: 17, text: 'n/a' })] },
  },
  'load.no-entry': {
    meaning: 'The setting Entry of a Load node contains the name of a file that is not in the archive.',
    params: { file: 'data.zip', entry: 'sales.csv', entries },
  },
  'load.archive-empty': {
    meaning: 'An archive contains no file, or none in a format that can be loaded.',
    params: { file: 'data.zip', count: 1, entries: ['readme.pdf'] },
  },
  'load.archives-in-archives': {
    meaning: 'An archive contains an archive that contains further ones. The limit protects against archive bombs.',
    params: { file: 'data.zip', depth: 3 },
  },
  'load.no-format-engine': {
    meaning: 'The page could not download the part of the program that reads this format.',
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
    params: { kind: 'zip', file: 'data.zip', reason: message('file.fault.ends-early', {}) },
  },
  'load.unpacks-too-large': {
    meaning: 'An archive or compressed file contains more data than can be processed here.',
    params: { file: 'data.zip', max: 4_000_000_000 },
  },
  'load.unpacks-too-large.ratio': {
    meaning: 'A small file unpacks to so much data that it is likely an archive bomb.',
    params: { file: 'data.zip', unpacked: 1_000_000_000, packed: 900_000 },
  },
  'load.unpacks-too-large.repeated': {
    meaning: 'An OpenDocument spreadsheet declares that cells are repeated, which unpacks to a huge table.',
    params: { file: 'data.ods', max: 10_000_000 },
  },
  'load.archive-packing': {
    meaning: 'A ZIP archive uses a compression method that few programs support.',
    params: { file: 'data.zip', entry: 'orders.csv', method: 'method 99' },
  },
  'load.archive-encrypted': {
    meaning: 'A ZIP archive is protected with a password.',
    params: { file: 'data.zip', entry: 'orders.csv' },
  },
  'load.file-damaged': {
    meaning: 'A Parquet, Arrow or SQLite file is incomplete or inconsistent.',
    params: { file: 'orders.parquet', format: 'Parquet', reason: message('file.fault.not-parquet-end', {}) },
  },
  'load.file-damaged.encrypted': {
    meaning: 'A Parquet file is encrypted, completely or in some columns.',
    params: { file: 'orders.parquet', format: 'Parquet', reason: message('file.fault.encrypted-footer', {}) },
  },
  'load.damaged': {
    meaning: 'An Excel or OpenDocument workbook is incomplete or inconsistent.',
    params: { file: 'orders.xlsx', reason: message('file.fault.no-sheets', {}) },
  },
  'load.password': { meaning: 'A workbook is encrypted.', params: { file: 'orders.xlsx' } },
  'load.too-large': {
    meaning: 'HTML and Markdown files are read as a whole, so their size is limited.',
    params: { file: 'orders.html', size: 300_000_000, max: 100_000_000 },
  },
  'load.too-large.workbook': {
    meaning: 'Workbooks in older formats (.xls, .xlsb) are read as a whole, so their size is limited.',
    params: { file: 'orders.xls', size: 300_000_000, max: 100_000_000 },
  },
  'load.too-large.table': {
    meaning: 'A table of a workbook, web page or XML file contains more text than can be processed here.',
    params: { file: 'orders.xlsx', max: 1_000_000_000 },
  },
  'load.too-large.json': {
    meaning:
      'A list or object of records is read record by record; other JSON documents, and single records, are held in memory.',
    params: { file: 'orders.json', max: 1_000_000_000 },
  },
  'load.too-large.json-columns': {
    meaning:
      'JSON whose columns follow one another is inspected as a whole, because later columns are unknown at its start. A long list of values under a key may be such a column.',
    params: { file: 'orders.json', size: 300_000_000, max: 2 ** 26, values: 10_000_000 },
  },
  'load.too-large.json-rows': {
    meaning: 'The position of each cell is held in memory if the rows of the columns differ or are not in order.',
    params: { file: 'orders.json', max: 2_000_000 },
  },
  'load.file-too-large': {
    meaning: 'A SQLite database is read as a whole, so its size is limited.',
    params: { file: 'orders.sqlite', size: 3_000_000_000, max: 1_000_000_000 },
  },
  'load.too-deep': {
    meaning: 'An HTML or XML file nests its elements so deeply that it is likely generated or damaged.',
    params: { file: 'orders.html', depth: 500 },
  },
  'load.time-range': {
    meaning: 'An Arrow or Parquet file stores a time that is outside the range of TIMESTAMP.',
    params: { value: '1e20' },
  },
  'load.carried': {
    meaning: 'A note: values of a type that tables here do not have are loaded as a similar type.',
    params: { as: 'utc', column: 'created', zone: 'Europe/Berlin' },
    solution: noActionIfIntended,
  },
  'load.formulas': {
    meaning: 'A program wrote the workbook without computing its formulas.',
    params: { cells: 12, sheet: 'Sheet1' },
  },
  'load.error-cells': {
    meaning: 'Formulas of the workbook ended with errors such as #DIV/0!.',
    params: { cells: 3, sheet: 'Sheet1', errors: [message('loading.error-count', { error: '#DIV/0!', count: 3 })] },
  },
  'load.percent': {
    meaning: 'A note: a workbook stores percentages as fractions and shows them multiplied by 100.',
    params: { column: 'C', cells: 1_200 },
    solution: noActionIfIntended,
  },
  'load.currency': {
    meaning: 'A note: a workbook shows amounts with a currency, which is part of their format and not of their value.',
    params: { column: 'D', currency: 'EUR' },
    solution: noActionIfIntended,
  },
  'load.currencies': {
    meaning: 'The amounts of a column are in several currencies, which the loaded numbers no longer show.',
    params: { column: 'D', currencies: ['EUR', 'USD'] },
  },
  'load.inexact-numbers': {
    meaning: 'Spreadsheet programs store 15 digits of a number. The rest was lost when the workbook was saved.',
    params: { cells: 12 },
  },
  'load.hidden-rows': {
    meaning: 'A note: rows that the workbook hides, for example by a filter, are part of the table.',
    params: { rows: 12 },
    solution: 'No action is required. Optionally, filter these rows after loading.',
  },
  'load.cells-outside': {
    meaning: 'A damaged or generated workbook has cells beyond column XFD.',
    params: { cells: 2 },
    solution: 'Open the workbook in a spreadsheet program, check these cells, and save it again.',
  },
  'load.slow-view': {
    meaning: 'A view of a SQLite database is a statement in the file, which cannot be interrupted.',
    params: { file: 'shop.sqlite', view: 'numbers' },
  },
  'load.no-part': {
    meaning:
      'The setting Part of a Load node contains the name of a sheet, table or element that the file does not have.',
    params: { file: 'orders.xlsx', kind: 'sheet', part: 'Sheet9', parts: ['Sheet1', 'Sheet2'] },
  },
  'load.no-part.none': {
    meaning: 'The file has nothing that could be a table.',
    params: { file: 'orders.xlsx', kind: 'sheet' },
  },
  'load.no-part.page': {
    meaning: 'A web page contains no table, or only tables for its layout.',
    params: { file: 'orders.html' },
  },
  'load.no-table': { meaning: 'A SQLite database is empty.', params: { file: 'orders.sqlite' } },
  'load.mixed-kinds': {
    meaning: 'SQLite stores a type with every value, and the values of a column have different ones.',
    params: {
      types: [
        message('loading.value-type', { type: 'integers', count: 1_190 }),
        message('loading.value-type', { type: 'texts', count: 10 }),
      ],
    },
  },
  'load.records-of-xml': {
    meaning: 'A note: which elements of an XML file became rows.',
    params: { count: 1_200, path: 'orders/order' },
    solution: 'No action is required. Optionally, set Part to another element.',
  },
  'load.xml': {
    meaning: 'An XML file does not follow the rules of XML.',
    params: { file: 'orders.xml', reason: 'unclosed tag "order"', line: 12 },
  },
  'load.xml-shapes': {
    meaning: 'An XML file consists of so many different elements that it is a document rather than records.',
    params: { file: 'orders.xml', max: 10_000 },
  },
  'load.disk-full': {
    meaning: 'An archive is unpacked to the folder for temporary files, which is full.',
    params: { file: 'data.zip' },
  },
  'load.json': {
    meaning: 'The text is not valid JSON from the given line on.',
    params: { reason: message('json.open-text', {}), line: 12 },
  },
  'load.other-keys': {
    meaning: 'The load plan was made from the start of a JSON file, and later records have other keys.',
    params: { file: 'orders.json', reason: message('loading.reject-key', { key: 'discount' }) },
  },
  'load.unreadable.changed': {
    meaning: 'The file on the disk changed between its selection and the run.',
    params: { reason: message('file.fault.shorter', {}) },
  },
  'load.other-encoding': {
    meaning: 'The load plan was made from the start of a file, and later bytes do not fit its encoding.',
    params: { encoding: 'UTF-8' },
  },
  'load.names': {
    meaning: 'Names of columns in a load plan are not allowed or not distinct. Case does not distinguish names.',
    params: { column: 'ID', other: 'id' },
  },
  'load.encoding': { meaning: 'A load plan contains an unknown encoding.', params: { encoding: 'utf9' } },
  'load.plan-columns': {
    meaning: 'A load plan is used for a file with a different number of columns.',
    params: { planned: 5, found: 7 },
  },
  'load.type': {
    meaning: 'A load plan gives a column a type that cells cannot be converted to.',
    params: { type: 'BLOB' },
  },
  'load.format': {
    meaning: 'A load plan gives a column a date format with a time zone that is not at its end.',
    params: { format: '%z %Y-%m-%d', column: 'date' },
  },
  'load.too-many-columns': {
    meaning: 'The limit keeps tables usable; files beyond it are usually transposed.',
    params: { exact: 'true', columns: 40_000, max: 4_000 },
  },
  'load.dataset-missing': 'A Load node refers to a dataset that was deleted.',
  'load.no-dataset': 'A Load node runs without a dataset in its settings and without a file from the run.',
  'load.dataset-gone':
    'A run reached a Load node whose dataset was deleted after the run had started, or belongs to another browser.',
  'load.encoding-unsure': {
    meaning:
      'A text file does not record its encoding. This one has so few non-ASCII characters that the guess may be wrong.',
    params: { good: 0, bad: 1, characters: 1, encoding: 'windows-1252', line: 'Müller' },
  },
  'load.more-entries': {
    meaning: 'An archive contains more files than are inspected and listed. The list has those that can be loaded.',
    params: { file: 'all.zip', count: 60_000, listed: 64, read: 10_000 },
  },
  'load.other-entries': {
    meaning: 'An archive contains several files that can be loaded, and the largest one was chosen.',
    params: { chosen: 'orders.csv', others: ['customers.csv'] },
  },
  'load.other-parts': {
    meaning: 'A file contains several sheets or tables, and the first large one was chosen.',
    params: { chosen: 'Sheet1', others: ['Sheet2', 'Notes'] },
  },
} as const satisfies AreaReference
