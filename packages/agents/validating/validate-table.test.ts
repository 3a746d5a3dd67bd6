import { message } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import type { TableSchema } from '@aw-flow/schema'
import { validationReportSchema, type RuleResult } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { makeTable } from '../preparing/test-table.ts'
import { parseTableSchema } from './parse-table-schema.ts'
import { validateTable } from './validate-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

type Cell = null | boolean | number | string
const check = async (columns: string[], rows: Cell[][], schema: unknown) => {
  const table = await makeTable(tables, 'in', columns, rows)
  const parsed = parseTableSchema(schema).schema as TableSchema
  const report = await validateTable({ tables, table, schema: parsed })
  expect(validationReportSchema.parse(report)).toEqual(report)
  return report
}
const singleCell = (value: Cell): Cell[] => [value]
/** Returns the result of one rule on a column `c`. */
const rule = async (type: string, cells: Cell[], options: Record<string, unknown>): Promise<RuleResult> => {
  const report = await check([`c ${type}`], cells.map(singleCell), { columns: [{ name: 'c', ...options }] })
  return report.rules.at(-1) as RuleResult
}

describe('validateTable', () => {
  it.each<[string, string, Cell[], Record<string, unknown>, number, number[]]>([
    ['nullable', 'BIGINT', [1, null, 3], { nullable: false }, 1, [2]],
    ['unique', 'VARCHAR', ['a', 'b', 'a', null, null], { unique: true }, 2, [1, 3]],
    ['min', 'DOUBLE', [1, 5, -2, null], { min: 0 }, 1, [3]],
    ['min', 'VARCHAR', ['1', 'five', null], { min: 0 }, 1, [2]],
    ['max', 'BIGINT', [1, 5, 7], { max: 5 }, 1, [3]],
    ['minLength', 'VARCHAR', ['a', 'abc', null], { minLength: 2 }, 1, [1]],
    ['maxLength', 'VARCHAR', ['a', 'abc'], { maxLength: 2 }, 1, [2]],
    ['pattern', 'VARCHAR', ['AB-1', 'x', 'AB-12x', null], { pattern: '[A-Z]+-\\d+' }, 2, [2, 3]],
    ['enum', 'VARCHAR', ['red', 'blue', 'rot', null], { enum: ['red', 'blue'] }, 1, [3]],
    ['enum', 'DOUBLE', [1, 2.5, 3], { enum: [1, 2.5] }, 1, [3]],
    ['finite', 'DOUBLE', [1, Infinity, Number.NaN, null], { finite: true }, 2, [2, 3]],
    ['sequence', 'BIGINT', [0, 1, 1, 5, null], { sequence: true }, 3, [2, 3, 4, 5]],
    ['notConstant', 'BIGINT', [7, 7, 7], { notConstant: true }, 3, [1, 2, 3]],
    ['notCopyOf', 'DOUBLE', [7, 7.5, 9], { notCopyOf: ['c'] }, 3, [1, 2, 3]],
    ['maxDistinct', 'VARCHAR', ['a', 'b', 'c'], { maxDistinct: 2 }, 3, [1, 2, 3]],
    ['type', 'VARCHAR', ['1', 'x', '3', null], { type: 'number' }, 1, [2]],
    ['type', 'VARCHAR', ['1', '2'], { type: 'number' }, 2, [1, 2]],
    ['type', 'DOUBLE', [1, 2.5, Infinity], { type: 'integer' }, 2, [2, 3]],
    ['type', 'BIGINT', [1, 2], { type: 'text' }, 2, [1, 2]],
    ['type', 'VARCHAR', ['2024-01-31', 'soon'], { type: 'date' }, 1, [2]],
    ['type', 'VARCHAR', ['true', 'maybe'], { type: 'boolean' }, 1, [2]],
    ['type', 'VARCHAR', ['10:15', 'noon'], { type: 'time' }, 1, [2]],
  ])('counts the rows that fail `%s` on %s %j', async (code, type, cells, options, failing, rows) => {
    const result = await rule(type, cells, options)
    expect(result).toMatchObject({ code, column: 'c', valid: false, failing, checked: cells.length })
    expect(result.sample.map(({ row }) => row)).toEqual(rows)
    expect(result.message).toMatchObject({ params: { column: 'c', failing, rows: cells.length } })
  })

  it.each<[string, string, Cell[], Record<string, unknown>]>([
    ['nullable', 'BIGINT', [1, 2], { nullable: false }],
    ['unique', 'BIGINT', [1, 2, null, null], { unique: true }],
    ['sequence', 'BIGINT', [2, 0, 1], { sequence: true }],
    ['notConstant', 'BIGINT', [1, 2], { notConstant: true }],
    ['notCopyOf', 'BIGINT', [1, 2], { notCopyOf: ['c'] }],
    ['notCopyOf', 'BIGINT', [1, 2, 3], { notCopyOf: ['gone'] }],
    ['enum', 'BOOLEAN', [true, false], { enum: [true, false] }],
    ['type', 'BIGINT', [1], { type: 'number' }],
    ['type', 'DOUBLE', [1, 2, null], { type: 'integer' }],
    ['type', 'DATE', ['2024-01-31'], { type: 'date' }],
    ['type', 'VARCHAR', ['x'], { type: 'text' }],
  ])('passes `%s` on %s %j', async (code, type, cells, options) => {
    expect(await rule(type, cells, options)).toMatchObject({ code, valid: true, failing: 0, sample: [] })
  })

  it('counts exactly over many rows and shows the first five', async () => {
    const cells = Array.from({ length: 1000 }, (_, index) => (index % 3 === 0 ? null : index))
    expect(await rule('BIGINT', cells, { nullable: false })).toMatchObject({
      failing: 334,
      sample: [{ row: 1 }, { row: 4 }, { row: 7 }, { row: 10 }, { row: 13 }],
    })
  })

  it('reports a missing column as a failed rule with the existing columns', async () => {
    const report = await check(['id BIGINT', 'name VARCHAR'], [[1, 'a']], { columns: ['id', 'nme'] })
    expect(report.valid).toBe(false)
    expect(report.rules.map(({ code, valid }) => [code, valid])).toEqual([
      ['column', true],
      ['column', false],
    ])
    expect(report.rules[1]?.message).toEqual(
      message('validate.column-missing', { column: 'nme', columns: ['id', 'name'] }),
    )
  })

  it('validates the table: strict, minimum and maximum number of rows', async () => {
    const report = await check(['a BIGINT', 'b BIGINT'], [[1, 2]], {
      columns: ['a'],
      strict: true,
      minRows: 2,
      maxRows: 0,
    })
    expect(report.rules.filter(({ valid }) => !valid).map(({ code }) => code)).toEqual(['minRows', 'maxRows', 'strict'])
  })

  it('reports a table without rows', async () => {
    const silent = await check(['a BIGINT'], [], { columns: [{ name: 'a', unique: true }] })
    expect(silent).toMatchObject({ valid: true, rows: 0 })
    expect(silent.rules[0]?.message).toEqual(message('validate.no-rows', {}))
    const options = await check(['a BIGINT'], [], { columns: ['a'], minRows: 1 })
    expect(options).toMatchObject({ valid: false })
    expect(options.rules[0]?.message).toEqual(message('validate.row-count', { rows: 0 }))
  })

  it('rejects an invalid pattern', async () => {
    // A schema that was not parsed by `parseTableSchema`.
    const table = await makeTable(tables, 'in', ['c VARCHAR'], [['a']])
    const schema: TableSchema = { columns: [{ name: 'c', pattern: '(?=x)' }] }
    const error = await validateTable({ tables, table, schema }).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(NodeError)
    expect((error as NodeError).problem).toMatchObject({
      code: 'validate.pattern',
      where: { column: 'c', setting: 'schema' },
    })
  })

  it('accepts any column name', async () => {
    const report = await check(['a "b" BIGINT'], [[1]], { columns: [{ name: 'a "b"', type: 'integer', unique: true }] })
    expect(report.valid).toBe(true)
  })
})
