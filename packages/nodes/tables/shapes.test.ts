import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { aggregateNode } from './aggregate.ts'
import { deriveColumnNode } from './derive-column.ts'
import { joinNode } from './join.ts'
import { pivotNode } from './pivot.ts'
import { renameAndCastNode } from './rename-and-cast.ts'
import { findRejection, runTable, createTable } from './test-tables.ts'
import { unionNode } from './union.ts'
import { unpivotNode } from './unpivot.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()
const sales = await createTable(
  tables,
  'city VARCHAR, year BIGINT, num1 INTEGER, dec1 DECIMAL(9,2), dbl1 DOUBLE, day1 DATE',
  `('Oslo', 2025, 1, 0.10, 0.1, '2026-01-01'), ('Bonn', 2025, 2, 0.20, 0.2, NULL), ('Oslo', 2026, NULL, NULL, 0.3, '2026-03-01'), ('Bonn', 2025, 5, 1.00, NULL, '2026-02-01'), (NULL, 2026, 7, 2.50, 1e300, NULL)`,
)

describe('aggregate', () => {
  const measured = async (fn: string, column: string) => {
    const settings = { groupBy: ['city'], measures: [{ function: fn, column }] }
    const { rows, names } = await runTable(aggregateNode, tables, { table: sales }, settings)
    expect(names).toEqual(['city', column === '' ? 'count' : `${fn.replace('-', '_')}_${column}`])
    expect(rows.table!.map(([city]) => city)).toEqual(['Oslo', 'Bonn', null])
    return rows.table!.map((row) => row[1])
  }

  it('aggregates groups in the order of their first row', async () => {
    expect(await measured('count', '')).toEqual([2, 2, 1])
    expect(await measured('count', 'num1')).toEqual([1, 2, 1])
    expect(await measured('count-distinct', 'year')).toEqual([2, 1, 1])
    expect(await measured('sum', 'num1')).toEqual([1, 7, 7])
    expect(await measured('sum', 'dec1')).toEqual(['0.10', '1.20', '2.50'])
    expect(await measured('sum', 'dbl1')).toEqual([0.4, 0.2, 1e300])
    expect(await measured('mean', 'num1')).toEqual([1, 3.5, 7])
    expect(await measured('mean', 'dbl1')).toEqual([0.2, 0.2, 1e300])
    expect(await measured('median', 'num1')).toEqual([1, 3.5, 7])
    expect(await measured('stddev', 'num1')).toEqual([null, 2.1213203435596424, null])
    expect(await measured('min', 'day1')).toEqual(['2026-01-01', '2026-02-01', null])
    expect(await measured('max', 'dbl1')).toEqual([0.3, 0.2, 1e300])
    expect(await measured('first', 'num1')).toEqual([1, 2, 7])
    expect(await measured('last', 'num1')).toEqual([1, 5, 7])
    expect(await measured('list', 'num1')).toEqual(['[1]', '[2, 5]', '[7]'])
    expect(await measured('join', 'num1')).toEqual(['1', '2, 5', '7'])
  })

  it('returns one row without groups, also for an empty table', async () => {
    const settings = { measures: [{ function: 'count' }, { function: 'sum', column: 'dbl1', as: 'total' }] }
    expect((await runTable(aggregateNode, tables, { table: sales }, settings)).rows.table).toEqual([[5, 1e300]])
    const none = await createTable(tables, 'dbl1 DOUBLE', '')
    expect((await runTable(aggregateNode, tables, { table: none }, settings)).rows.table).toEqual([[0, null]])
  })

  it('sums as IEEE does with infinities and NaN', async () => {
    const odd = await createTable(
      tables,
      'grp1 VARCHAR, dbl1 DOUBLE',
      `('a', 'inf'::DOUBLE), ('a', 1), ('b', 'nan'::DOUBLE), ('c', 'inf'::DOUBLE), ('c', '-inf'::DOUBLE), ('d', 5e-324), ('d', 5e-324)`,
    )
    const settings = {
      groupBy: ['grp1'],
      measures: [
        { function: 'sum', column: 'dbl1' },
        { function: 'stddev', column: 'dbl1' },
      ],
    }
    const { rows } = await runTable(aggregateNode, tables, { table: odd }, settings)
    expect(rows.table).toEqual([
      ['a', Infinity, NaN],
      ['b', NaN, NaN],
      ['c', NaN, NaN],
      ['d', 1e-323, 0],
    ])
  })

  it('returns NaN without a sign, which some processors set and texts show', async () => {
    const odd = await createTable(
      tables,
      'grp1 DOUBLE, dbl1 DOUBLE, flt1 FLOAT',
      `('-nan'::DOUBLE, 'inf'::DOUBLE, '-nan'::FLOAT), ('nan'::DOUBLE, '-inf'::DOUBLE, '-nan'::FLOAT)`,
    )
    const measures = ['sum', 'mean', 'median', 'stddev', 'min', 'max'].flatMap((what) =>
      ['dbl1', 'flt1'].map((column) => ({ function: what, column, as: `${what}_${column}` })),
    )
    for (const groupBy of [[], ['grp1']]) {
      const { names, outputs } = await runTable(aggregateNode, tables, { table: odd }, { groupBy, measures })
      const made = quoteIdentifier(tableName((outputs.table as { table: TableRef }).table.id))
      const texts = names.map(
        (column) => sql`CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${quoteIdentifier(column)}`,
      )
      const [row] = await tables.rows(sql`SELECT ${texts} FROM ${made}`)
      const extremes = { min_dbl1: '-inf', max_dbl1: 'inf' }
      expect(row).toEqual({ ...Object.fromEntries(names.map((column) => [column, 'nan'])), ...extremes })
    }
  })

  it('rejects invalid aggregations, with the column', async () => {
    const refused = (settings: unknown) => findRejection(aggregateNode, tables, { table: sales }, settings)
    expect(await refused({ measures: [{ function: 'sum', column: 'city' }] })).toMatchObject({
      message: 'Column `city` has the type text, but sum requires numbers.',
      where: { setting: 'measures', column: 'city' },
    })
    expect(await refused({ groupBy: ['town'] })).toMatchObject({ code: 'table.missing-column' })
    expect(await refused({ measures: [] })).toMatchObject({ code: 'aggregate.nothing-selected' })
    const twice = [
      { function: 'count', as: 'n' },
      { function: 'sum', column: 'num1', as: 'N' },
    ]
    expect(await refused({ measures: twice })).toMatchObject({ code: 'table.duplicate-name' })
  })
})

