import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeType, WorkflowNode } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { findInputNodes } from '../run/input-nodes.ts'
import { assignUrl, parseWorkflowFile } from './assign-files.ts'
import { createNode } from '../../../../test/create-node.ts'

const type = (name: string, properties: Record<string, unknown>): NodeType => ({
  type: name,
  version: 1,
  family: 'data-agents',
  title: name,
  description: '',
  icon: 'box',
  inputs: [],
  outputs: [],
  settings: { type: 'object', properties },
  defaults: {},
})
const load = type('load', {
  dataset: { type: 'string', format: 'dataset' },
  from: { type: 'string', format: 'address' },
})
const node = (id: string, config: WorkflowNode['data']['config'] = {}): WorkflowNode =>
  createNode(id, 'load', config, { label: '' })

/** A session with these nodes, and the edits applied to it. */
const sessionOf = (nodes: WorkflowNode[], catalog = [load]): { session: WorkflowSession; edits: Edit[] } => {
  const edits: Edit[] = []
  const session = {
    engine: { catalog },
    document: {
      current: { version: 1, name: 'x', status: 'draft', tags: [], settings: {}, nodes, edges: [] },
      apply: (edit: Edit) => {
        edits.push(edit)
        return []
      },
    },
  }
  return { session: session as unknown as WorkflowSession, edits }
}
const at = { url: 'https://a.example/x.csv', position: { x: 5, y: 6 }, newId: () => 'fresh', occupiedRects: [] }

describe('a dropped or pasted URL', () => {
  it('is assigned to the node that it was dropped on', () => {
    const { session, edits } = sessionOf([node('a'), node('b')])
    expect(assignUrl({ ...at, session, types: session.engine.catalog, target: 'b' })).toBe('b')
    expect(edits).toEqual([{ type: 'set-config', id: 'b', path: ['from'], value: at.url }])
  })
  it('adds a node elsewhere, which needs no file', () => {
    const { session, edits } = sessionOf([node('a')])
    expect(assignUrl({ ...at, session, types: session.engine.catalog, target: undefined })).toBe('fresh')
    expect(edits).toMatchObject([
      { type: 'add-node', node: { id: 'fresh', type: 'load', data: { config: { from: at.url } } } },
    ])
    const [edit] = edits
    const added = edit?.type === 'add-node' ? edit.node : node('none')
    expect(
      findInputNodes(sessionOf([node('a'), added, node('c', { dataset: 'd' })]).session).map(({ id }) => id),
    ).toEqual(['a'])
  })
  it('adds a node below those that are where it was dropped', () => {
    const { session, edits } = sessionOf([node('a'), node('b')])
    const occupied = [
      { x: 100, y: 0, width: 240, height: 96 },
      { x: 0, y: 128, width: 240, height: 96 },
      { x: 300, y: 0, width: 240, height: 900 },
    ]
    assignUrl({ ...at, session, types: session.engine.catalog, target: undefined, occupiedRects: occupied })
    expect(edits).toMatchObject([{ type: 'add-node', node: { position: { x: 5 } } }])
    const [edit] = edits
    const y = edit?.type === 'add-node' ? edit.node.position.y : 0
    expect(y).toBeGreaterThanOrEqual(128 + 96)
    expect(y).toBeLessThan(128 + 96 + 32)
  })
  it('is ignored if no node type loads from URLs', () => {
    const { session, edits } = sessionOf([], [type('other', {})])
    expect(assignUrl({ ...at, session, types: session.engine.catalog, target: undefined })).toBeUndefined()
    expect(edits).toEqual([])
  })
})

describe('a file of JSON or YAML', () => {
  const read = (name: string, text: string) => parseWorkflowFile(new File([text], name))
  it.each([
    ['w.json', '{"nodes": []}', { nodes: [] }],
    ['w.JSON', '\uFEFF{"nodes": []}', { nodes: [] }],
    ['w.yaml', 'nodes: []', { nodes: [] }],
    ['w.yml', 'steps: [{ id: a }]', { steps: [{ id: 'a' }] }],
  ])('%s holds a workflow', async (name, text, workflow) => {
    expect(await read(name, text)).toEqual({ workflow })
  })
  it.each([
    ['table.csv', 'nodes: []'],
    ['list.json', '[{"nodes": 1}]'],
    ['steps.json', '{"steps": 100, "day": "Monday"}'],
    ['list.yaml', '- nodes'],
    ['empty.yaml', ''],
    ['large.json', `{"nodes": "${'x'.repeat(4_000_000)}"}`],
  ])('%s is data', async (name, text) => {
    expect(await read(name, text)).toBeUndefined()
  })
  it('that cannot be parsed names the place', async () => {
    const fault = async (file: ReturnType<typeof read>) => englishFormatter.format((await file)?.reason ?? '')
    expect(await fault(read('w.json', '{\n"nodes": x}'))).toContain('line 2')
    expect(await fault(read('w.yaml', 'nodes:\n- ['))).toContain('line 2')
  })
})

describe('pasted JSON', () => {
  const parsePasted = (content: unknown) => parseWorkflowFile(new File([JSON.stringify(content)], 'pasted.txt'))
  it('with nodes is a workflow, also of React Flow and litegraph', async () => {
    const reactFlow = { nodes: [{ id: '1', position: { x: 0, y: 0 }, data: { label: 'A' } }], edges: [], viewport: {} }
    const litegraph = { last_node_id: 1, nodes: [{ id: 1, type: 'KSampler', pos: [0, 0] }], links: [] }
    for (const workflow of [reactFlow, litegraph]) expect(await parsePasted(workflow)).toEqual({ workflow })
  })
  it('without nodes is data', async () => {
    expect(await parsePasted([{ id: 1 }])).toBeUndefined()
  })
})
