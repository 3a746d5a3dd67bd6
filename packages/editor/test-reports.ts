import type { LoadReport, ValidationReport } from '@aw-flow/schema'
import type { PreparationReport } from '@aw-flow/schema/internal'
import { createColumns } from '../../test/columns.ts'

/** Reports from the data agents, for tests and stories. */
export const testLoadReport: LoadReport = {
  file: 'messy.csv',
  size: 48_213,
  format: 'csv',
  encoding: 'windows-1252',
  delimiter: ';',
  quote: '"',
  escape: '"',
  skippedLines: 2,
  headerLines: 1,
  columns: [
    { name: 'id', type: 'BIGINT', nulls: 0, badCells: 0, badExamples: [] },
    { name: 'price', type: 'DOUBLE', nulls: 14, badCells: 3, badExamples: [{ row: 17, text: 'n/a' }] },
  ],
  rows: 1_000,
  rejects: 2,
  rejectSample: [{ line: 401, raw: '400;"broken', reason: 'The quote is not closed.' }],
  sample: [['1', '9.5']],
  attempts: [
    { attempt: 1, action: 'Read as comma-separated', success: false, reason: 'There is only one column.', ms: 12 },
    { attempt: 2, action: 'Read with `;`', success: true, reason: 'All lines have 2 cells.', ms: 9 },
  ],
  warnings: [
    {
      code: 'load.rejects',
      severity: 'warning',
      message: '2 records do not fit and are rejected.',
      hint: 'Review them below.',
    },
  ],
  plan: {
    format: 'csv',
    encoding: 'windows-1252',
    dialect: { delimiter: ';', quote: '"', escape: '"', newline: '\r\n' },
    skippedLines: 2,
    headerLines: 1,
    columns: [],
    evidence: [
      {
        decision: 'delimiter',
        value: ';',
        confidence: 0.97,
        reason: '998 of 1,000 lines have the same number of cells.',
        runnersUp: [{ value: ',', score: 0.2 }],
      },
    ],
  },
}

export const testValidationReport: ValidationReport = {
  valid: false,
  rows: 998,
  rules: [
    {
      rule: '`id` is unique',
      code: 'unique',
      column: 'id',
      valid: true,
      failing: 0,
      checked: 998,
      sample: [],
      message: '`id` is unique',
    },
    {
      rule: '`price` is at least 0',
      code: 'min',
      column: 'price',
      valid: false,
      failing: 12,
      checked: 998,
      sample: [{ row: 31, value: '-4' }],
      message: '12 rows have a smaller value.',
    },
  ],
}

export const testPreparationReport: PreparationReport = {
  target: 'cosmo-ready',
  plan: {
    target: 'cosmo-ready',
    operations: [],
    roles: { id: 'id', index: 'index', x: 'lon', y: 'lat' },
    notes: [
      { code: 'prepare.id', severity: 'info', message: '`id` is the point id: it is unique and named like one.' },
    ],
  },
  applied: [
    {
      operation: { op: 'drop-null-rows', columns: ['lon', 'lat'], reason: 'A point needs both coordinates.' },
      rowsDropped: 2,
      rowsAdded: 0,
      cellsChanged: 0,
      cellsNulled: 0,
      examples: [],
    },
    {
      operation: {
        op: 'parse-number',
        column: 'price',
        strip: ['$'],
        decimal: '.',
        thousands: ',',
        reason: 'All values start with $.',
      },
      rowsDropped: 0,
      rowsAdded: 0,
      cellsChanged: 998,
      cellsNulled: 1,
      examples: [{ row: 4, before: '$1,200', after: '1200' }],
    },
  ],
  rowsIn: 1_000,
  rowsOut: 998,
  columnsIn: [{ name: 'id', type: 'BIGINT' }],
  columnsOut: createColumns('id BIGINT, index BIGINT'),
  validation: testValidationReport,
  attempts: [],
  warnings: [],
}
