import type { Tables } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { graphNode } from './graph.ts'
import { createColumns } from '../../../test/columns.ts'

const columns = createColumns('from VARCHAR, to VARCHAR')
const links = { kind: 'table' as const, table: { id: 'l', columns, rows: 3 } }

it('passes its inputs on', async () => {
  const { outputs } = await runNode(graphNode, { tables: {} as Tables, inputs: { links } })
  expect(outputs).toEqual({ links })
})

it('rejects missing inputs, before and in a run', async () => {
  expect(describeNode(graphNode).problems).toMatchObject([{ code: 'graph.no-table', severity: 'error' }])
  await expect(async () => runNode(graphNode, { tables: {} as Tables })).rejects.toMatchObject({
    problem: { code: 'graph.no-table', where: { node: 'here' } },
  })
})

it('describes what it shows, and missing columns', () => {
  const points = {
    type: 'table' as const,
    columns: createColumns('id VARCHAR, group VARCHAR'),
  }
  const inputs = { links: { type: 'table' as const, columns }, points }
  expect(describeNode(graphNode, { inputs })).toMatchObject({
    summary: 'Links from from to to, points by id, colored by group',
    problems: [],
  })
  expect(describeNode(graphNode, { settings: { color: 'groups' }, inputs }).problems).toMatchObject([
    { code: 'table.missing-column', severity: 'warning', where: { setting: 'color' }, hint: 'Did you mean `group`?' },
  ])
})
