import { applyEdit, createEmptyWorkflow, type Edit, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { compareWorkflows } from './changes.ts'
import { createNode } from '../../../test/create-node.ts'

const node = (id: string, config = {}): Workflow['nodes'][number] => createNode(id, 'table', config)
const inner: Workflow = { ...createEmptyWorkflow('inner'), nodes: [node('x')] }
const base: Workflow = {
  ...createEmptyWorkflow('Base'),
  nodes: [node('a', { path: 'a.csv', deep: { y: 1 } }), node('b'), node('c', { document: inner as never })],
  edges: [
    { id: 'ab', source: 'a', target: 'b' },
    { id: 'bc', source: 'b', target: 'c' },
  ],
  notes: [{ id: 'n', text: 'Note', position: { x: 0, y: 0 }, size: { width: 100, height: 100 } }],
}
const changes = (...edits: Edit[]) => compareWorkflows(base, applyEdit(base, { type: 'batch', edits }).workflow)
const summarize = (...edits: Edit[]) => changes(...edits).map(({ kind, subject, id }) => `${kind} ${subject} ${id}`)

describe('compareWorkflows', () => {
  it('reports changed settings by path, with old and new values', () => {
    expect(
      changes(
        { type: 'set-config', id: 'a', path: ['deep', 'y'], value: 2 },
        { type: 'set-config', id: 'a', path: ['path'] },
        { type: 'set-config', id: 'a', path: ['new'], value: [1] },
      ),
    ).toEqual([
      {
        kind: 'changed',
        subject: 'node',
        id: 'a',
        innerChanges: [],
        details: [
          { path: ['config', 'path'], before: 'a.csv', after: undefined },
          { path: ['config', 'deep', 'y'], before: 1, after: 2 },
          { path: ['config', 'new'], before: undefined, after: [1] },
        ],
      },
    ])
  })

  it('distinguishes a node that was only moved from one that was also changed', () => {
    const move: Edit = { type: 'move-nodes', positions: { a: { x: 5, y: 0 }, b: { x: 1, y: 1 } } }
    expect(summarize(move, { type: 'set-label', id: 'b', label: 'B' })).toEqual(['moved node a', 'changed node b'])
  })

  it('reports added and removed items with the removed nodes’ edges, the workflow first', () => {
    expect(
      summarize(
        { type: 'remove-node', id: 'b' },
        { type: 'add-node', node: node('d') },
        { type: 'add-edge', edge: { id: 'ac', source: 'a', target: 'c' } },
        { type: 'remove-note', id: 'n' },
        { type: 'set-name', name: 'Other' },
        { type: 'set-variable', name: 'rate', value: 2 },
      ),
    ).toEqual([
      'changed workflow ',
      'removed node b',
      'added node d',
      'removed edge ab',
      'removed edge bc',
      'added edge ac',
      'removed note n',
    ])
  })

  it('reports an edge with other ends and a node with another type as changed if their ids are equal', () => {
    const again: Edit[] = [
      { type: 'remove-edge', id: 'ab' },
      { type: 'add-edge', edge: { id: 'ab', source: 'a', target: 'c' } },
      { type: 'replace-node', node: { ...node('b', { by: ['x'] }), type: 'sort' } },
    ]
    expect(summarize(...again)).toEqual(['changed node b', 'changed edge ab'])
    expect(changes(...again)[0]?.details).toEqual([
      { path: ['type'], before: 'table', after: 'sort' },
      { path: ['config', 'by'], before: undefined, after: ['x'] },
    ])
  })

  it('reports changes inside sub-workflows', () => {
    const edit: Edit = { type: 'set-label', id: 'x', label: 'Inner' }
    const [change] = changes({ type: 'edit-inside', id: 'c', setting: 'document', edit })
    expect(change).toMatchObject({
      kind: 'changed',
      id: 'c',
      innerChanges: [{ kind: 'changed', subject: 'node', id: 'x' }],
    })
  })

  it('returns no changes for equal documents', () => {
    expect(compareWorkflows(base, structuredClone(base))).toEqual([])
  })
})
