import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { NodeError } from '@aw-flow/node-kit'
import { describeNode, openTestTables, runNode } from '@aw-flow/node-kit/testing'
import { rankNode } from './rank.ts'

const { tables, createTable, readRows, close } = await openTestTables()
after(close)

const orders = await createTable([
  { order: 'a', amount: 5 },
  { order: 'b', amount: 12 },
  { order: 'c', amount: null },
])

test('ranks the rows, the largest value first and nulls last', async () => {
  const { outputs } = await runNode(rankNode, { tables, settings: { by: 'amount' }, inputs: { table: orders } })
  const ranks = (await readRows(outputs['table'])).map((row) => row['rank'])
  assert.deepEqual(ranks.map(Number), [2, 1, 3])
})

test('fails with a problem if the column is missing', async () => {
  const run = runNode(rankNode, { tables, settings: { by: 'price' }, inputs: { table: orders } })
  await assert.rejects(run, (cause) => cause instanceof NodeError && cause.problem.code === 'rank.no-column')
})

test('describes its output before a run', () => {
  const { outputs, problems } = describeNode(rankNode, {
    settings: { by: 'amount', as: 'place' },
    inputs: { table: { type: 'table', columns: [{ name: 'amount', type: 'DOUBLE' }] } },
  })
  assert.deepEqual(problems, [])
  assert.deepEqual(
    outputs['table']?.columns?.map((column) => column.name),
    ['amount', 'place'],
  )
})