describe('join', () => {
  const orders = () =>
    createTable(
      tables,
      'id BIGINT, who BIGINT, num1 INTEGER',
      '(1, 10, 5), (2, 11, 6), (3, NULL, 7), (4, 10, 8), (5, 99, 9)',
    )
  const people = () =>
    createTable(tables, 'id INTEGER, txt1 VARCHAR', `(10, 'Ann'), (11, 'Bob'), (12, 'Cid'), (NULL, 'Nix'), (11, 'Ben')`)
  const run = async (kind: string, settings: object = { keys: [{ left: 'who', right: 'id' }] }) =>
    runTable(joinNode, tables, { left: await orders(), right: await people() }, { kind, ...settings })

  it('keeps the rows of its join type, in order', async () => {
    const pairs = async (kind: string) => (await run(kind)).rows.table!.map((row) => [row[0], row.at(-1)])
    expect(await pairs('inner')).toEqual([
      [1, 'Ann'],
      [2, 'Bob'],
      [2, 'Ben'],
      [4, 'Ann'],
    ])
    expect(await pairs('left')).toEqual([
      [1, 'Ann'],
      [2, 'Bob'],
      [2, 'Ben'],
      [3, null],
      [4, 'Ann'],
      [5, null],
    ])
    expect(await pairs('right')).toEqual([
      [1, 'Ann'],
      [4, 'Ann'],
      [2, 'Bob'],
      [null, 'Cid'],
      [null, 'Nix'],
      [2, 'Ben'],
    ])
    expect(await pairs('full')).toEqual([
      [1, 'Ann'],
      [2, 'Bob'],
      [2, 'Ben'],
      [3, null],
      [4, 'Ann'],
      [5, null],
      [null, 'Cid'],
      [null, 'Nix'],
    ])
    expect((await run('semi')).rows.table!.map(([id]) => id)).toEqual([1, 2, 4])
    expect((await run('anti')).rows.table!.map(([id]) => id)).toEqual([3, 5])
    expect((await run('cross')).rows.table).toHaveLength(25)
  })

  it('reports empty keys and multiplied rows, and renames columns of both sides', async () => {
    const { codes, report, names, problems } = await run('left')
    expect(names).toEqual(['id', 'who', 'num1', 'id_right', 'txt1'])
    expect(codes).toEqual(['join.empty-keys', 'join.multiplied'])
    expect(problems?.[1]?.message).toBe(
      '5 left and 5 right rows produced 6 rows: 1 keys occur in several right rows, so their left rows are repeated.',
    )
    expect(report).toMatchObject({
      report: { leftEmptyKeys: 1, rightEmptyKeys: 1, rightRepeatedKeys: 1, rowsOut: { table: 6 } },
    })
  })

  it('joins by equal names without keys, as one column', async () => {
    const { names, rows } = await run('full', {})
    expect(names).toEqual(['id', 'who', 'num1', 'txt1'])
    expect(rows.table!.map(([id]) => id)).toEqual([1, 2, 3, 4, 5, 10, 11, 12, null, 11])
  })

  it('rejects missing keys and too many pairs', async () => {
    const inputs = { left: await orders(), right: await people() }
    expect(await findRejection(joinNode, tables, inputs, { keys: [{ left: 'who', right: 'idd' }] })).toMatchObject({
      message: 'Column `idd` is not in the right table (available: `id` and `txt1`).',
      hint: 'Did you mean `id`?',
    })
    const huge = (ref: TableRef) => ({ ...ref, rows: 20_000 })
    await expect(
      runTable(joinNode, tables, { left: huge(inputs.left), right: huge(inputs.right) }, { kind: 'cross' }),
    ).rejects.toMatchObject({ problem: { code: 'join.too-large' } })
  })
})

