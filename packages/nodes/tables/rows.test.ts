import { describe, expect, it } from 'vitest'
import { describeNode } from '../test-node.ts'
import { deduplicateNode } from './deduplicate.ts'
import { deriveColumnNode } from './derive-column.ts'
import { fillNode } from './fill.ts'
import { filterNode } from './filter.ts'
import { sampleNode } from './sample.ts'
import { selectNode } from './select.ts'
import { sortNode } from './sort.ts'
import { splitNode } from './split.ts'
import { findRejection, runTable, createTable } from './test-tables.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()
const shop = await createTable(
  tables,
  'num1 BIGINT, txt1 VARCHAR, dbl1 DOUBLE, day1 DATE',
  `(3, 'b', 1.5, '2026-01-03'), (1, 'B', NULL, '2026-01-01'), (NULL, 'a', 'nan'::DOUBLE, NULL), (1, 'b', 2.5, '2026-01-02'), (3, NULL, 0.5, '2026-02-01')`,
)
const of = (rows: unknown[][], at = 0): unknown[] => rows.map((row) => row[at])

describe('select', () => {
  it('keeps columns in the listed order, or removes them', async () => {
    const kept = await runTable(selectNode, tables, { table: shop }, { columns: ['dbl1', 'num1'] })
    expect(kept.names).toEqual(['dbl1', 'num1'])
    const dropped = await runTable(selectNode, tables, { table: shop }, { columns: ['dbl1'], how: 'drop' })
    expect(dropped.names).toEqual(['num1', 'txt1', 'day1'])
    expect((await runTable(selectNode, tables, { table: shop })).names).toEqual(['num1', 'txt1', 'dbl1', 'day1'])
  })

  it('suggests a similar column, and keeps at least one', async () => {
    expect(await findRejection(selectNode, tables, { table: shop }, { columns: ['Txt1'] })).toMatchObject({
      code: 'table.missing-column',
      message: 'Column `Txt1` is not in the table (available: `num1`, `txt1`, `dbl1`, and `day1`).',
      hint: 'Did you mean `txt1`?',
    })
    const all = { columns: ['num1', 'txt1', 'dbl1', 'day1'], how: 'drop' }
    expect(await findRejection(selectNode, tables, { table: shop }, all)).toMatchObject({ code: 'select.no-columns' })
  })
})

describe('an expression over rows', () => {
  const nodes = [
    [filterNode, {}],
    [splitNode, { how: 'condition' }],
    [deriveColumnNode, { column: 'total' }],
  ] as const

  it.each(nodes)('is checked while the columns are unknown: %#', (node, settings) => {
    const codes = (expression: string): string[] | undefined =>
      describeNode(node as typeof filterNode, { settings: { ...settings, expression } }).problems?.map(
        ({ code }) => code,
      )
    expect(codes('amount > (')).toEqual(['expression.invalid'])
    expect(codes('amount > 1')).toEqual([])
    expect(codes('')).toEqual([])
  })
})

