import { renderMessages, getSentence } from '../../../../test/render-messages.ts'
import { quoteIdentifier, sql, tableName, unsafeSql } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import {
  chartSpecSchema,
  facetSeparator,
  type ChartSpec,
  type DerivedTable,
  type TableQuery,
} from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { readCells, createTable } from '../../tables/test-tables.ts'
import { deriveTable } from './derive-table.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

let tableCount = 0
const tables = await openTestTables()

const ask = (table: TableRef, query: TableQuery): Promise<DerivedTable> =>
  deriveTable(tables, table, query, { id: `derived${++tableCount}` })
const rowsOf = async (table: TableRef, query: TableQuery): Promise<unknown[][]> =>
  readCells(tables, (await ask(table, query)).table)
const view = (query: Partial<Extract<TableQuery, { kind: 'view' }>>): TableQuery => ({
  kind: 'view',
  filters: [],
  sort: [],
  ...query,
})
const chart = async (
  table: TableRef,
  spec: Partial<ChartSpec>,
): Promise<{ rows: Record<string, unknown>[]; notes: string[] }> => {
  const { table: drawn, problems } = await ask(table, { kind: 'chart', spec: chartSpecSchema.parse(spec) })
  const names = drawn.columns.map(({ name }) => name)
  const rows = (await readCells(tables, drawn)).map((cells) =>
    Object.fromEntries(names.flatMap((name, index) => (cells[index] === null ? [] : [[name, cells[index]]]))),
  )
  return { rows, notes: problems.map((problem) => getSentence(problem)!) }
}

const things = (): Promise<TableRef> =>
  createTable(
    tables,
    'num1 DOUBLE, txt1 VARCHAR, day1 DATE, int1 BIGINT, yes1 BOOLEAN',
    `(2.5, 'b', '2024-01-05', 9007199254740993, TRUE), (NULL, 'A', '2024-01-20', 1, FALSE), (-1, '', '2024-02-01', 2, NULL),
     (2.5, 'a%', NULL, 3, TRUE), ('NaN'::DOUBLE, NULL, '2024-03-01', NULL, TRUE), (10, 'B', '2024-01-06', 4, FALSE)`,
  )
const readLastCells = async (
  table: TableRef,
  query: Partial<Extract<TableQuery, { kind: 'view' }>>,
): Promise<unknown[]> => (await rowsOf(table, view(query))).map((row) => row.at(-1))

