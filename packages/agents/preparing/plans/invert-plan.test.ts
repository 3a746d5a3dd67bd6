import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { preparationPlanSchema } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { openPreparationTest } from '../test-preparing.ts'
import { makeMeasuresTable, makeTable } from '../test-table.ts'

const { tables, prepare } = await openPreparationTest()

describe('the inverse of an ml-ready plan', () => {
  const textsOf = async ({ id, columns }: TableRef, wanted: readonly string[]): Promise<unknown[][]> => {
    const cells = wanted.map((column) =>
      columns.find(({ name: own }) => own === column)?.type === 'DOUBLE'
        ? sql`CAST(round(${quoteIdentifier(column)}, 9) AS VARCHAR) AS ${quoteIdentifier(column)}`
        : sql`CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${quoteIdentifier(column)}`,
    )
    return (await tables.rows(sql`SELECT ${cells} FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)).map(
      Object.values,
    )
  }

  it('restores scaled, encoded, converted and filled cells with their types and order', async () => {
    const table = await makeTable(
      tables,
      'there',
      [
        'kind VARCHAR',
        'town VARCHAR',
        'num1 DOUBLE',
        'int1 BIGINT',
        'small1 INTEGER',
        'day1 DATE',
        'when1 TIMESTAMP',
        'yes1 BOOLEAN',
        'number VARCHAR',
      ],
      Array.from({ length: 60 }, (_, index) => [
        index % 5 === 4 ? null : ['red', 'Red', 'blue 1'][index % 3]!,
        index % 11 === 4 ? null : `town ${index % 29}`,
        index % 7 === 3 ? null : Math.round(index * 1234.567) / 1000,
        index % 4 === 1 ? null : index * index - 50,
        (index * 7) % 31,
        index % 6 === 2 ? null : `20${20 + (index % 5)}-0${1 + (index % 9)}-1${index % 9}`,
        `2024-03-0${1 + (index % 9)} 12:0${index % 10}:30.${index % 10}25`,
        index % 9 === 5 ? null : index % 2 === 0,
        ['1', '02', '3'][index % 3]!,
      ]),
    )
    const { table: made, report } = await prepare(table, { target: 'ml-ready' })
    expect(report.validation.valid).toBe(true)
    const inverse = preparationPlanSchema.parse(JSON.parse(JSON.stringify(report.inverse)))
    const back = await prepare(made, { target: 'generic', plan: inverse, id: 'back' })
    expect(inverse.notes).toEqual([])
    expect(back.table.columns).toEqual(table.columns)
    const wanted = table.columns.map((column) => column.name)
    expect(await textsOf(back.table, wanted)).toEqual(await textsOf(table, wanted))
  })

  it('reports what cannot be restored, and reads the predictions of a model', async () => {
    const { report } = await prepare(await makeMeasuresTable(tables), { target: 'ml-ready', label: 'kind' })
    const { inverse } = report
    expect(inverse!.notes.map(({ code, params }) => ({ code, params }))).toEqual(
      expect.arrayContaining([
        { code: 'prepare.not-restored.column', params: { column: 'code' } },
        { code: 'prepare.not-restored.column', params: { column: 'one' } },
        { code: 'prepare.not-restored', params: { op: 'drop-null-rows' } },
      ]),
    )
    const predicted = await makeTable(
      tables,
      'predicted',
      [...report.columnsOut.map((column) => `${column.name} ${column.type}`), 'score DOUBLE'],
      [0, 2].map((label) => [
        ...report.columnsOut.map((column) => (column.name === 'kind number' ? label : 0)),
        0.5 + label / 10,
      ]),
    )
    await prepare(predicted, { target: 'generic', plan: inverse!, id: 'back' })
    const rows = await tables.rows(
      sql`SELECT kind, num3, yes, score FROM ${quoteIdentifier(tableName('back'))} ORDER BY rowid`,
    )
    expect(rows).toEqual([
      { kind: 'Red', num3: 0, yes: false, score: 0.5 },
      { kind: 'red', num3: 0, yes: false, score: 0.7 },
    ])
  })
})
