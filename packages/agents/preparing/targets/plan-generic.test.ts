import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { TableRef, TableSchema } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { prepareTable } from '../prepare-table.ts'
import { makeTable } from '../test-table.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const rowsOf = async ({ id }: TableRef): Promise<unknown[][]> =>
  (await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)).map(Object.values)
const typesOf = ({ columns }: TableRef): Record<string, string> =>
  Object.fromEntries(columns.map(({ name: column, type }) => [column, type]))
const texts = (values: readonly string[]) =>
  makeTable(
    tables,
    'texts',
    ['v VARCHAR'],
    values.map((value) => [value]),
  )
const clean = (table: TableRef) => prepareTable({ tables, table, target: 'generic', id: 'clean' })

describe('a clean table', () => {
  it.each([
    ['whole numbers', ['1,200', '2,300,000', 'n/a', ' 7 '], 'BIGINT', [1200, 2300000, null, 7]],
    ['numbers with a decimal comma', ['1.200,5', '3,25', '−4,5', ''], 'DOUBLE', [1200.5, 3.25, -4.5, null]],
    ['numbers with spaces as thousands separators', ['1 200', '12\u00a0300', '7'], 'BIGINT', [1200, 12300, 7]],
    [
      'numbers with trailing minus signs',
      ['120.5-', '3.5', '2.0-', '7.5', '8.5'],
      'DOUBLE',
      [-120.5, 3.5, -2, 7.5, 8.5],
    ],
    ['percentages', ['12.5%', '3%', '-'], 'DOUBLE', [12.5, 3, null]],
    ['dates', ['31.12.2024', '01.02.2025', '-'], 'DATE', ['2024-12-31', '2025-02-01', null]],
    ['timestamps', ['2024-12-31T10:00:00', '2025-01-01T00:30:00'], 'TIMESTAMP', null],
    ['booleans', ['Yes', 'no', 'YES', 'unknown'], 'BOOLEAN', [true, false, true, null]],
  ])('parses %s', async (_, values, type, expected) => {
    const { table, report } = await clean(await texts(values))
    expect(typesOf(table)).toEqual({ v: type })
    if (expected) expect((await rowsOf(table)).map(([value]) => toPlainValue(value))).toEqual(expected)
    expect(report.rowsOut).toBe(values.length)
    // Only null words become null.
    const emptied = report.applied.filter(({ cellsNulled }) => cellsNulled > 0).map(({ operation }) => operation.op)
    expect(emptied.filter((op) => op !== 'empty-texts')).toEqual([])
  })

  it('keeps the currency of amounts in a new column', async () => {
    const { table } = await clean(await texts(['€ 1.200,50', '€ 3,25', '€ -7,00']))
    expect(typesOf(table)).toEqual({ v: 'DOUBLE', v_currency: 'VARCHAR' })
    expect(await rowsOf(table)).toEqual([
      [1200.5, '€'],
      [3.25, '€'],
      [-7, '€'],
    ])
  })

  it.each([
    ['codes with leading zeros', ['0123', '0456', '0789'], 'VARCHAR'],
    ['numbers with one other text', ['1', '2', 'three', '4'], 'VARCHAR'],
    ['amounts of two currencies', ['€ 1', '$ 2', '€ 3'], 'VARCHAR'],
    ['short codes that differ in case', ['m', 'M', 'm', 'M', 'm'], 'VARCHAR'],
  ])('keeps %s as text', async (_, values, type) => {
    const { table, report } = await clean(await texts(values))
    expect(typesOf(table)).toEqual({ v: type })
    expect((await rowsOf(table)).flat()).toEqual(values)
    expect(report.applied).toEqual([])
  })

  it('keeps a column as text if one of many values is not a number', async () => {
    const table = await tables.create(
      sql`SELECT CASE WHEN i = 5999 THEN 'some words' ELSE CAST(i * 3 AS VARCHAR) END AS v FROM range(6000) AS t(i)`,
      { id: 'many' },
    )
    const { table: made, report } = await clean(table)
    expect(typesOf(made)).toEqual({ v: 'VARCHAR' })
    expect(report.plan.operations).toEqual([])
  })

  it('merges only spellings that differ in case, spaces and full stops', async () => {
    const towns = ['San Juan', 'San Juan', 'SAN  JUAN', 'San-Juan', 'St. Gallen', 'St. Gallen', 'St Gallen']
    const other = ['Jan', 'Ján', 'A at B', 'B at A', 'Route 1.5', 'Route 15', 'Jan', 'Ján', 'A at B', 'B at A']
    const { table, report } = await clean(await texts([...towns, ...other]))
    const written = [...Array.from({ length: 4 }, () => 'San Juan'), ...Array.from({ length: 3 }, () => 'St. Gallen')]
    expect((await rowsOf(table)).flat()).toEqual([...written, ...other])
    expect(report.applied.map(({ operation }) => operation.op)).toEqual(['trim', 'merge-spellings'])
  })

  it('suggests to drop duplicate rows that can be separate events', async () => {
    const table = await makeTable(
      tables,
      'repeated',
      ['a VARCHAR', 'b BIGINT'],
      [
        ['x', 1],
        ['x', 1],
        ['y', null],
        ['y', null],
        ['y', 2],
      ],
    )
    const { table: made, report } = await clean(table)
    expect(made.rows).toBe(5)
    expect(report.plan.operations).toMatchObject([
      { op: 'deduplicate', state: 'suggested', reason: { code: 'prepare.reason-duplicate-rows', params: { rows: 2 } } },
    ])
  })

  it('reports the texts in a column of mostly numbers', async () => {
    const { report } = await clean(await texts([...Array.from({ length: 30 }, (_, i) => `${i}.5`), 'a lot', 'few']))
    expect(report.plan.notes).toMatchObject([
      {
        code: 'prepare.mostly-typed',
        where: { column: 'v' },
        params: { misfits: 2, examples: expect.arrayContaining(['a lot', 'few']) as string[] },
      },
    ])
  })
})