describe('union', () => {
  const one = () => createTable(tables, 'num1 INTEGER, txt1 VARCHAR', `(1, 'a'), (2, 'b')`)
  const two = () => createTable(tables, 'TXT1 VARCHAR, num1 DECIMAL(9,2), day1 DATE', `('c', 3.25, '2026-01-01')`)

  it('combines columns by name, widened and filled', async () => {
    const inputs = { in1: await one(), in2: await two() }
    const { rows, names, codes } = await runTable(unionNode, tables, inputs, { source: 'from' })
    expect(names).toEqual(['num1', 'txt1', 'day1', 'from'])
    expect(rows.table).toEqual([
      ['1.00', 'a', null, 1],
      ['2.00', 'b', null, 1],
      ['3.25', 'c', '2026-01-01', 2],
    ])
    expect(codes).toEqual(['union.widened'])
    const common = await runTable(unionNode, tables, inputs, { columns: 'common' })
    expect(common.names).toEqual(['num1', 'txt1'])
  })

  it('combines columns by position', async () => {
    const { rows } = await runTable(unionNode, tables, { in1: await one(), in2: await two() }, { by: 'position' })
    expect(rows.table).toEqual([
      ['1', 'a', null],
      ['2', 'b', null],
      ['c', '3.25', '2026-01-01'],
    ])
  })
})

describe('pivot and unpivot', () => {
  it('make columns from listed or found values', async () => {
    const settings = { rows: ['city'], column: 'year', function: 'sum', value: 'num1' }
    const found = await runTable(pivotNode, tables, { table: sales }, settings, { isLate: true })
    expect(found.names).toEqual(['city', '2025', '2026'])
    expect(found.rows.table).toEqual([
      ['Oslo', 1, null],
      ['Bonn', 7, null],
      [null, null, 7],
    ])
    const named = { ...settings, values: ['2026'], prefix: 'y', function: 'list' }
    expect((await runTable(pivotNode, tables, { table: sales }, named)).rows.table).toEqual([
      ['Oslo', null],
      ['Bonn', null],
      [null, '[7]'],
    ])
    for (const fn of ['mean', 'stddev', 'median', 'first', 'join', 'count']) {
      await runTable(
        pivotNode,
        tables,
        { table: sales },
        { ...settings, value: 'dbl1', function: fn, values: ['2025'] },
      )
    }
  })

  it('make rows from columns', async () => {
    const wide = await createTable(tables, 'id INTEGER, a INTEGER, b BIGINT', '(1, 10, 20), (2, NULL, 40)')
    const run = (settings: unknown) => runTable(unpivotNode, tables, { table: wide }, settings)
    expect((await run({ keep: ['id'] })).rows.table).toEqual([
      [1, 'a', 10],
      [1, 'b', 20],
      [2, 'a', null],
      [2, 'b', 40],
    ])
    expect((await run({ columns: ['a', 'b'], empty: 'drop' })).rows.table).toHaveLength(3)
    expect((await run({ nameColumn: 'what' })).names).toEqual(['what', 'value'])
    expect(await findRejection(unpivotNode, tables, { table: wide }, { columns: ['a'], keep: ['a'] })).toMatchObject({
      code: 'unpivot.columns',
    })
  })
})