describe('filter', () => {
  const kept = async (settings: unknown) =>
    of((await runTable(filterNode, tables, { table: shop }, settings)).rows.table!)

  it('compares cells in their type, and treats an empty cell as null', async () => {
    const one = (column: string, is: string, value?: unknown) => kept({ conditions: [{ column, is, value }] })
    expect(await one('num1', 'equals', 3)).toEqual([3, 3])
    expect(await one('num1', 'equals', '3')).toEqual([3, 3])
    expect(await one('num1', 'not-equals', 3)).toEqual([1, null, 1])
    expect(await one('dbl1', 'more', 1)).toEqual([3, null, 1])
    expect(await one('day1', 'at-most', '2026-01-02')).toEqual([1, 1])
    expect(await one('txt1', 'is-one-of', ['a', 'B'])).toEqual([1, null])
    expect(await one('txt1', 'matches', '^[bB]$')).toEqual([3, 1, 1])
    expect(await one('day1', 'starts-with', '2026-02')).toEqual([3])
    expect(await one('txt1', 'is-empty')).toEqual([3])
    expect(await one('num1', 'is-not-empty')).toEqual([3, 1, 1, 3])
  })

  it('combines conditions by all or any, and an expression', async () => {
    const conditions = [
      { column: 'num1', is: 'equals', value: 3 },
      { column: 'txt1', is: 'equals', value: 'b' },
    ]
    expect(await kept({ conditions })).toEqual([3])
    expect(await kept({ conditions, match: 'any' })).toEqual([3, 1, 3])
    expect(await kept({ conditions, match: 'any', expression: 'dbl1 < 2' })).toEqual([3, 3])
    expect(await kept({})).toHaveLength(5)
  })

  it('combines groups of conditions, and ignores empty ones', async () => {
    const [three, b] = [
      { column: 'num1', is: 'equals', value: 3 },
      { column: 'txt1', value: 'b' },
    ]
    const group = (match: string, ...conditions: unknown[]) => ({ is: 'group', match, conditions })
    expect(await kept({ conditions: [three, group('any', b, { column: 'txt1', is: 'is-empty' })] })).toEqual([3, 3])
    const nested = [group('all', three, b), group('any', { column: 'dbl1', is: 'is-empty' }, group('any'))]
    expect(await kept({ conditions: nested, match: 'any' })).toEqual([3, 1])
    expect(await kept({ conditions: [group('all', group('any'))], match: 'any' })).toHaveLength(5)
    const inGroup = { conditions: [group('any', { column: 'Txt1' })] }
    expect(await findRejection(filterNode, tables, { table: shop }, inGroup)).toMatchObject({
      code: 'table.missing-column',
      where: { setting: 'conditions' },
    })
  })

  it('rejects values that cannot be compared', async () => {
    const refused = (column: string, is: string, value: unknown) =>
      findRejection(filterNode, tables, { table: shop }, { conditions: [{ column, is, value }] })
    expect(await refused('num1', 'less', 'many')).toMatchObject({
      message: 'Column `num1` (integer) cannot be compared with "many".',
      hint: 'Enter a number, such as 12.5.',
    })
    expect(await refused('day1', 'less', '2026-02-30')).toMatchObject({ code: 'table.wrong-value' })
    expect(await refused('txt1', 'matches', '(')).toMatchObject({ code: 'expression.invalid' })
    expect(await findRejection(filterNode, tables, { table: shop }, { expression: 'numb1 > 3' })).toMatchObject({
      code: 'table.missing-column',
      hint: 'Did you mean `num1`?',
    })
  })

  it('describes its conditions', () => {
    const settings = { conditions: [{ column: 'price', is: 'at-least', value: 3 }], expression: 'a = b' }
    expect(describeNode(filterNode, { settings }).summary).toBe('Keeps price ≥ 3, and a = b')
    const single = { conditions: [{ column: 'city', is: 'is-one-of', value: ['Bonn'] }], expression: '' }
    expect(describeNode(filterNode, { settings: single }).summary).toBe('Keeps city is Bonn')
    const describe = (is: string, value: unknown): unknown =>
      describeNode(filterNode, { settings: { conditions: [{ column: 'a', is, value }], expression: '' } }).summary
    expect(describe('more', '1000000')).toBe('Keeps a > 1,000,000')
    expect(describe('equals', 1_000_000)).toBe('Keeps a is 1,000,000')
    // Digits in a text may be a code.
    expect(describe('equals', '10115')).toBe('Keeps a is 10115')
    const unfinished = { conditions: [{ column: '', is: 'equals', value: '' }], expression: '' }
    expect(describeNode(filterNode, { settings: unfinished }).summary).toBe('Keeps every row')
    const group = {
      is: 'group',
      conditions: [
        { column: 'city', value: 'Bonn' },
        { column: 'city', is: 'is-empty' },
      ],
    }
    expect(
      describeNode(filterNode, { settings: { ...settings, conditions: [...settings.conditions, group] } }).summary,
    ).toBe('Keeps price ≥ 3 and (city is Bonn or city is empty), and a = b')
  })
})

describe('sort', () => {
  it('sorts rows, and keeps the order of equal ones', async () => {
    const sorted = async (settings: unknown, at = 0) =>
      of((await runTable(sortNode, tables, { table: shop }, settings)).rows.table!, at)
    expect(await sorted({ by: [{ column: 'num1' }] }, 2)).toEqual([null, 2.5, 1.5, 0.5, NaN])
    expect(await sorted({ by: [{ column: 'num1', direction: 'descending', empty: 'first' }] })).toEqual([
      null,
      3,
      3,
      1,
      1,
    ])
    expect(await sorted({ by: [{ column: 'txt1' }] }, 1)).toEqual(['B', 'a', 'b', 'b', null])
    expect(await sorted({ by: [{ column: 'txt1' }], ignoreCase: true }, 1)).toEqual(['a', 'b', 'B', 'b', null])
    expect(await sorted({})).toEqual([3, 1, null, 1, 3])
  })
})

describe('deduplicate', () => {
  it('keeps the first or last duplicate', async () => {
    const kept = async (settings: unknown) =>
      (await runTable(deduplicateNode, tables, { table: shop }, settings)).rows.table!.map((row) => [row[0], row[1]])
    expect(await kept({ columns: ['num1'] })).toEqual([
      [3, 'b'],
      [1, 'B'],
      [null, 'a'],
    ])
    expect(await kept({ columns: ['num1'], keep: 'last' })).toEqual([
      [null, 'a'],
      [1, 'b'],
      [3, null],
    ])
    expect(await kept({ columns: ['txt1'], ignoreCase: true })).toEqual([
      [3, 'b'],
      [null, 'a'],
      [3, null],
    ])
    expect(await kept({})).toHaveLength(5)
  })
})

