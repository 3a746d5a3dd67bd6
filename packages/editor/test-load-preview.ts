import { error, type LoadPlan, type Result } from '@aw-flow/schema'
import type { LoadedColumn, LoadPreview, LoadPreviewRequest, PlannedColumn } from '@aw-flow/schema/internal'

const fileText = `Sales by shop;;;;;
Made on 3 May 2026;;;;;

Order No;Shop;Sold on;Amount;Paid;Note
1001;North;03.05.2026;1.204,50;yes;
1002;South;04.05.2026;99,00;no;"late; called twice"
1003;North;04.05.2026;n/a;yes;
1004;West;05.05.2026;12,75;yes;"said ""fine"""
1005;South;broken;record;with;too;many;cells
1006;East;06.05.2026;310,20;no;
1007;North;07.05.2026;about 40;yes;
1008;West;08.05.2026;18,00;yes;"two
lines"

Source: the shops' tills
`

export const testPreviewDataset = 'a'.repeat(64)

const createPlannedColumn = (name: string, type: string, overrides: Partial<PlannedColumn> = {}): PlannedColumn => ({
  name,
  type,
  nulls: [],
  ...overrides,
})

const plan: LoadPlan = {
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ';', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 3,
  headerLines: 1,
  trailingLines: 2,
  columns: [
    createPlannedColumn('Order No', 'BIGINT'),
    createPlannedColumn('Shop', 'VARCHAR'),
    createPlannedColumn('Sold on', 'DATE', { format: '%d.%m.%Y' }),
    createPlannedColumn('Amount', 'DOUBLE', { decimal: ',', thousands: '.', nulls: ['n/a'] }),
    createPlannedColumn('Paid', 'BOOLEAN', { trueValues: ['yes'], falseValues: ['no'] }),
    createPlannedColumn('Note', 'VARCHAR'),
  ],
  evidence: [
    {
      decision: 'encoding',
      value: 'utf-8',
      confidence: 1,
      reason: 'Every character is ASCII.',
      runnersUp: [],
    },
    {
      decision: 'dialect',
      value: 'semicolon, quotes "',
      confidence: 0.94,
      reason: '92% of the lines have 6 cells.',
      runnersUp: [{ value: 'comma, ": 2 cells', score: 0.11 }],
    },
    {
      decision: 'header',
      value: '1 line',
      confidence: 0.88,
      reason: 'Its cells are text, and those below are numbers and dates.',
      runnersUp: [],
    },
    { decision: 'preamble', value: '3 lines', confidence: 0.9, reason: 'They have one cell each.', runnersUp: [] },
    {
      decision: 'type of Amount',
      value: 'DOUBLE',
      confidence: 0.6,
      reason: '6 of 7 cells are numbers with a decimal comma.',
      runnersUp: [{ value: 'VARCHAR', score: 0.3 }],
    },
  ],
}

const plannedColumns: PlannedColumn[] = plan.columns
const cells: (string | null)[][] = [
  ['1001', 'North', '2026-05-03', '1204.5', 'true', null],
  ['1002', 'South', '2026-05-04', '99', 'false', 'late; called twice'],
  ['1003', 'North', '2026-05-04', null, 'true', null],
  ['1004', 'West', '2026-05-05', '12.75', 'true', 'said "fine"'],
  ['1006', 'East', '2026-05-06', '310.2', 'false', null],
  ['1007', 'North', '2026-05-07', null, 'true', null],
  ['1008', 'West', '2026-05-08', '18', 'true', 'two\nlines'],
]
const originalCells: (string | null)[][] = [
  ['1001', 'North', '03.05.2026', '1.204,50', 'yes', null],
  ['1002', 'South', '04.05.2026', '99,00', 'no', 'late; called twice'],
  ['1003', 'North', '04.05.2026', 'n/a', 'yes', null],
  ['1004', 'West', '05.05.2026', '12,75', 'yes', 'said "fine"'],
  ['1006', 'East', '06.05.2026', '310,20', 'no', null],
  ['1007', 'North', '07.05.2026', 'about 40', 'yes', null],
  ['1008', 'West', '08.05.2026', '18,00', 'yes', 'two\nlines'],
]

