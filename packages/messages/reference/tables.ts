import type { ReferenceEntries } from './reference-entry.ts'

/** DuckDB, SQL errors, and writing tables to files. */
export const tableReference = {
  'tables.missing': {
    meaning: 'A table from a run was deleted to free memory, or the page was reloaded.',
    params: { table: 'orders' },
  },
  'tables.too-many-rows': {
    meaning: 'A host application tried to read an entire table into memory, but the table has too many rows.',
    params: { max: 100_000 },
  },
  'tables.failed': {
    meaning: 'DuckDB stopped because of an internal error. Statements do not normally cause such errors.',
    params: { reason: 'INTERNAL Error: invalid state' },
  },
  'tables.out-of-memory': {
    meaning: 'A statement exceeded the memory limit of DuckDB, and its temporary data does not fit on the disk.',
    params: { reason: 'failed to allocate 64.0 MiB (1.9 GiB used)' },
  },
  'tables.no-engine': {
    meaning: 'The page could not download or start DuckDB. Without DuckDB, no table can be loaded.',
    params: { url: '/assets/duckdb-eh.wasm', reason: 'status 404' },
  },
  'tables.reserved-name': {
    meaning: 'A column in a node or file has the name that DuckDB reserves for row numbers.',
    params: { column: 'rowid' },
  },
  'sql.syntax': {
    meaning: 'DuckDB cannot parse the statement in a SQL node, or an expression in another node.',
    params: { reason: 'syntax error at or near "FORM"' },
  },
  'sql.syntax.not-rewritten': {
    meaning:
      'The statement in a SQL node is valid, but its table names could not be replaced with the inputs of the node.',
    params: { statement: 'SELECT * FROM orders AS o(a, b)' },
  },
  'sql.unknown-columns': {
    meaning: 'A statement cannot be checked before a run, because the columns of its input are not known yet.',
    params: { input: 'orders' },
  },
  'sql.names': {
    meaning: 'The statement uses a table, column or function that does not exist, or combines incompatible types.',
    params: { reason: 'Referenced column "amout" not found', kind: 'binder' },
  },
  'sql.conversion': {
    meaning: 'A value in the data cannot be cast to the requested type. A single such value stops the statement.',
    params: { reason: 'Could not convert string "n/a" to DOUBLE' },
  },
  'sql.range': {
    meaning: 'A computed value is outside the range of its type.',
    params: { reason: 'Overflow in multiplication of INT32' },
  },
  'sql.input': {
    meaning: 'A function received an argument that it does not accept.',
    params: { reason: 'Invalid unicode (byte sequence mismatch)' },
  },
  'sql.failed': {
    meaning: 'DuckDB reported an error that has no separate problem code.',
    params: { reason: 'Not implemented Error: recursive UNION' },
    solution: 'Simplify the statement, or split it into several SQL nodes.',
  },
  'sql.out-of-time': {
    meaning: 'A statement ran longer than its timeout and was stopped. Joins without a key are the usual cause.',
    params: { limit: 60_000 },
  },
  'sql.out-of-time.check': {
    meaning:
      'A SQL statement contains a constant expression that takes too long to compute, such as a replacement in a long string. DuckDB computes it while checking the statement. The engine was restarted, so the tables in the page were lost. The statement is not checked again.',
    params: { limit: 5_000 },
    solution: 'Simplify the constants in the statement.',
  },
  'out.bytes-as-text': {
    meaning: 'A table with a column of type BLOB was exported to a format that supports only text.',
    params: { count: 1, columns: ['photo'], format: 'CSV' },
  },
  'out.sheet-too-large': {
    meaning:
      'A table was exported as an Excel workbook, but it exceeds the maximum size of a sheet in this file format.',
    params: { maxRows: 1_048_575, maxColumns: 16_384, rows: 2_000_000, columns: 12 },
  },
  'out.cell-too-long': {
    meaning:
      'A table was exported as an Excel workbook, but it contains a value that exceeds the maximum length of a cell.',
    params: { max: 32_767, place: '`notes` in row 17', length: 40_120 },
  },
  'out.no-columns':
    'A table without columns, such as one from an empty file, was exported to a format that requires columns.',
} as const satisfies ReferenceEntries