describe('sample', () => {
  it('samples the given number of rows in their order, the same ones for the same seed', async () => {
    const numbers = await createTable(tables, 'num1 BIGINT', Array.from({ length: 1000 }, (_, n) => `(${n})`).join(','))
    const taken = async (settings: unknown) =>
      of((await runTable(sampleNode, tables, { table: numbers }, settings)).rows.table!) as number[]
    const ten = await taken({ rows: 10 })
    expect(ten).toHaveLength(10)
    expect(ten).toEqual([...ten].sort((a, b) => a - b))
    expect(await taken({ rows: 10 })).toEqual(ten)
    expect(await taken({ rows: 10, seed: 2 })).not.toEqual(ten)
    expect(await taken({ how: 'share', share: 0.25 })).toHaveLength(250)
    expect(await taken({ how: 'first', rows: 3 })).toEqual([0, 1, 2])
    expect(await taken({ how: 'last', rows: 3 })).toEqual([997, 998, 999])
    expect(await taken({ rows: 5000 })).toHaveLength(1000)
    expect(await taken({ rows: 0 })).toEqual([])
  })
})

describe('split', () => {
  it('sends each row to exactly one output', async () => {
    const parts = async (settings: unknown) => {
      const { rows } = await runTable(splitNode, tables, { table: shop }, settings)
      return Object.fromEntries(Object.entries(rows).map(([port, found]) => [port, of(found, 1)]))
    }
    expect(await parts({ conditions: [{ column: 'num1', is: 'equals', value: 3 }] })).toEqual({
      match: ['b', null],
      rest: ['B', 'a', 'b'],
    })
    expect(await parts({ how: 'value', column: 'txt1', values: ['b', 'a', 'b'] })).toEqual({
      value1: ['b', 'b'],
      value2: ['a'],
      rest: ['B', null],
    })
    const { match, rest } = await parts({ how: 'share', share: 0.4 })
    expect([match!.length, rest!.length]).toEqual([2, 3])
    expect(await findRejection(splitNode, tables, { table: shop }, { how: 'value' })).toMatchObject({
      code: 'table.no-column-selected',
      where: { setting: 'column' },
    })
  })
})

describe('fill', () => {
  const gaps = () =>
    createTable(
      tables,
      'grp1 VARCHAR, num1 BIGINT, dbl1 DOUBLE, txt1 VARCHAR',
      `('a', NULL, 1, 'x'), ('a', 2, NULL, NULL), ('b', NULL, NULL, 'y'), ('a', 4, 4, 'x'), ('b', 8, NULL, 'y'), ('b', NULL, 16, NULL)`,
    )
  const filled = async (settings: unknown, at: number) =>
    of((await runTable(fillNode, tables, { table: await gaps() }, settings)).rows.table!, at)

  it('fills from neighbors, also within groups', async () => {
    expect(await filled({ how: 'previous', columns: ['num1'] }, 1)).toEqual([null, 2, 2, 4, 8, 8])
    expect(await filled({ how: 'next', columns: ['num1'] }, 1)).toEqual([2, 2, 4, 4, 8, null])
    expect(await filled({ how: 'previous', columns: ['num1'], within: ['grp1'] }, 1)).toEqual([null, 2, null, 4, 8, 8])
  })

  it('fills with statistics or by interpolation', async () => {
    expect(await filled({ how: 'mean', columns: ['dbl1'] }, 2)).toEqual([1, 7, 7, 4, 7, 16])
    expect(await filled({ how: 'mean', columns: ['num1'], within: ['grp1'] }, 1)).toEqual([3, 2, 8, 4, 8, 8])
    expect(await filled({ how: 'median', columns: ['dbl1'] }, 2)).toEqual([1, 4, 4, 4, 4, 16])
    expect(await filled({ how: 'mode', columns: ['txt1'] }, 3)).toEqual(['x', 'x', 'y', 'x', 'y', 'x'])
    expect(await filled({ how: 'interpolate', columns: ['dbl1'] }, 2)).toEqual([1, 2, 3, 4, 10, 16])
    expect(await filled({ how: 'constant', value: 0 }, 1)).toEqual([0, 2, 0, 4, 8, 0])
  })

  it('counts empty cells, reports widened types, and rejects impossible fills', async () => {
    const { report, codes } = await runTable(fillNode, tables, { table: await gaps() }, { how: 'mean' })
    expect(report).toMatchObject({ report: { 'empty num1': 3, 'empty dbl1': 3 } })
    expect(codes).toEqual(['fill.widened'])
    expect(
      await findRejection(fillNode, tables, { table: await gaps() }, { how: 'mean', columns: ['txt1'] }),
    ).toMatchObject({
      code: 'table.not-a-number',
    })
    const wrong = { how: 'constant', value: 'x', columns: ['num1'] }
    expect(await findRejection(fillNode, tables, { table: await gaps() }, wrong)).toMatchObject({
      code: 'table.wrong-value',
    })
  })
})
