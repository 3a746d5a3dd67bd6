import { openDuckDb } from '@aw-flow/data/node'
import { sql, type Tables } from '@aw-flow/engine'
import { preparationPlanSchema } from '@aw-flow/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { preparingNode } from './preparing.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

const input = async (rows: number) => ({
  table: {
    kind: 'table' as const,
    table: await tables.create(
      sql`SELECT i + 1 AS id, i * 1.5::DOUBLE AS lon, i * 0.5::DOUBLE AS lat FROM range(${rows}) AS r(i)`,
      { id: 'in' },
    ),
  },
})

it('prepares the table and hands on the plan', async () => {
  const { outputs, report, problems } = await runNode(preparingNode, { tables, inputs: await input(4), key: 'out' })
  const { table, plan } = outputs
  expect(table?.kind === 'table' && table.table).toMatchObject({ id: 'out', rows: 4 })
  expect(plan?.kind === 'json' && preparationPlanSchema.parse(plan.json).roles).toMatchObject({
    id: 'id',
    index: 'index',
    x: 'x',
    y: 'y',
  })
  expect(report).toMatchObject({ kind: 'prepare', report: { rowsIn: 4, rowsOut: 4 } })
  expect(problems?.every(({ where }) => where?.node === 'here')).toBe(true)
})

it('says that a table has no rows', async () => {
  await expect(runNode(preparingNode, { tables, inputs: await input(0) })).rejects.toMatchObject({
    kind: 'validation',
    problem: { code: 'prepare.no-rows', where: { node: 'here' } },
  })
})

it('says that it has no table', async () => {
  await expect(runNode(preparingNode, { tables })).rejects.toMatchObject({
    problem: { code: 'node.no-table', where: { port: 'table' } },
  })
})

it('tells before a run what is sure of the columns', () => {
  const columns = [
    { name: 'Name', type: 'VARCHAR' },
    { name: 'ID', type: 'BIGINT' },
  ]
  expect(describeNode(preparingNode, { inputs: { table: { type: 'table', columns } } }).outputs.table?.columns).toEqual(
    [
      { name: 'ID', type: 'VARCHAR' },
      { name: 'index', type: 'BIGINT' },
      { name: 'Name', type: 'VARCHAR' },
    ],
  )
  expect(describeNode(preparingNode, { inputs: { table: { type: 'table' } } }).outputs.table?.columns).toBeUndefined()
})
