import { createBuiltInCatalog } from '@aw-flow/nodes'
import { describeWorkflow } from '@aw-flow/engine'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deriveFields, workflowToJson, workflowToWire } from './workflow.ts'

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../examples/workflows', name), 'utf8'))

const catalog = createBuiltInCatalog()

test.each([
  ['a chain, with its steps', example('cosmo-ready.json')],
  ['one that cannot run, with its problems', { nodes: [{ id: 'n1', type: 'missing_type', position: { x: 0, y: 0 }, data: { label: '\u2028', config: {} } }] }], // oxfmt-ignore
  ['one of nothing', {}],
])('written from the text of its document it is the same: %s', (_, given) => {
  const { workflow } = readWorkflow({ version: 1, name: 'A "name"', nodes: [], edges: [], ...(given as object) })
  const stored = {
    id: 'an "id"',
    workflow: workflow as Workflow,
    revision: 3,
    createdAt: '2026-11-20T00:00:00.000Z',
    updatedAt: '2026-11-21T00:00:00.000Z',
  }
  const description = describeWorkflow(stored.workflow, { catalog, context: { preview: () => undefined }, workflows: {} }) // oxfmt-ignore
  const text = workflowToJson(stored, JSON.stringify(stored.workflow), deriveFields(stored.workflow, description))
  expect(text).toBe(JSON.stringify(workflowToWire(stored, description)))
})
