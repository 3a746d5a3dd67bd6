import { applyEdit, createEmptyWorkflow, type Edit, type Workflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { listProposedChanges, selectAcceptedEdit } from './accepted-edit.ts'

const node = (id: string) => ({ id, type: 'sort', position: { x: 0, y: 0 }, data: { label: id, config: {} } })
const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: 'table',
  target,
  targetHandle: 'table',
})
const workflow: Workflow = { ...createEmptyWorkflow(), nodes: [node('a'), node('b')], edges: [edge('a', 'b')] }
const edit: Edit = {
  type: 'batch',
  edits: [
    { type: 'add-node', node: node('x') },
    { type: 'add-node', node: node('y') },
    { type: 'set-config', id: 'a', path: ['by', '0'], value: 'id' },
    { type: 'remove-edge', id: 'a-b' },
    { type: 'add-edge', edge: edge('a', 'x') },
    { type: 'add-edge', edge: edge('x', 'b') },
    { type: 'add-edge', edge: edge('x', 'y') },
  ],
}
const accept = (rejected: readonly string[]): { nodes: string[]; edges: string[]; config: unknown } => {
  const applied = applyEdit(workflow, selectAcceptedEdit(workflow, edit, new Set(rejected)))
  expect(applied.problems).toEqual([])
  const { nodes, edges } = applied.workflow
  return { nodes: nodes.map(({ id }) => id), edges: edges.map(({ id }) => id), config: nodes[0]!.data.config }
}

it('lists new nodes, changed settings and removed nodes', () => {
  expect(listProposedChanges(workflow, edit).map(({ key }) => key)).toEqual(['added x', 'added y', 'changed a by.0'])
  expect(listProposedChanges(workflow, { type: 'remove-node', id: 'b' })).toEqual([
    { key: 'removed b', kind: 'removed', node: node('b') },
  ])
})

it('applies everything if nothing is rejected', () => {
  expect(accept([])).toEqual({
    nodes: ['a', 'b', 'x', 'y'],
    edges: ['a-x', 'x-b', 'x-y'],
    config: { by: { '0': 'id' } },
  })
})

it('keeps the edge that a rejected node would have replaced, and omits edges to the node', () => {
  expect(accept(['added x'])).toMatchObject({ nodes: ['a', 'b', 'y'], edges: ['a-b'] })
  expect(accept(['added y', 'changed a by.0'])).toEqual({ nodes: ['a', 'b', 'x'], edges: ['a-x', 'x-b'], config: {} })
})
