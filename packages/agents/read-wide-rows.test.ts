import { quoteIdentifier, sql, type Sql, type Tables } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { check, prepare } from './agents.ts'
import { readWideRows } from './read-wide-rows.ts'
import { openTestTables } from '../../test/open-tables.ts'

const tables = await openTestTables()

it('returns the rows of many cells, read by several statements with few expressions each', async () => {
  const statements: Sql[] = []
  const countingTables: Tables = {
    ...tables,
    rows: (select, options) => {
      statements.push(select)
      return tables.rows(select, options)
    },
  }
  const cells = Array.from({ length: 45 }, (_, index) => sql`a + ${index} AS ${quoteIdentifier(`n${index}`)}`)
  const rows = await readWideRows(countingTables, cells, sql`(VALUES (10), (20)) AS t(a) ORDER BY a`)
  expect(rows).toEqual(
    [10, 20].map((a) => Object.fromEntries(cells.map((_, index) => [`n${index}`, a + index] as const))),
  )
  expect(statements.length).toBe(3)
  expect(await readWideRows(tables, [], sql`t`)).toEqual([])
})

it.each(['check', 'prepare'])('refuses tables with more columns than it can analyze: %s', async (step) => {
  const cells = Array.from({ length: 1_001 }, (_, index) => sql`${index} AS ${quoteIdentifier(`c${index}`)}`)
  const table = await tables.create(sql`SELECT ${cells}`, { id: 'wide' })
  await expect(
    step === 'check' ? check(table, { tables }) : prepare(table, { tables, target: 'ml-ready', label: 'c0' }),
  ).rejects.toMatchObject({ problem: { code: 'tables.too-wide', params: { columns: 1_001, max: 1_000 } } })
})
