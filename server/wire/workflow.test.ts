import { createBuiltInCatalog } from '@aw-flow/nodes'
import { describeWorkflow } from '@aw-flow/engine'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderResponse } from './render-response.ts'
import { deriveFields, workflowToJson } from './workflow.ts'

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../examples/workflows', name), 'utf8'))

const catalog = createBuiltInCatalog()

test.each([
  ['an example', example('cosmo-ready.json')],
  ['one that cannot run, with its problems', { nodes: [{ id: 'n1', type: 'missing_type', position: { x: 0, y: 0 }, data: { label: '\u2028', config: {} } }] }], // oxfmt-ignore
  ['one of nothing', {}],
])('the response contains the document and what is derived from it: %s', (_, given) => {
  const { workflow } = readWorkflow({ version: 1, name: 'A "name"', nodes: [], edges: [], ...(given as object) })
  const stored = {
    id: 'an "id"',
    workflow: workflow as Workflow,
    revision: 3,
    version: 2,
    latestVersion: 4,
    versionLabel: '1.0 "beta"',
    createdBy: 'a "user"',
    isPublic: true,
    createdAt: '2026-11-20T00:00:00.000Z',
    updatedAt: '2026-11-21T00:00:00.000Z',
  }
  const description = describeWorkflow(stored.workflow, { catalog, context: { findPreview: () => undefined }, workflows: {} }) // oxfmt-ignore
  const text = workflowToJson(stored, JSON.stringify(stored.workflow), deriveFields(stored.workflow, description))
  const { steps, ...answer } = JSON.parse(text) as Record<string, unknown>
  expect(answer).toEqual({
    id: 'an "id"',
    ...stored.workflow,
    format_version: stored.workflow.version,
    version: 4,
    connections: stored.workflow.edges,
    number: 2,
    version_label: '1.0 "beta"',
    parent_workflow_id: null,
    created_by: 'a "user"',
    is_public: true,
    ready: description.ready,
    problems: renderResponse(description.problems),
    created_at: stored.createdAt,
    updated_at: stored.updatedAt,
  })
  expect(steps).toBeUndefined()
})

test('the response of a chain of data agents contains its steps', () => {
  const chain = ['loading', 'preparing', 'validation']
  const { workflow } = readWorkflow({
    version: 1,
    name: 'Chain',
    nodes: chain.map((type, index) => ({
      id: type,
      type,
      position: { x: 0, y: 0 },
      data: { label: type, config: { index } },
    })),
    edges: [
      { id: 'e2', source: 'preparing', target: 'validation' },
      { id: 'e1', source: 'loading', target: 'preparing' },
      { id: 'e3', source: 'preparing', target: 'validation', sourceHandle: 'plan', targetHandle: 'plan' },
    ],
  })
  const { steps } = deriveFields(workflow!, { nodes: {}, problems: [], ready: true })
  expect(JSON.parse(steps!)).toEqual(chain.map((type, index) => ({ id: type, name: type, type, config: { index } })))
})
