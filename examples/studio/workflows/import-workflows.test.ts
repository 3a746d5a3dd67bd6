import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { isWorkflowFile } from './import-workflows.ts'

const node = { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { config: {} } }
const n8n = {
  nodes: [{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0] }],
  connections: {},
}

it.each([
  ['report.json', { ...createEmptyWorkflow('Report'), nodes: [node] }, true],
  ['report.aw', { ...createEmptyWorkflow('Report'), nodes: [node] }, true],
  ['n8n.json', n8n, true],
  ['graph.json', { nodes: [{ id: 1, type: 'person' }], edges: [{ source: 1, target: 1 }] }, false],
  ['rows.json', [{ id: 1 }], false],
  ['rows.csv', { nodes: [node], edges: [] }, false],
])('tells workflows from data: %s', async (name, content, isWorkflow) => {
  expect(await isWorkflowFile(new File([JSON.stringify(content)], name))).toBe(isWorkflow)
})

it('takes a damaged file for data, whose reader reports the damage', async () => {
  expect(await isWorkflowFile(new File(['{"nodes": ['], 'broken.json'))).toBe(false)
})