describe('view', () => {
  it('sorts by columns, empty cells last in both directions, and keeps the order of equal rows', async () => {
    const table = await things()
    expect(await readLastCells(table, { sort: [{ column: 'num1', direction: 'ascending' }] })).toEqual([
      2, 0, 3, 5, 4, 1,
    ])
    expect(await readLastCells(table, { sort: [{ column: 'num1', direction: 'descending' }] })).toEqual([
      4, 5, 0, 3, 2, 1,
    ])
    expect(await readLastCells(table, { sort: [{ column: 'yes1', direction: 'ascending' }] })).toEqual([
      1, 5, 0, 3, 4, 2,
    ])
  })

  it('keeps the chosen columns and adds row numbers', async () => {
    const { table } = await ask(await things(), view({ columns: ['txt1'] }))
    expect(table.columns.map(({ name }) => name)).toEqual(['txt1', 'aw:place'])
    expect(table.rows).toBe(6)
  })

  it('omits row numbers for exports', async () => {
    const { table } = await ask(await things(), view({ places: false }))
    expect(table.columns.map(({ name }) => name)).toEqual(['num1', 'txt1', 'day1', 'int1', 'yes1'])
  })

  it.each([
    ['txt1', 'contains', 'a', [1, 3]],
    ['txt1', 'contains', '%', [3]],
    ['txt1', 'lacks', 'b', [1, 2, 3, 4]],
    ['txt1', 'equals', 'B', [0, 5]],
    ['txt1', 'differs', 'b', [1, 2, 3, 4]],
    ['txt1', 'starts', 'a', [1, 3]],
    ['txt1', 'empty', undefined, [2, 4]],
    ['txt1', 'filled', undefined, [0, 1, 3, 5]],
    ['num1', 'equals', '2.50', [0, 3]],
    ['num1', 'below', '0', [2]],
    ['num1', 'above', '2.5', [4, 5]],
    ['num1', 'empty', undefined, [1]],
    ['int1', 'equals', '9007199254740993', [0]],
    ['int1', 'equals', '9007199254740992', []],
    ['day1', 'below', '2024-01-20', [0, 5]],
    ['day1', 'equals', '2024-02-01', [2]],
    ['yes1', 'equals', 'true', [0, 3, 4]],
  ] as const)('%s %s %s', async (column, test, value, expected) => {
    const filter = { column, test, ...(value === undefined ? {} : { value }) }
    expect(await readLastCells(await things(), { filters: [filter] })).toEqual(expected)
  })

  it('accepts both ends of a range, one end, or none', async () => {
    const table = await things()
    const between = (value?: string, upTo?: string) =>
      readLastCells(table, { filters: [{ column: 'num1', test: 'between', value, upTo } as never] })
    expect(await between('-1', '2.5')).toEqual([0, 2, 3])
    expect(await between('', '2')).toEqual([2])
    expect(await between('', '')).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('rejects values that are invalid for the column, and missing columns', async () => {
    const table = await things()
    const refused = (column: string, value: string) =>
      ask(table, view({ filters: [{ column, test: 'equals', value }] })).then(
        () => undefined,
        (cause: { problem: { code: string; message: string } }) => renderMessages(cause.problem),
      )
    expect(await refused('num1', '1; DROP')).toMatchObject({ code: 'view.invalid-value' })
    expect(await refused('day1', '2024-02-30')).toMatchObject({
      code: 'view.invalid-value',
      message: 'Column `day1` contains dates, but "2024-02-30" is not a date.',
    })
    expect(await refused('num2', '1')).toMatchObject({ code: 'table.missing-column' })
  })
})

describe('values, statistics and groups', () => {
  it('lists the values of a column with their number of rows, the most frequent first', async () => {
    const table = await things()
    expect(await rowsOf(table, { kind: 'values', column: 'num1', filters: [] })).toEqual([
      ['2.5', 2],
      ['-1.0', 1],
      ['10.0', 1],
      ['nan', 1],
      [null, 1],
    ])
    const filters = [{ column: 'num1', test: 'equals' as const, value: '2.5' }]
    expect(await rowsOf(table, { kind: 'values', column: 'txt1', filters, text: 'A' })).toEqual([['a%', 1]])
  })

  it('filters by the listed values, exactly, and by null', async () => {
    const table = await things()
    const oneOf = (column: string, values: (string | null)[]) =>
      readLastCells(table, { filters: [{ column, test: 'one-of', values }] })
    expect(await oneOf('txt1', ['b', 'a%'])).toEqual([0, 3])
    expect(await oneOf('txt1', ['', null])).toEqual([2, 4])
    expect(await oneOf('num1', ['2.5', 'nan'])).toEqual([0, 3, 4])
    expect(await oneOf('int1', [null])).toEqual([4])
    expect(await oneOf('int1', [])).toEqual([])
  })

  it('computes the statistics for the type of a column', async () => {
    const table = await things()
    const statistics = async (column: string): Promise<Record<string, unknown>> => {
      const { table: derived } = await ask(table, { kind: 'statistics', column, filters: [{ column: 'num1', test: 'below', value: '11' }] }) // oxfmt-ignore
      const [row = []] = await readCells(tables, derived)
      return Object.fromEntries(derived.columns.map(({ name }, index) => [name, row[index]]))
    }
    expect(await statistics('num1')).toEqual({
      rows: 4, nulls: 0, distinct: 3, min: -1, max: 10, mean: 3.5, median: 2.5, stddev: expect.closeTo(4.637, 3), sum: 14,
    }) // oxfmt-ignore
    expect(await statistics('txt1')).toEqual({
      rows: 4,
      nulls: 0,
      distinct: 4,
      min: '',
      max: 'b',
      minLength: 0,
      maxLength: 2,
    })
    expect(Object.keys(await statistics('day1'))).toEqual(['rows', 'nulls', 'distinct', 'min', 'max'])
    expect(Object.keys(await statistics('yes1'))).toEqual(['rows', 'nulls', 'distinct'])
  })

  it('groups filtered rows in the order of their first row, and computes measures', async () => {
    const table = await things()
    const groups = {
      by: ['yes1'],
      measures: [
        { function: 'count' as const, column: '' },
        { function: 'sum' as const, column: 'num1' },
        { function: 'max' as const, column: 'day1' },
      ],
    }
    const filters = [{ column: 'num1', test: 'below' as const, value: '11' }]
    const { table: derived } = await ask(table, { kind: 'groups', groups, filters })
    expect(derived.columns.map(({ name }) => name)).toEqual(['yes1', 'count', 'sum_num1', 'max_day1'])
    expect(await readCells(tables, derived)).toEqual([
      [true, 2, 5, expect.anything()],
      [null, 1, -1, expect.anything()],
      [false, 1, 10, expect.anything()],
    ])
    await expect(
      ask(table, {
        kind: 'groups',
        groups: { by: ['txt1'], measures: [{ function: 'sum', column: 'txt1' }] },
        filters,
      }),
    ).rejects.toMatchObject({ problem: { code: 'table.not-a-number' } })
  })
})

it('finds cells that contain a text, ignoring case, and reports further hits', async () => {
  expect(await rowsOf(await things(), { kind: 'find', text: 'B' })).toEqual([
    [0, 1],
    [5, 1],
  ])
  expect(await rowsOf(await things(), { kind: 'find', text: '2024-01-0' })).toEqual([
    [0, 2],
    [5, 2],
  ])
  expect(await rowsOf(await things(), { kind: 'find', text: "'" })).toEqual([])
  const many = await tables.create(sql`SELECT i AS num1 FROM range(12000) t(i)`, { id: 'many' })
  const { table, problems } = await ask(many, { kind: 'find', text: '' })
  expect(table.rows).toBe(10_001)
  expect(getSentence(problems[0])).toContain('More than 10,000')
})

describe('chart', () => {
  it('writes whole numbers without decimal places as categories, facets and series', async () => {
    const table = await createTable(tables, 'year DOUBLE, half DOUBLE', '(2019, 0.5), (2019, 0.5), (2020, 1)')
    const { rows } = await chart(table, { mark: 'bar', x: 'year', color: 'half', facet: 'year' })
    expect(rows.map(({ x, series, facet }) => [x, series, facet])).toEqual([
      ['2019', '0.5', '2019'],
      ['2020', '1', '2020'],
    ])
  })

  it('counts and measures categories in descending order, and reports omitted ones', async () => {
    const table = await createTable(
      tables,
      'txt1 VARCHAR, num1 DOUBLE',
      `('a', 1), ('b', 5), ('b', 7), (NULL, 9), ('c', NULL)`,
    )
    expect(await chart(table, { mark: 'bar', x: 'txt1' })).toEqual({
      rows: [
        { x: 'b', value: 2, rows: 2 },
        { x: 'a', value: 1, rows: 1 },
        { x: 'c', value: 1, rows: 1 },
      ],
      notes: ['1 row without a value in `txt1` is not shown.'],
    })
    const top = await chart(table, { mark: 'bar', x: 'txt1', y: 'num1', measure: 'mean', most: 2 })
    expect(top.rows).toEqual([
      { x: 'b', value: 6, rows: 2 },
      { x: 'a', value: 1, rows: 1 },
    ])
    expect(top.notes[1]).toBe('1 more value of `txt1` is not shown. The chart shows the first 2 values.')
  })

  it('stacks bars by color, with one part for all colors beyond eight', async () => {
    const select = sql`SELECT 'all' AS x, 'c' || least(i, 12) AS series FROM range(20) t(i)`
    const table = await tables.create(select, { id: 'parts' })
    const { rows } = await chart(table, { mark: 'bar', x: 'x', color: 'series' })
    expect(rows).toHaveLength(9)
    expect(rows[0]).toEqual({ series: 'c12', x: 'all', value: 8, rows: 8 })
    expect(rows.at(-1)).toEqual({ series: '(other)', x: 'all', value: 5, rows: 5 })
  })

  it('bins a histogram by round numbers that cover every value', async () => {
    const table = await tables.create(sql`SELECT i / 10.0 AS num1 FROM range(1000) t(i)`, { id: 'numbers' })
    const { rows } = await chart(table, { mark: 'histogram', x: 'num1', bins: 10 })
    expect(rows).toHaveLength(10)
    expect(rows[0]).toEqual({ x: 0, x2: 10, value: 100, rows: 100 })
    expect(rows.reduce((sum, { value }) => sum + Number(value), 0)).toBe(1000)
  })

  it('bins times by the calendar', async () => {
    const select = sql`SELECT DATE '2020-01-01' + CAST(i AS INTEGER) AS day1, 1.5 AS num1 FROM range(1000) t(i)`
    const table = await tables.create(select, { id: 'days' })
    const months = await chart(table, { mark: 'histogram', x: 'day1', bins: 40 })
    expect(months.rows).toHaveLength(33)
    expect(months.rows[1]).toMatchObject({ x: '2020-02-01 00:00:00', x2: '2020-03-01 00:00:00', value: 29 })
    const line = await chart(table, { mark: 'line', x: 'day1', y: 'num1', measure: 'sum' })
    expect(line.rows[0]).toMatchObject({ x: '2019-12-30 00:00:00', value: 7.5 })
  })

  it('samples many points identically each time, with a note', async () => {
    const table = await tables.create(sql`SELECT i AS num1, -i AS num2, 'a' AS txt1 FROM range(100000) t(i)`, {
      id: 'points',
    })
    const { rows, notes } = await chart(table, { mark: 'scatter', x: 'num1', y: 'num2', color: 'txt1' })
    expect(rows.length).toBeGreaterThan(3_800)
    expect(rows.length).toBeLessThan(4_200)
    expect(notes[0]).toContain('a sample of about 4,000 of 100,000 rows')
    expect(await chart(table, { mark: 'scatter', x: 'num1', y: 'num2', color: 'txt1' })).toEqual({ rows, notes })
  })

  it('draws box plots after Tukey, with outliers', async () => {
    const table = await createTable(
      tables,
      'txt1 VARCHAR, num1 DOUBLE',
      `('a', 1), ('a', 2), ('a', 3), ('a', 4), ('a', 100), ('b', 5)`,
    )
    const { rows } = await chart(table, { mark: 'box', x: 'txt1', y: 'num1' })
    expect(rows).toEqual([
      { x: 'a', low: 1, q1: 2, median: 3, q3: 4, high: 4, rows: 5 },
      { x: 'a', value: 100, rows: 1 },
      { x: 'b', low: 5, q1: 5, median: 5, q3: 5, high: 5, rows: 1 },
    ])
    expect((await chart(table, { mark: 'box', y: 'num1' })).rows[0]).toMatchObject({ x: '', median: 3.5, rows: 6 })
  })

  it('crosses two columns in a heat map with binned numbers', async () => {
    const table = await tables.create(
      sql`SELECT i % 100 AS num1, CASE WHEN i < 150 THEN 'a' ELSE 'b' END AS txt1, i AS num2 FROM range(200) t(i)`,
      { id: 'crossed' },
    )
    const { rows } = await chart(table, { mark: 'heat-map', x: 'num1', y: 'txt1', bins: 2 })
    expect(rows).toEqual([
      { x: 0, x2: 50, y: 'a', value: 100, rows: 100 },
      { x: 50, x2: 100, y: 'a', value: 50, rows: 50 },
      { x: 50, x2: 100, y: 'b', value: 50, rows: 50 },
    ])
    const summed = await chart(table, {
      mark: 'heat-map',
      x: 'num1',
      y: 'txt1',
      color: 'num2',
      measure: 'max',
      bins: 2,
    })
    expect(summed.rows.map(({ value }) => value)).toEqual([149, 99, 199])
  })

  it('facets by the most frequent values', async () => {
    const table = await tables.create(
      unsafeSql(`SELECT 'f' || (i % 20) AS facet, i % 3 AS x, 'k' || (i % 3) AS txt1 FROM range(400) t(i)`),
      { id: 'facets' },
    )
    const { rows, notes } = await chart(table, { mark: 'bar', x: 'txt1', facet: 'facet' })
    expect(new Set(rows.map(({ facet }) => facet)).size).toBe(12)
    expect(notes).toEqual(['8 more values of `facet` are not shown. The chart shows the 12 values with the most rows.'])
  })

  it.each(['bar', 'line', 'scatter', 'box'] as const)('facets by two columns: %s', async (mark) => {
    const table = await tables.create(
      unsafeSql(
        `SELECT CASE WHEN i % 9 = 0 THEN NULL ELSE 'c' || (i % 8) END AS txt1, 'r' || (i % 2) AS txt2, i % 3 AS x, i AS num1 FROM range(400) t(i)`,
      ),
      { id: `grid ${mark}` },
    )
    const { rows, notes } = await chart(table, {
      mark,
      x: 'x',
      y: 'num1',
      measure: 'sum',
      facet: 'txt1',
      facetRow: 'txt2',
    })
    const pairs = new Set(rows.map(({ facet }) => String(facet).split(facetSeparator).join(' ')))
    // Columns with an even number occur only in the first row.
    expect([...pairs]).toHaveLength(6)
    expect([...pairs].every((pair) => /^c(\d) r(\d)$/.test(pair) && Number(pair[1]) % 2 === Number(pair[4]))).toBe(true)
    expect(notes).toContainEqual(
      '2 more values of `txt1` are not shown. The chart shows the 6 values with the most rows.',
    )
    const total = rows.reduce((sum, { value }) => sum + Number(value ?? 0), 0)
    const [shown] = await tables.rows(
      sql`SELECT sum(num1) AS total FROM ${quoteIdentifier(tableName(table.id))} WHERE txt1 IN (${[...pairs].map((pair) => sql`${pair.split(' ')[0]!}`)})`,
    )
    if (mark === 'bar' || mark === 'line') expect(total).toBe(Number(shown?.total))
  })

  it.each([
    [{ mark: 'scatter', x: 'txt1', y: 'num1' }, 'chart.unsupported-column-type'],
    [{ mark: 'scatter', x: 'num1' }, 'chart.no-column'],
    [{ mark: 'bar', x: 'txt1', measure: 'mean' }, 'chart.no-column'],
    [{ mark: 'bar', x: 'txt1', y: 'txt1', measure: 'sum' }, 'table.not-a-number'],
    [{ mark: 'bar', x: 'gone' }, 'table.missing-column'],
    [{ mark: 'box', y: 'txt1' }, 'chart.unsupported-column-type'],
  ] as const)('refuses %j', async (spec, code) => {
    await expect(chart(await things(), spec)).rejects.toMatchObject({ problem: { code } })
  })

  it('draws nothing for a table without rows', async () => {
    const table = await createTable(tables, 'txt1 VARCHAR, num1 DOUBLE', '')
    for (const spec of [
      { mark: 'bar', x: 'txt1' },
      { mark: 'histogram', x: 'num1' },
      { mark: 'box', x: 'txt1', y: 'num1' },
      { mark: 'heat-map', x: 'num1', y: 'txt1' },
    ] as const)
      expect((await chart(table, spec)).rows).toEqual([])
  })
})