describe('derive_column', () => {
  it('adds a column, or replaces one at its position', async () => {
    const added = await runTable(
      deriveColumnNode,
      tables,
      { table: sales },
      { column: 'twice', expression: 'num1 * 2' },
    )
    expect(added.rows.table!.map((row) => row.at(-1))).toEqual([2, 4, null, 10, 14])
    const replaced = await runTable(
      deriveColumnNode,
      tables,
      { table: sales },
      { column: 'CITY', expression: '$uppercase(city)' },
    )
    expect(replaced.names[0]).toBe('city')
    expect(replaced.codes).toEqual(['derive.replaces'])
  })

  it('rejects expressions without a cell value', async () => {
    const refused = (expression: string) => findRejection(deriveColumnNode, tables, { table: sales }, { expression })
    expect(await refused('[1, 2]')).toMatchObject({ code: 'expression.invalid' })
    expect(await refused('num1 & ')).toMatchObject({ code: 'expression.invalid' })
    expect(await refused('cityy')).toMatchObject({ hint: 'Did you mean `city`?' })
    expect((await refused('city * 2')).message).toContain('`*` needs a number, but got text')
    expect((await refused('$now()')).message).toContain('`$now` is not available in row expressions')
  })
})

describe('rename_and_cast', () => {
  const texts = () =>
    createTable(
      tables,
      'txt1 VARCHAR, dbl1 DOUBLE',
      `('1', 1.0), ('1.5', 2.5), ('x', NULL), (NULL, 3.0), ('2.0', 'inf'::DOUBLE)`,
    )
  const run = async (settings: unknown) => runTable(renameAndCastNode, tables, { table: await texts() }, settings)

  it('renames, casts and counts cells that would lose information', async () => {
    const columns = [
      { column: 'txt1', name: 'n', type: 'BIGINT' },
      { column: 'dbl1', type: 'INTEGER' },
    ]
    const empty = await run({ columns })
    expect(empty.names).toEqual(['n', 'dbl1'])
    expect(empty.rows.table).toEqual([
      [1, 1],
      [null, null],
      [null, null],
      [null, 3],
      [2, null],
    ])
    expect(empty.report).toMatchObject({ report: { 'failed txt1': 2, 'failed dbl1': 2 } })
    expect(empty.codes).toEqual(['cast.failed', 'cast.failed'])
    const kept = await run({ columns, onFailure: 'keep' })
    expect(kept.names).toEqual(['n', 'dbl1', 'n_failed', 'dbl1_failed'])
    expect(kept.rows.table!.map((row) => row[2])).toEqual([null, '1.5', 'x', null, null])
    await expect(run({ columns, onFailure: 'fail' })).rejects.toMatchObject({
      problem: { code: 'cast.failed', message: '2 cells in `txt1` could not be converted.' },
    })
  })

  it('parses dates by a format, and leaves other texts empty', async () => {
    const days = await createTable(
      tables,
      'txt1 VARCHAR',
      `('31.12.2025'), ('2025-12-31'), ('2025-12-31 10:00:00'), ('2025-12-31x')`,
    )
    const cast = async (change: object) =>
      (
        await runTable(renameAndCastNode, tables, { table: days }, { columns: [{ column: 'txt1', ...change }] })
      ).rows.table!.flat()
    expect(await cast({ type: 'DATE', format: '%d.%m.%Y' })).toEqual(['2025-12-31', null, null, null])
    expect(await cast({ type: 'DATE' })).toEqual([null, '2025-12-31', null, null])
    expect(await cast({ type: 'TIMESTAMP' })).toEqual([null, '2025-12-31 00:00:00', '2025-12-31 10:00:00', null])
  })

  it('rejects a reserved column name, also before the run', async () => {
    const change = { columns: [{ column: 'day1', name: 'RowId' }] }
    expect(await findRejection(renameAndCastNode, tables, { table: sales }, change)).toMatchObject({
      code: 'tables.reserved-name',
    })
  })

  it('rejects impossible conversions', async () => {
    const change = { columns: [{ column: 'day1', type: 'DOUBLE' }] }
    expect(await findRejection(renameAndCastNode, tables, { table: sales }, change)).toMatchObject({
      code: 'cast.impossible',
    })
  })
})
