import type { Tables } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { chartNode } from './chart.ts'
import { createColumns } from '../../../test/columns.ts'

const columns = createColumns('day1 DATE, num1 DOUBLE, txt1 VARCHAR')
const inputs = { table: { type: 'table' as const, columns } }

it('passes its table on', async () => {
  const table = { kind: 'table' as const, table: { id: 't', columns, rows: 3 } }
  const { outputs } = await runNode(chartNode, { tables: {} as Tables, inputs: { table } })
  expect(outputs).toEqual({ table })
})

it.each([
  [{}, 'Line chart of num1 over day1'],
  [{ x: 'txt1' }, 'Bar chart of txt1'],
  [{ x: 'num1' }, 'Histogram of num1'],
  [{ x: 'txt1', y: 'num1', facet: 'txt1' }, 'Bar chart of num1 over txt1, by txt1'],
  [{ mark: 'heat-map', x: 'txt1', y: 'num1' }, 'Heat map of num1 over txt1'],
])('describes its content with %j', (settings, summary) => {
  expect(describeNode(chartNode, { settings, inputs })).toMatchObject({
    summary,
    outputs: { table: { columns } },
    problems: [],
  })
})

it('warns about missing columns and continues', () => {
  const { problems } = describeNode(chartNode, { settings: { mark: 'bar', x: 'txt2' }, inputs })
  expect(problems).toMatchObject([
    { code: 'table.missing-column', severity: 'warning', where: { setting: 'x' }, hint: 'Did you mean `txt1`?' },
  ])
  expect(describeNode(chartNode).summary).toBe('Best matching chart')
})
