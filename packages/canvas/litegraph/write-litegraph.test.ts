import { createEmptyWorkflow, readWorkflow, type NodeType, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { convertToLitegraph } from './write-litegraph.ts'
import { createNode } from '../../../test/create-node.ts'

const port = (name: string): NodeType['inputs'][number] => ({ name, type: 'table' })
const type = (name: string, inputs: string[], outputs: string[]): NodeType => ({
  type: name,
  version: 1,
  family: 'tables',
  title: name,
  description: name,
  icon: 'box',
  inputs: inputs.map(port),
  outputs: outputs.map(port),
  settings: { type: 'object', properties: {} },
  defaults: {},
})
const types = new Map(
  [type('load', [], ['table']), type('join', ['left', 'right'], ['table'])].map((one) => [one.type, one]),
)

const workflow: Workflow = {
  ...createEmptyWorkflow('Two sources'),
  nodes: [
    {
      id: 'a',
      type: 'load',
      typeVersion: 1,
      position: { x: 0, y: 10 },
      data: { label: 'A', config: { dataset: 'd' } },
    },
    {
      id: 'b',
      type: 'load',
      typeVersion: 1,
      position: { x: 0, y: 200 },
      data: { label: 'B', config: {} },
      mode: 'disabled',
    },
    {
      id: 'c',
      type: 'join',
      typeVersion: 1,
      position: { x: 320, y: 100 },
      data: { label: 'C', config: { on: ['id'] } },
    },
  ],
  edges: [
    { id: 'e1', source: 'a', sourceHandle: 'table', target: 'c', targetHandle: 'left' },
    { id: 'e2', source: 'b', sourceHandle: 'table', target: 'c', targetHandle: 'right' },
  ],
  notes: [
    { id: 'n', text: 'Note', position: { x: 5, y: 400 }, size: { width: 200, height: 100 } },
    { id: 'f', text: 'Frame', position: { x: -20, y: -20 }, size: { width: 300, height: 400 }, frame: true },
  ],
}

describe('litegraph.js files', () => {
  it('are read back as the same nodes, settings, edges, notes and frames', () => {
    const { workflow: read, problems } = readWorkflow(JSON.stringify(convertToLitegraph(workflow, types)))
    expect(problems).toEqual([])
    expect(read?.name).toBe('Two sources')
    expect(read?.nodes).toEqual(workflow.nodes)
    expect(read?.edges.map(({ id: _id, ...edge }) => edge)).toEqual(workflow.edges.map(({ id: _id, ...edge }) => edge))
    expect(read?.notes?.map(({ id: _id, ...note }) => note)).toEqual(
      workflow.notes?.map(({ id: _id, ...note }) => note),
    )
  })

  it('contain links as litegraph.js saves them, with both ends naming the link', () => {
    const { links, nodes } = convertToLitegraph(workflow, types)
    expect(links).toEqual([
      [1, 1, 0, 3, 0, 'table'],
      [2, 2, 0, 3, 1, 'table'],
    ])
    expect(nodes[2]?.inputs.map(({ link }) => link)).toEqual([1, 2])
    expect(nodes[0]?.outputs.map((output) => output.links)).toEqual([[1]])
  })

  it('contain each link once if nodes of unknown types have thousands of handles', () => {
    const edges = Array.from({ length: 20_000 }, (_, index) => ({
      id: `e${index}`,
      source: 'a',
      sourceHandle: `out ${index}`,
      target: 'b',
      targetHandle: `in ${index}`,
    }))
    const nodes = ['a', 'b'].map((id) => createNode(id, 'unknown'))
    const { links, nodes: written } = convertToLitegraph({ ...createEmptyWorkflow('Wide'), nodes, edges }, types)
    expect(links.at(-1)).toEqual([20_000, 1, 19_999, 2, 19_999, '*'])
    expect(written[0]?.outputs.map((output) => output.links)).toEqual(edges.map((_, index) => [index + 1]))
    expect(written[1]?.inputs.map(({ link }) => link)).toEqual(edges.map((_, index) => index + 1))
  })

  it('of ComfyUI are opened: a saved graph, one with links as objects, and a prompt of its API', () => {
    const nodes = [
      {
        id: 4,
        type: 'CheckpointLoaderSimple',
        pos: { 0: 26, 1: 474 },
        outputs: [{ name: 'MODEL', type: 'MODEL' }],
        widgets_values: ['v1.ckpt'],
      },
      {
        id: 3,
        type: 'KSampler',
        pos: [863, 186],
        mode: 4,
        inputs: [{ name: 'model', type: 'MODEL', link: 1 }],
        properties: {},
      },
    ]
    const rest = {
      last_node_id: 4,
      last_link_id: 1,
      groups: [{ title: 'Load', bounding: [0, 0, 400, 300] }],
      version: 0.4,
    }
    for (const links of [
      [[1, 4, 0, 3, 0, 'MODEL']],
      [{ id: 1, origin_id: 4, origin_slot: 0, target_id: 3, target_slot: 0 }],
    ]) {
      const { workflow: read, problems } = readWorkflow({ nodes, links, ...rest })
      expect(problems).toEqual([])
      expect(read?.nodes.map(({ id, type: name, position, mode }) => [id, name, position, mode])).toEqual([
        ['4', 'CheckpointLoaderSimple', { x: 26, y: 474 }, undefined],
        ['3', 'KSampler', { x: 863, y: 186 }, 'bypassed'],
      ])
      expect(read?.nodes[0]?.data.config).toEqual({ widgets_values: ['v1.ckpt'] })
      expect(read?.edges).toEqual([
        { id: 'edge-1', source: '4', sourceHandle: 'MODEL', target: '3', targetHandle: 'model' },
      ])
      expect(read?.notes).toMatchObject([{ text: 'Load', frame: true, size: { width: 400, height: 300 } }])
    }
    const prompt = readWorkflow({
      '3': { class_type: 'KSampler', inputs: { seed: 5, model: ['4', 0] }, _meta: { title: 'Sample' } },
      '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'v1.ckpt' } },
    })
    expect(prompt.problems).toEqual([])
    expect(prompt.workflow?.edges).toEqual([{ id: 'edge-3-model', source: '4', target: '3', targetHandle: 'model' }])
    expect(prompt.workflow?.nodes[0]?.data).toEqual({ label: 'Sample', config: { seed: 5 } })
  })
})
