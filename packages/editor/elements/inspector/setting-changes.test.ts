import { createEmptyWorkflow, type Config, type NodeType, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { findNodeChanges } from './setting-changes.ts'

const type: NodeType = {
  type: 't',
  version: 1,
  family: 'tables',
  title: 'T',
  description: '',
  icon: 'box',
  inputs: [],
  outputs: [],
  settings: {
    properties: {
      how: { enum: ['a', 'b'], default: 'a', title: 'How', labels: { a: 'First', b: 'Second' } },
      count: { type: 'integer', default: 3, title: 'Count' },
      list: { type: 'array', items: { type: 'string' }, default: [] },
    },
  },
  defaults: {},
}
const workflow = (config: Config, sources: readonly string[] = []): Workflow => ({
  ...createEmptyWorkflow(),
  nodes: [{ id: 'n', type: 't', position: { x: 0, y: 0 }, data: { label: 'N', config } }],
  edges: sources.map((source) => ({ id: `${source}-n`, source, target: 'n' })),
})

describe('what has changed since a run', () => {
  it('lists settings with old and new values by their titles, with defaults for unset ones', () => {
    const since = findNodeChanges('n', type, workflow({ how: 'b', count: 3, other: 1 }), workflow({ list: ['x'] }))
    expect(since?.settings).toEqual([
      { name: 'how', title: 'How', oldValue: undefined, before: 'First', after: 'Second' },
      { name: 'list', title: 'List', oldValue: ['x'], before: '["x"]', after: '[]' },
      { name: 'other', title: 'other', oldValue: undefined, before: undefined, after: '1' },
    ])
    expect(since).toMatchObject({ hasEdgeChanges: false, isNew: false })
  })

  it('reports changed connections in any order, and new nodes', () => {
    expect(findNodeChanges('n', type, workflow({}, ['a', 'b']), workflow({}, ['b', 'a']))?.hasEdgeChanges).toBe(false)
    expect(findNodeChanges('n', type, workflow({}, ['a']), workflow({}))?.hasEdgeChanges).toBe(true)
    expect(findNodeChanges('n', type, workflow({}), createEmptyWorkflow())).toMatchObject({ isNew: true, settings: [] })
    expect(findNodeChanges('n', type, workflow({}), undefined)).toBe(undefined)
  })
})
