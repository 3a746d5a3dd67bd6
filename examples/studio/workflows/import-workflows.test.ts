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
  ['pasted.csv', n8n, true],
  [
    'flow.json',
    { nodes: [{ id: '1', position: { x: 0, y: 0 }, data: { label: 'A' } }], edges: [], viewport: {} },
    true,
  ],
  ['comfy.json', { last_node_id: 1, nodes: [{ id: 1, type: 'KSampler', pos: [0, 0] }], links: [] }, true],
  ['comfy-prompt.json', { 3: { class_type: 'KSampler', inputs: { seed: 1 } } }, true],
  ['comfy-request.json', { prompt: { 3: { class_type: 'KSampler', inputs: {} } }, client_id: 'a' }, true],
  ['rows-by-id.json', { 3: { class_type: 'KSampler' }, 4: { name: 'a' } }, false],
  ['graph.json', { nodes: [{ id: 1, type: 'person' }], edges: [{ source: 1, target: 1 }] }, false],
  ['links.json', { nodes: [{ id: 1, group: 2, x: 0, y: 0 }], links: [{ source: 1, target: 1 }] }, false],
  ['rows.json', [{ id: 1 }], false],
  ['rows.csv', { nodes: [node], edges: [] }, false],
])('tells workflows from data: %s', async (name, content, isWorkflow) => {
  expect(await isWorkflowFile(new File([JSON.stringify(content)], name))).toBe(isWorkflow)
})

it('takes a damaged file for data, whose reader reports the damage', async () => {
  expect(await isWorkflowFile(new File(['{"nodes": ['], 'broken.json'))).toBe(false)
})

it('recognizes pasted YAML and Python, whose name says nothing', async () => {
  const yaml = 'id: hello\nnamespace: company\ntasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Log\n'
  const python = 'from airflow import DAG\nwith DAG("a") as dag:\n    pass\n'
  for (const text of [yaml, python]) expect(await isWorkflowFile(new File([text], 'pasted.csv'))).toBe(true)
  expect(await isWorkflowFile(new File(['id: 1\nname: x\n'], 'pasted.csv'))).toBe(false)
})
