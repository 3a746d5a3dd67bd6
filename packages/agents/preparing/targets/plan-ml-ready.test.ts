import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import { preparationPlanSchema } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { listWarningCodes, openPreparationTest } from '../test-preparing.ts'
import { makeMeasuresTable, makeTable, readRows } from '../test-table.ts'

const { tables, prepare } = await openPreparationTest()

describe('ml-ready', () => {
  it('rejects a table without useful columns, with a reason for each', async () => {
    const table = await makeTable(
      tables,
      'nothing',
      ['id BIGINT', 'same VARCHAR', 'none VARCHAR'],
      [
        [1, 'a', null],
        [2, 'a', null],
        [3, 'a', null],
      ],
    )
    const dropped = (column: string, code: string) => ({ params: { column, reason: { code } } })
    await expect(prepare(table, { target: 'ml-ready' })).rejects.toMatchObject({
      problem: {
        code: 'prepare.no-plan',
        params: {
          reason: {
            code: 'prepare.nothing-to-learn',
            params: {
              columns: [
                dropped('id', 'prepare.reason-row-number'),
                dropped('same', 'prepare.reason-constant'),
                dropped('none', 'prepare.reason-no-values'),
              ],
            },
          },
        },
      },
    })
  })

  it('encodes columns and values with the names of properties, NUL characters and very long texts', async () => {
    const values = ['constructor', '__proto__', 'a\0b', 'x'.repeat(5_000)]
    const rows = Array.from({ length: 12 }, (_, row) => [
      values[row % 4]!,
      values[row % 3]!,
      row % 5 === 0 ? null : row ** 2,
    ])
    const columns = ['constructor VARCHAR', 'toString VARCHAR', '__proto__ DOUBLE']
    const table = await makeTable(tables, 'properties', columns, rows)
    const { table: made, report } = await prepare(table, { target: 'ml-ready' })
    expect(preparationPlanSchema.parse(report.plan)).toEqual(report.plan)
    expect(report.validation.valid).toBe(true)
    const names = made.columns.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['constructor=ab', 'toString=__proto__', '__proto__']))
    expect(Math.max(...names.map((name) => name.length))).toBe(900)
  })

  it('scales a range that exceeds a DOUBLE', async () => {
    const table = await makeTable(tables, 'far', ['x DOUBLE'], [[1e308], [-1e308], [5e307], [0]])
    const { table: made, report } = await prepare(table, { target: 'ml-ready' })
    expect(report.validation.valid).toBe(true)
    expect(await readRows(tables, made)).toEqual([[1], [-1], [0.5], [0]])
  })

  it('makes numbers without nulls, and reports dropped columns and label leaks', async () => {
    const { table, report } = await prepare(await makeMeasuresTable(tables), { target: 'ml-ready', label: 'yes' })
    expect(report.validation.valid).toBe(true)
    expect(report.rowsOut).toBe(12)
    const columns = table.columns.map((column) => column.name)
    expect(columns).not.toContain('code')
    expect(columns).not.toContain('one')
    expect(columns).toEqual(
      expect.arrayContaining([
        'num1',
        'num1 missing',
        'num2 missing',
        'kind=blue',
        'kind=Red',
        'kind=red (2)',
        'when1 seconds',
      ]),
    )
    const [row] = await tables.rows(
      sql`SELECT min(num1) AS a, max(num1) AS b, sum(${quoteIdentifier('num1 missing')}) AS c FROM ${quoteIdentifier(tableName('prepared'))}`,
    )
    expect(row).toEqual({ a: 0, b: 1, c: 1 })
    const leaking = await makeTable(
      tables,
      'leaking',
      ['town VARCHAR', 'country VARCHAR', 'twin VARCHAR'],
      Array.from({ length: 12 }, (_, index) => [
        ['Oslo', 'Riga', 'Rome'][index % 3]!,
        ['NO', 'LV', 'IT'][index % 3]!,
        ['Oslo', 'Riga', 'Rome'][index % 3]!,
      ]),
    )
    expect(listWarningCodes((await prepare(leaking, { target: 'ml-ready', label: 'country' })).report)).toEqual(
      expect.arrayContaining(['prepare.leak', 'prepare.duplicate-column']),
    )
  })
})
