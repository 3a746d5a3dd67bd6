import { expect, it } from 'vitest'
import type { Tables } from '@aw-flow/engine'
import { describeNode, runNode } from '../test-node.ts'
import { tableNode } from './table.ts'

const columns = [{ name: 'a', type: 'BIGINT' }]

it('passes its table on', async () => {
  const table = { kind: 'table' as const, table: { id: 't', columns, rows: 3 } }
  const { outputs } = await runNode(tableNode, { tables: {} as Tables, inputs: { table } })
  expect(outputs).toEqual({ table })
})

it('describes what it shows', () => {
  expect(describeNode(tableNode, { inputs: { table: { type: 'table', columns } } })).toMatchObject({
    summary: 'Shows 1 column',
    outputs: { table: { columns } },
  })
  expect(describeNode(tableNode, { inputs: { table: { type: 'table', columns, more: true } } }).summary).toBe(
    'Shows at least 1 column',
  )
  expect(describeNode(tableNode).summary).toBe('Shows the table')
})
