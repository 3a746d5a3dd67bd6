import { englishFormatter } from '@aw-flow/messages/catalogs'
import { quoteIdentifier, sql, tableName, unsafeSql } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { preparationPlanSchema, preparationReportSchema } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { previewPreparation } from '../preview-preparation.ts'
import { listWarningCodes, openPreparationTest } from '../test-preparing.ts'
import { makeMeasuresTable, makeTable } from '../test-table.ts'

const { tables, prepare } = await openPreparationTest()

describe('a saved plan', () => {
  it('reproduces the result for the same table, and reports the differences of a different table', async () => {
    for (const target of ['cosmo-ready', 'ml-ready', 'generic'] as const) {
      const table = await makeMeasuresTable(tables)
      const first = await prepare(table, { target })
      const hash = await tables.contentHash(first.table)
      const saved = preparationPlanSchema.parse(JSON.parse(JSON.stringify(first.report.plan)))
      const again = await prepare(table, { target, plan: saved })
      expect([target, await tables.contentHash(again.table)]).toEqual([target, hash])
      expect(again.report.drift).toBeUndefined()
    }
    const { plan } = (await prepare(await makeMeasuresTable(tables), { target: 'ml-ready' })).report
    const next = await tables.create(
      unsafeSql(
        `SELECT * EXCLUDE (yes) REPLACE (CASE WHEN kind = 'blue' THEN 'green' ELSE kind END AS kind, CAST(one AS DOUBLE) AS one), 1 AS extra FROM "${tableName('measures').replaceAll('"', '""')}"`,
      ),
      { id: 'next' },
    )
    const preview = await previewPreparation({ tables, table: next, plan })
    expect(preview.drift).toMatchObject({
      missing: [{ column: 'yes' }],
      added: ['extra'],
      types: [{ column: 'one', expected: 'BIGINT', found: 'DOUBLE' }],
      values: [{ column: 'kind', values: ['green'] }],
    })
    expect(englishFormatter.renderProblem(preview.problem!).message).toContain('Column `yes` is not in the table')
    await expect(prepare(next, { plan })).rejects.toMatchObject({
      problem: {
        code: 'prepare.plan-does-not-fit',
        params: { reason: { code: 'prepare.reason-missing-columns', params: { columns: ['yes'] } } },
      },
    })
  })

  it('reports numbers out of range, more nulls and new spellings', async () => {
    const made = (id: string, rows: [number | null, string, number][]): Promise<TableRef> =>
      makeTable(tables, id, ['n DOUBLE', 'town VARCHAR', 'k BIGINT'], rows)
    const first = await made(
      'before',
      Array.from({ length: 40 }, (_, index) => [index, index % 2 === 0 ? 'Oslo' : 'OSLO', index % 7]),
    )
    const { plan } = (await prepare(first, { target: 'ml-ready' })).report
    expect(plan.expects).toMatchObject([{ name: 'n', nulls: 0, range: [0, 39] }, { nulls: 0 }, { range: [0, 6] }])
    const merging: PreparationPlan = {
      ...plan,
      operations: [
        { op: 'merge-spellings', column: 'town', groups: [{ to: 'Oslo', from: ['OSLO'] }], reason: 'One town.' },
        ...plan.operations,
      ],
    }
    const next = await made(
      'after',
      Array.from({ length: 40 }, (_, index) => [
        index < 30 ? index + 20 : null,
        ['Oslo', 'oslo ', 'Riga'][index % 3]!,
        index % 5,
      ]),
    )
    const { report } = await prepare(next, { plan: merging })
    expect(report.drift).toMatchObject({
      ranges: [{ column: 'n', expected: [0, 39], found: [20, 49], rows: 10 }],
      nulls: [{ column: 'n', expected: 0, found: 0.25 }],
      spellings: [{ column: 'town', values: ['oslo '], rows: 13 }],
    })
    expect(listWarningCodes(report)).toEqual(
      expect.arrayContaining(['prepare.drift-range', 'prepare.drift-nulls', 'prepare.drift-spellings']),
    )
    expect(preparationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect((await previewPreparation({ tables, table: next, plan: merging })).drift).toEqual(report.drift)
    expect((await prepare(first, { plan: merging })).report.drift).toBeUndefined()
  })

  it('reports times and bucketed numbers out of range', async () => {
    const made = (id: string, days: readonly string[], max: number): Promise<TableRef> =>
      makeTable(
        tables,
        id,
        ['day DATE', 'at TIMESTAMP', 'n DOUBLE'],
        Array.from({ length: 40 }, (_, index) => [
          days[index % days.length]!,
          `2024-0${1 + (index % 9)}-15 12:00:0${index % 9}.125001`,
          (index * max) / 39,
        ]),
      )
    const first = await made('before', ['2024-01-01', '2024-03-05', '2024-12-31'], 10)
    const { plan } = (await prepare(first, { target: 'ml-ready' })).report
    expect(plan.expects?.map(({ moments }) => moments)).toEqual([
      ['2024-01-01', '2024-12-31'],
      ['2024-01-15 12:00:00.125001', '2024-09-15 12:00:08.125001'],
      undefined,
    ])
    const next = await made('after', ['2024-01-01', '2025-02-03'], 20)
    const parted: PreparationPlan = {
      ...plan,
      target: 'generic',
      operations: [
        { op: 'rename', column: 'n', to: 'm', reason: 'A test.' },
        { op: 'bucket', column: 'm', edges: [2, 5], to: 'size', reason: 'Three sizes.' },
      ],
    }
    const partedDrift = (await prepare(next, { plan: parted })).report.drift
    expect(partedDrift).toMatchObject({ ranges: [{ column: 'n', expected: [0, 10], found: [0, 20], rows: 20 }] })
    expect(partedDrift?.moments).toBeUndefined()
    const { report } = await prepare(next, { plan })
    expect(report.drift).toMatchObject({
      ranges: [{ column: 'n' }],
      moments: [
        { column: 'day', expected: ['2024-01-01', '2024-12-31'], found: ['2024-01-01', '2025-02-03'], rows: 20 },
      ],
    })
    expect(report.warnings.map(({ params }) => params)).toContainEqual(
      expect.objectContaining({ column: 'day', min: '2024-01-01', max: '2025-02-03' }),
    )
    expect((await prepare(first, { plan })).report.drift).toBeUndefined()
  })

  it('does not apply notes about its original table to another one', async () => {
    const first = await prepare(await makeMeasuresTable(tables), { target: 'ml-ready' })
    expect(first.report.plan.madeFor).toEqual({ table: 'measures', rows: 12 })
    expect(listWarningCodes(first.report)).toContain('prepare.column-dropped')
    const plan = preparationPlanSchema.parse(JSON.parse(JSON.stringify(first.report.plan)))
    expect(
      listWarningCodes((await prepare(await makeMeasuresTable(tables), { target: 'ml-ready', plan })).report),
    ).toContain('prepare.column-dropped')
    const next = await tables.create(sql`SELECT * FROM ${quoteIdentifier(tableName('measures'))} LIMIT 5`, {
      id: 'next-month',
    })
    const { report } = await prepare(next, { target: 'ml-ready', plan })
    expect(listWarningCodes(report)).toContain('prepare.plan-for-other-table')
    expect(listWarningCodes(report)).not.toContain('prepare.column-dropped')
    expect(report.plan.madeFor).toEqual({ table: 'measures', rows: 12 })
    expect(report.warnings.find(({ code }) => code === 'prepare.plan-for-other-table')?.params).toEqual({ rows: 12 })
  })

  it('counts the losses of a different table, without the reasons of the original one', async () => {
    const rows = 'SELECT i AS num1, CASE WHEN i < 3 THEN NULL ELSE i END AS num2 FROM range(40) t(i)'
    const plan: PreparationPlan = {
      target: 'generic',
      operations: [{ op: 'drop-null-rows', columns: ['num2'], reason: '3 of 40 rows have no `num2`.' }],
      notes: [],
    }
    const lost = async (made: PreparationPlan, id: string, limit: number): Promise<string[]> => {
      const table = await tables.create(unsafeSql(`${rows} LIMIT ${limit}`), { id })
      const { report } = await prepare(table, { plan: made })
      return report.warnings.flatMap((problem) =>
        problem.code === 'prepare.rows-dropped' ? [englishFormatter.renderProblem(problem).message] : [],
      )
    }
    const losses = await lost(plan, 'gaps', 40)
    expect(losses).toEqual(['3 of 40 rows were dropped. 3 of 40 rows have no `num2`. First rows: 1, 2, and 3.'])
    const saved: PreparationPlan = { ...plan, madeFor: { table: 'gaps', rows: 40 } }
    expect(await lost(saved, 'gaps', 40)).toEqual(losses)
    const [next] = await lost(saved, 'gaps-next-month', 20)
    expect(next).toMatch(/^3 of 20 rows were dropped\. .*num2.*\. First rows: 1, 2, and 3\.$/)
    expect(next).not.toContain('40')
  })

  it('does not miss one-hot columns whose names differ only in case', async () => {
    const table = await makeTable(tables, 'colors', ['kind VARCHAR'], [['Red'], ['red']])
    const plan: PreparationPlan = {
      target: 'generic',
      notes: [],
      operations: [
        { op: 'encode', column: 'kind', how: 'one-hot', values: ['Red', 'red'], to: 'kind', reason: 'Categories.' },
        { op: 'drop-column', column: 'kind=red (2)', reason: 'Not needed.' },
      ],
    }
    const { table: prepared, report } = await prepare(table, { plan })
    expect(report.drift).toBeUndefined()
    expect(prepared.columns.map(({ name }) => name)).toEqual(['kind', 'kind=Red'])
  })

  it('skips rejected operations', async () => {
    const plan: PreparationPlan = {
      target: 'generic',
      operations: [
        { op: 'drop-column', column: 'code', reason: 'a test', state: 'rejected' },
        { op: 'drop-column', column: 'kind', reason: 'a test', state: 'approved' },
      ],
      notes: [],
    }
    const { table, report } = await prepare(await makeMeasuresTable(tables), { plan })
    expect(table.columns.map((column) => column.name)).toContain('code')
    expect(report.applied.map(({ operation }) => operation.state)).toEqual(['approved'])
  })
})
