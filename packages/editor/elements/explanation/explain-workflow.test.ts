import { loadLazyTexts } from '../../language/languages.ts'
import { readWorkflow, type NodeType, type WorkflowDescription } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { explainWorkflow } from './explain-workflow.ts'
import { explanationStrings } from './explanation-strings.ts'

const table = (name: string, label?: string) => ({ name, type: 'table', ...(label === undefined ? {} : { label }) })
const types = new Map(
  [
    { type: 'schedule', title: 'Schedule', family: 'triggers', outputs: [{ name: 'out', type: 'control' }] },
    { type: 'loading', title: 'Load', family: 'data-agents', outputs: [table('table')] },
    {
      type: 'validation',
      title: 'Validate',
      family: 'data-agents',
      outputs: [table('table'), table('bad', 'Invalid rows')],
    },
    { type: 'join', title: 'Join', family: 'tables', outputs: [table('table')] },
    { type: 'aggregate', title: 'Aggregate', family: 'tables', outputs: [table('table')] },
    { type: 'export', title: 'Export', family: 'views', outputs: [] },
  ].map((type) => [type.type, { description: `${type.title}.`, inputs: [], ...type } as unknown as NodeType]),
)
const node = (id: string, type: string, x: number, more: object = {}) => ({
  id,
  type,
  position: { x, y: 0 },
  data: { label: types.get(type)!.title, config: {} },
  ...more,
})
const edge = (source: string, target: string, sourceHandle = 'table') => ({
  id: `${source}-${target}`,
  source,
  sourceHandle,
  target,
})
const { workflow, problems } = readWorkflow({
  version: 1,
  name: 'x',
  nodes: [
    node('result', 'export', 900),
    node('rejected', 'export', 900),
    node('sum', 'aggregate', 700, { mode: 'disabled' }),
    node('join', 'join', 500),
    node('check', 'validation', 300),
    node('orders', 'loading', 100),
    node('customers', 'loading', 150),
    node('monday', 'schedule', 0),
  ],
  edges: [
    edge('monday', 'orders', 'out'),
    edge('orders', 'check'),
    edge('check', 'join'),
    edge('customers', 'join'),
    edge('join', 'sum'),
    edge('sum', 'result'),
    edge('check', 'rejected', 'bad'),
  ],
})
const describeNode = (summary: string, columns: string[] = []) => ({
  summary,
  problems: [],
  inputs: { table: { type: 'table', columns: columns.map((name) => ({ name, type: 'VARCHAR' })) } },
  outputs: {},
})
const description = {
  nodes: {
    monday: describeNode('Every Monday at 8:00\nUTC'),
    orders: describeNode('orders.csv · detected automatically'),
    customers: describeNode('customers.csv'),
    check: describeNode('`amount` > 0'),
    join: describeNode('customer = id'),
    sum: describeNode('sum of amount for each country'),
    result: describeNode('result.xlsx', [...'abcdefghij']),
    rejected: describeNode('rejected.csv'),
  },
  problems: [{ severity: 'error' }, { severity: 'warning' }],
} as unknown as WorkflowDescription
const options = {
  types,
  description,
  strings: explanationStrings,
  getLabel: ({ data }: { data: { label: string } }) => data.label,
  renderText: String,
}

it('lists what is read, each step with its settings and its sources, and the results', () => {
  expect(problems).toEqual([])
  expect(explainWorkflow(workflow!, options)).toEqual({
    name: 'orders: sum of amount for each country',
    description: `Starts: Every Monday at 8:00, UTC

Reads:
1. Load: orders.csv · detected automatically
2. Load: customers.csv

Steps:
3. Validate: amount > 0 (from step 1)
4. Join: customer = id (from step 2 and step 3)
5. Aggregate: sum of amount for each country; turned off

Results:
6. Export: result.xlsx
   Columns: a, b, c, d, e, f, g, h and 2 more
7. Export: rejected.csv (from “Invalid rows” of step 3)

1 problem must be fixed before the workflow can run.`,
  })
})

it('explains in German, and in a cycle lists each node once', async () => {
  const german = await loadLazyTexts('de', 'explanation', explanationStrings)
  const loop = { ...workflow!, edges: [...workflow!.edges, edge('sum', 'check')] }
  const { description: text } = explainWorkflow(loop, { ...options, strings: german })
  expect(text).toContain('Liest:\n1. Load: orders.csv')
  expect(text).toContain('(aus „Invalid rows“ von Schritt 3)')
  expect(text.match(/^\d+\./gm)).toHaveLength(7)
})

it('names a workflow without a result in words by its main steps', () => {
  const { sum: _sum, ...others } = description.nodes
  const edited = { ...workflow!, nodes: workflow!.nodes.filter(({ type }) => type !== 'aggregate') }
  expect(explainWorkflow(edited, { ...options, description: { ...description, nodes: others } }).name).toBe(
    'orders: Validate, Join and Export',
  )
  expect(explainWorkflow({ ...workflow!, nodes: [], edges: [] }, { ...options, description: undefined })).toEqual({
    name: '',
    description: '',
  })
})
