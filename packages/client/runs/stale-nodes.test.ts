import { applyEdit, createEmptyWorkflow, type Edit, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createStaleNodeFinder } from './stale-nodes.ts'
import { createNode } from '../../../test/create-node.ts'

const node = (id: string) => createNode(id, 'filter', { a: 1, b: 2 })
const ran: Workflow = {
  ...createEmptyWorkflow(),
  nodes: ['load', 'left', 'right', 'end', 'alone'].map(node),
  edges: [
    { id: '1', source: 'load', target: 'left' },
    { id: '2', source: 'load', target: 'right' },
    { id: '3', source: 'left', target: 'end', targetHandle: 'a' },
    { id: '4', source: 'right', target: 'end', targetHandle: 'b' },
  ],
}
const after = (...edits: Edit[]): string[] => {
  const { workflow, problems } = applyEdit(ran, { type: 'batch', edits })
  expect(problems).toEqual([])
  // The workflow of a run was sent through the worker: it shares no objects with the document.
  return [...createStaleNodeFinder()(workflow, structuredClone(ran))].sort()
}

describe('createStaleNodeFinder', () => {
  it('finds no nodes without a run or without changes', () => {
    expect([...createStaleNodeFinder()(ran, undefined)]).toEqual([])
    expect(after()).toEqual([])
  })

  it('ignores labels, positions, names, new nodes, the order of settings and the ids of edges', () => {
    expect(
      after(
        { type: 'set-label', id: 'load', label: 'Other' },
        { type: 'move-nodes', positions: { load: { x: 9, y: 9 } } },
        { type: 'set-name', name: 'Other' },
        { type: 'add-node', node: node('new') },
        { type: 'replace-config', id: 'left', config: { b: 2, a: 1 } },
        { type: 'remove-edge', id: '1' },
        { type: 'add-edge', edge: { id: 'again', source: 'load', target: 'left' } },
      ),
    ).toEqual([])
  })

  it('finds a node with changed settings, and all nodes after it', () => {
    expect(after({ type: 'set-config', id: 'left', path: ['a'], value: 3 })).toEqual(['end', 'left'])
    expect(after({ type: 'set-config', id: 'load', path: ['a'] })).toEqual(['end', 'left', 'load', 'right'])
  })

  it('finds a node with another mode (also of its group), join or error handling, and all nodes if variables differ', () => {
    expect(after({ type: 'set-option', id: 'left', option: 'mode', options: { mode: 'bypassed' } })).toEqual([
      'end',
      'left',
    ])
    expect(after({ type: 'set-option', id: 'end', option: 'join', options: { join: 'any' } })).toEqual(['end'])
    expect(after({ type: 'set-option', id: 'alone', option: 'onError', options: { onError: 'branch' } })).toEqual([
      'alone',
    ])
    expect(after({ type: 'set-option', id: 'alone', option: 'onError', options: { onError: 'stop' } })).toEqual([])
    expect(after({ type: 'set-option', id: 'alone', option: 'retry', options: { retry: { count: 1 } } })).toEqual([])
    const group = { id: 'g', label: '', nodes: ['alone'], mode: 'disabled' as const }
    expect(after({ type: 'add-group', group })).toEqual(['alone'])
    expect(after({ type: 'set-variable', name: 'n', value: 1 })).toHaveLength(5)
  })

  it('finds a node with another type or version', () => {
    const replaced = (change: object): Edit[] => [
      { type: 'remove-node', id: 'alone' },
      { type: 'add-node', node: { ...node('alone'), ...change } },
    ]
    expect(after(...replaced({}))).toEqual([])
    expect(after(...replaced({ type: 'sort' }))).toEqual(['alone'])
    expect(after(...replaced({ typeVersion: 2 }))).toEqual(['alone'])
  })

  it('finds nodes whose incoming edges or their handles have changed', () => {
    expect(after({ type: 'remove-edge', id: '2' })).toEqual(['end', 'right'])
    expect(after({ type: 'remove-node', id: 'left' })).toEqual(['end'])
    expect(
      after(
        { type: 'remove-edge', id: '3' },
        { type: 'add-edge', edge: { id: '3', source: 'left', target: 'end', targetHandle: 'c' } },
      ),
    ).toEqual(['end'])
    expect(
      after(
        { type: 'add-node', node: node('new') },
        { type: 'add-edge', edge: { id: '5', source: 'new', target: 'alone' } },
      ),
    ).toEqual(['alone'])
  })

  it('terminates on a cycle', () => {
    expect(after({ type: 'add-edge', edge: { id: '5', source: 'end', target: 'load' } })).toHaveLength(4)
  })

  it('returns the same set while its members are the same', () => {
    const staleNodes = createStaleNodeFinder()
    const changed = applyEdit(ran, { type: 'set-config', id: 'left', path: ['a'], value: 3 }).workflow
    const first = staleNodes(changed, ran)
    const more = applyEdit(changed, { type: 'set-config', id: 'left', path: ['a'], value: 4 }).workflow
    expect(staleNodes(more, ran)).toBe(first)
    expect([...staleNodes(ran, ran)]).toEqual([])
    expect([...first].sort()).toEqual(['end', 'left'])
  })
})