describe('a table with a custom schema', () => {
  const planForSchema = async (values: readonly string[], schema: TableSchema) =>
    prepareTable({ tables, table: await texts(values), target: 'own', schema, id: 'own' })

  it('parses texts in their format if the schema requires values', async () => {
    const numbers = await planForSchema(['1.200,50', '3,25'], { columns: [{ name: 'v', type: 'number' }] })
    expect(await rowsOf(numbers.table)).toEqual([[1200.5], [3.25]])
    const days = await planForSchema(['31.12.2024', '01.02.2025'], { columns: [{ name: 'v', type: 'date' }] })
    expect((await rowsOf(days.table)).flat().map(toPlainValue)).toEqual(['2024-12-31', '2025-02-01'])
    const yes = await planForSchema(['ja', 'nein', 'Ja'], { columns: [{ name: 'v', type: 'boolean' }] })
    expect((await rowsOf(yes.table)).flat()).toEqual([true, false, true])
    expect([numbers, days, yes].map(({ report }) => report.validation.valid)).toEqual([true, true, true])
  })

  it('sets fractions to null if the schema requires integers', async () => {
    const { table, report } = await planForSchema(['1,5', '2,0', '3,0'], { columns: [{ name: 'v', type: 'integer' }] })
    expect((await rowsOf(table)).flat().map(Number)).toEqual([0, 2, 3])
    expect(report.applied.find(({ operation }) => operation.op === 'cast')).toMatchObject({ cellsNulled: 1 })
  })

  it('rewrites only values that resemble an allowed value', async () => {
    const schema: TableSchema = { columns: [{ name: 'v', enum: ['In Progress', 'Done'] }] }
    const { table, report } = await planForSchema(['in progress', 'DONE', 'Done', 'open'], schema)
    expect((await rowsOf(table)).flat()).toEqual(['In Progress', 'Done', 'Done', 'open'])
    expect(report.validation.rules.find(({ code }) => code === 'enum')).toMatchObject({ failing: 1 })
  })
})

/** Integers and dates in the form of the expected values. */
const toPlainValue = (value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value instanceof Date ? value.toISOString().slice(0, 10) : value
