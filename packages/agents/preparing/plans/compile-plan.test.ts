import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { Operation } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { compileForTable } from './compile-for-table.ts'
import { countPlanEffects } from './count-plan-effects.ts'
import { makeTable } from '../test-table.ts'
import { openTestTables } from '../../../../test/open-tables.ts'
import { createColumns } from '../../../../test/columns.ts'

const tables = await openTestTables()

const reason = 'required by a test'
const apply = async (...operations: Operation[]) => {
  const table = await makeTable(
    tables,
    'in',
    ['num1 DOUBLE', 'txt1 VARCHAR', 'txt2 VARCHAR'],
    [
      [1.5, ' a ', '$1,234.50'],
      [Infinity, 'b', 'oops'],
      [null, 'c', '31/01/2024'],
      [2.5, null, '5'],
    ],
  )
  const compiled = compileForTable({ table, operations })
  const createdTable = await tables.create(compiled.select, { id: 'out' })
  const { applied } = await countPlanEffects(tables, compiled, table.rows)
  return {
    columns: createdTable.columns,
    rows: (await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName('out'))} ORDER BY rowid`)).map(
      Object.values,
    ),
    applied: applied.map(({ rowsDropped, rowsAdded, cellsChanged, cellsNulled, examples }) => ({
      rowsDropped,
      rowsAdded,
      cellsChanged,
      cellsNulled,
      examples,
    })),
  }
}

describe('compileForTable', () => {
  it('trims texts', async () => {
    const { rows, applied } = await apply({ op: 'trim', reason, column: 'txt1' })
    expect(rows.map((row) => row[1])).toEqual(['a', 'b', 'c', null])
    expect(applied).toEqual([
      {
        rowsDropped: 0,
        rowsAdded: 0,
        cellsChanged: 1,
        cellsNulled: 0,
        examples: [{ row: 1, column: 'txt1', before: ' a ', after: 'a' }],
      },
    ])
  })

  it('parses numbers', async () => {
    const { rows, applied } = await apply({
      op: 'parse-number',
      reason,
      column: 'txt2',
      strip: ['$'],
      decimal: '.',
      thousands: ',',
    })
    expect(rows.map((row) => row[2])).toEqual([1234.5, null, null, 5])
    expect(applied).toMatchObject([{ cellsNulled: 2 }])
  })

  it('parses dates', async () => {
    const { rows, columns, applied } = await apply({
      op: 'parse-date',
      reason,
      column: 'txt2',
      format: '%d/%m/%Y',
      type: 'DATE',
    })
    expect(rows.map((row) => row[2])).toEqual([null, null, '2024-01-31', null])
    expect(columns[2]?.type).toBe('DATE')
    expect(applied).toMatchObject([{ cellsNulled: 3 }])
  })

  it('casts, and counts lost values', async () => {
    const { rows, applied } = await apply({ op: 'cast', reason, column: 'txt2', type: 'BIGINT' })
    expect(rows.map((row) => row[2])).toEqual([null, null, null, 5])
    expect(applied).toMatchObject([{ cellsNulled: 3 }])
    expect(applied[0]?.examples).toHaveLength(3)
  })

  it('sets infinite numbers to null', async () => {
    const { rows, applied } = await apply({ op: 'finite', reason, column: 'num1' })
    expect(rows.map((row) => row[0])).toEqual([1.5, null, null, 2.5])
    expect(applied).toMatchObject([{ cellsChanged: 1, cellsNulled: 1 }])
  })

  it('renames, copies, drops and orders columns', async () => {
    const { columns } = await apply(
      { op: 'rename', reason, column: 'num1', to: 'a "b"' },
      { op: 'copy', reason, column: 'a "b"', to: 'c', type: 'VARCHAR' },
      { op: 'drop-column', reason, column: 'txt2' },
      { op: 'order-columns', reason, first: ['c', 'txt1'] },
    )
    expect(columns).toEqual(createColumns('c VARCHAR, txt1 VARCHAR, a "b" DOUBLE'))
  })

  it('numbers rows before and after dropping some', async () => {
    const { rows, applied } = await apply(
      { op: 'generate-id', reason, to: 'id', prefix: 'row-' },
      { op: 'drop-null-rows', reason, columns: ['num1', 'txt1'] },
      { op: 'number-rows', reason, to: 'index' },
    )
    expect(rows.map((row) => [row[3], row[4]])).toEqual([
      ['row-1', 0],
      ['row-2', 1],
    ])
    expect(applied.map(({ rowsDropped, cellsChanged }) => ({ rowsDropped, cellsChanged }))).toEqual([
      { rowsDropped: 0, cellsChanged: 4 },
      { rowsDropped: 2, cellsChanged: 0 },
      { rowsDropped: 0, cellsChanged: 2 },
    ])
    expect(applied[1]?.examples).toMatchObject([
      { row: 3, before: 'num1: null, txt1: c', after: null },
      { row: 4, before: 'num1: 2.5, txt1: null', after: null },
    ])
  })

  it('keeps the rows and their order without operations', async () => {
    const { rows } = await apply()
    expect(rows.map((row) => row[2])).toEqual(['$1,234.50', 'oops', '31/01/2024', '5'])
  })

  it('counts the rows that a join drops and adds, with their row numbers', async () => {
    const table = await makeTable(tables, 'cities', ['city VARCHAR'], [['Riga'], ['Oslo'], ['Turku'], ['Oslo']])
    const places = await makeTable(
      tables,
      'places',
      ['name VARCHAR', 'part VARCHAR'],
      [
        ['Oslo', 'east'],
        ['Oslo', 'west'],
        ['Riga', 'old'],
      ],
    )
    const keys = [{ left: 'city', right: 'name' }]
    const join = { op: 'join-tables', reason, table: 'places', keys } as const
    const operations: Operation[] = [
      { ...join, kind: 'inner' },
      { ...join, kind: 'left', columns: [] },
      { ...join, kind: 'left', columns: [] },
      { op: 'filter', reason, expression: "city = 'Oslo'" },
    ]
    const compiled = compileForTable({ table, operations, namedTables: { places } })
    const { applied, rowsOut } = await countPlanEffects(tables, compiled, table.rows)
    expect(applied.map(({ rowsDropped, rowsAdded }) => [rowsDropped, rowsAdded])).toEqual([
      [1, 2],
      [0, 4],
      [0, 8],
      [1, 0],
    ])
    expect(rowsOut).toBe(16)
    expect(applied.map(({ examples }) => examples)).toEqual([
      [{ row: 3, before: 'city: Turku', after: null }],
      [],
      [],
      [{ row: 1, before: 'city: Riga', after: null }],
    ])
  })

  it('rejects unknown types', async () => {
    await expect(apply({ op: 'cast', reason, column: 'txt1', type: 'INT); DROP TABLE x' })).rejects.toThrow(RangeError)
  })
})
