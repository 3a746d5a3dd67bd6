import { unsafeSql } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { prepareTable } from './prepare-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const prepare = async (select: string) => {
  const table = await tables.create(unsafeSql(select), { id: 'large' })
  return (await prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared' })).report
}

it('plans a large table from a sample as it would from all rows', async () => {
  const report = await prepare(
    `SELECT concat('AB-', CAST(i + 100000 AS VARCHAR), CASE WHEN i = 12345 THEN ' ' ELSE '' END) AS code, i AS nr, i * 1.5 AS lon1, CASE WHEN i = 77 THEN NULL ELSE i / 7.0 END AS lat1, CAST(i % 3 AS VARCHAR) AS kind FROM range(250000) r(i)`,
  )
  expect(report.attempts).toMatchObject([{ success: true }])
  expect(report.plan.roles).toMatchObject({ id: 'id', x: 'x', y: 'y', color: 'kind' })
  expect(report.applied.find(({ operation }) => operation.op === 'trim')).toMatchObject({ cellsChanged: 1 })
  expect(report.rowsOut).toBe(249_999)
  expect(report.plan.operations).not.toContainEqual(expect.objectContaining({ column: 'nr', to: 'x' }))
})

it('profiles all rows if the plan from the sample fails: an id with one duplicate, a category with more values', async () => {
  const report = await prepare(
    `SELECT concat('AB-', CAST(CASE WHEN i = 1 THEN 3 ELSE i END + 100000 AS VARCHAR)) AS code, CASE WHEN i % 5 = 1 THEN CAST(i % 500 AS VARCHAR) ELSE 'a' END AS kind FROM range(250000) r(i)`,
  )
  expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
  expect(report.plan.operations[0]).toMatchObject({ op: 'generate-id' })
  expect(report.plan.roles?.color).not.toBe('kind')
  expect(report.validation.valid).toBe(true)
})