/** A preview of a messy file, for tests and stories only. */
export const testLoadPreview: LoadPreview = {
  dataset: testPreviewDataset,
  plan,
  whole: true,
  lines: fileText.split('\n').map((line, index) => ({ line: index + 1, text: line, cut: false })),
  regions: {
    list: [
      { kind: 'preamble', from: 1, to: 2 },
      { kind: 'blank', from: 3, to: 3 },
      { kind: 'header', from: 4, to: 4 },
      { kind: 'record', from: 5, to: 8 },
      { kind: 'reject', from: 9, to: 9 },
      { kind: 'record', from: 10, to: 13 },
      { kind: 'blank', from: 14, to: 14 },
      { kind: 'note', from: 15, to: 15 },
    ],
    complete: true,
  },
  columns: toLoadedColumns(plannedColumns),
  rows: cells,
  rejects: [
    {
      line: 9,
      raw: '1005;South;broken;record;with;too;many;cells',
      reason: 'It has 8 cells, but the table has 6.',
    },
  ],
  warnings: [
    {
      code: 'load.rejected-records',
      severity: 'warning',
      message: '1 record of 8 does not fit the table and is rejected: line 9. It has 8 cells, but the table has 6.',
      hint: 'The report contains the original lines.',
      where: { line: 9 },
    },
    {
      code: 'load.invalid-cells',
      severity: 'warning',
      message: '1 cell of `Amount` is not a number and becomes null: row 6, "about 40".',
      hint: 'Correct them in the file and load it again.',
      where: { column: 'Amount', row: 6 },
    },
    {
      code: 'load.lines-skipped',
      severity: 'info',
      message: 'The first 3 lines are not part of the table. They have one cell each.',
    },
  ],
}

function toLoadedColumns(columns: readonly PlannedColumn[]): LoadedColumn[] {
  return columns.map(({ name, type }, index) => ({
    name,
    type,
    nulls: 0,
    badCells: index === 3 && type === 'DOUBLE' ? 1 : 0,
    badExamples: index === 3 && type === 'DOUBLE' ? [{ row: 6, text: 'about 40' }] : [],
  }))
}

/**
 * Responds like the loader to a few changes: text columns show original cells, a different delimiter results in one
 * column, and a table whose first line is after its last line is rejected.
 */
export function respondToLoadPreview(request: LoadPreviewRequest = {}): Result<LoadPreview> {
  const { overrides = {} } = request
  const { firstLine, lastLine, delimiter, headerLines } = overrides
  if (firstLine !== undefined && lastLine !== undefined && firstLine > lastLine)
    return {
      ok: false,
      problem: error('load.lines-reversed', { first: firstLine, last: lastLine }),
    }
  const basePlan = request.plan ?? request.saved?.plan ?? plan
  const appliedPlan: LoadPlan = {
    ...basePlan,
    ...(overrides.encoding ? { encoding: overrides.encoding } : {}),
    ...(firstLine === undefined ? {} : { skippedLines: firstLine - 1 }),
    ...(headerLines === undefined ? {} : { headerLines }),
    ...(lastLine === undefined ? {} : { trailingLines: 15 - lastLine }),
  }
  if (delimiter !== undefined && delimiter !== ';' && appliedPlan.dialect) {
    const singleColumnPlan = {
      ...appliedPlan,
      dialect: { ...appliedPlan.dialect, delimiter },
      columns: [createPlannedColumn('Order No;Shop', 'VARCHAR')],
    }
    const joinedRows = originalCells.map((row) => [row.join(delimiter)])
    return {
      ok: true,
      value: {
        ...testLoadPreview,
        plan: singleColumnPlan,
        columns: toLoadedColumns(singleColumnPlan.columns),
        rows: joinedRows,
        rejects: [],
      },
    }
  }
  const rows = cells.map((row, index) =>
    appliedPlan.columns.map(
      ({ type }, columnIndex) => (type === 'VARCHAR' ? originalCells[index]?.[columnIndex] : row[columnIndex]) ?? null,
    ),
  )
  const hasChangedLines = firstLine !== undefined || lastLine !== undefined || headerLines !== undefined
  const { regions, ...preview } = testLoadPreview
  return {
    ok: true,
    value: {
      ...preview,
      ...(hasChangedLines || !regions ? {} : { regions }),
      plan: appliedPlan,
      columns: toLoadedColumns(appliedPlan.columns),
      rows,
      ...(request.saved && request.saved.dataset !== testPreviewDataset
        ? {
            drift: {
              missing: ['Region'],
              added: ['Note'],
              renamed: [{ from: 'order no', to: 'Order No' }],
              retyped: [{ column: 'Amount', from: 'BIGINT', to: 'DOUBLE' }],
              reordered: true,
            },
          }
        : {}),
    },
  }
}
