import { createEmptyRunView, createEmptyWorkflow, type Dataset, type NodeRun, type Workflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { canvasStrings } from './canvas-strings.ts'
import { addEarlierLoadSummaries } from './load-summary.ts'
import { createNode } from '../../../test/create-node.ts'

const node = (id: string, config = {}): Workflow['nodes'][number] => createNode(id, 'loading', config)
const loaded = (id: string): NodeRun => ({
  node: id,
  state: 'completed',
  attempt: 1,
  outputs: {},
  retries: 0,
  problems: [],
  rows: 2,
  report: { kind: 'load', report: { file: `${id}.csv`, rejects: 0 } },
})

it('summarizes the nodes that an earlier page has loaded with the same settings', () => {
  const workflow = {
    ...createEmptyWorkflow('Loads'),
    nodes: [node('same'), node('changed', { sheet: 2 }), node('added')],
  }
  const ran = { ...workflow, nodes: [node('same'), node('changed')] }
  const nodes = { same: loaded('same'), changed: loaded('changed') }
  const previous = { ...createEmptyRunView('run-0'), state: 'completed' as const, workflow: ran, nodes }
  const detected = { inputs: {}, outputs: {}, problems: [], summary: 'detected' }
  const description = { nodes: { same: detected, changed: detected, added: detected }, problems: [], ready: true }
  const summaries = Object.values(
    addEarlierLoadSummaries(description, workflow, previous, [], canvasStrings)?.nodes ?? {},
  )
  expect(summaries.map(({ summary }) => summary)).toEqual(['same.csv · 2 rows', 'detected', 'detected'])
  expect(addEarlierLoadSummaries(description, workflow, undefined, [], canvasStrings)).toBe(description)
})

it('does not name a file that was deleted and must be chosen again', () => {
  const workflow = { ...createEmptyWorkflow('Loads'), nodes: [node('sales')] }
  const id = 'a'.repeat(64)
  const file = { kind: 'file' as const, dataset: id, name: 'sales.csv' }
  const run = {
    ...createEmptyRunView('run-0'),
    state: 'completed' as const,
    workflow,
    nodes: { sales: loaded('sales') },
  }
  const previous = { ...run, inputs: { sales: { file } } }
  const detected = { inputs: {}, outputs: {}, problems: [], summary: 'detected' }
  const description = { nodes: { sales: detected }, problems: [], ready: true }
  const summarize = (datasets: readonly Dataset[]): unknown =>
    addEarlierLoadSummaries(description, workflow, previous, datasets, canvasStrings)?.nodes.sales?.summary
  expect(summarize([{ id, name: 'sales.csv', size: 9, createdAt: '2026-01-01T00:00:00Z' }])).toBe('sales.csv · 2 rows')
  expect(summarize([])).toBe('detected')
})
