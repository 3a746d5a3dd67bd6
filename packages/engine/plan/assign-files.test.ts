import { renderMessages, getSentence } from '../../../test/render-messages.ts'
import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from '../node/catalog.ts'
import { defineNode } from '../node/define-node.ts'
import { findFileReaders, assignFiles } from './assign-files.ts'
import { createNode } from '../../../test/create-node.ts'

const type = (name: string, input: 'file' | 'table', output: 'file' | 'table', settings = z.strictObject({})) =>
  defineNode({
    type: name,
    version: 1,
    family: 'tables',
    title: name,
    description: name,
    icon: 'file',
    inputs: [{ name: 'in', type: input }],
    outputs: [{ name: 'out', type: output }],
    settings,
    describe: () => ({ outputs: {}, summary: '' }),
    run: async () => ({ outputs: {} }),
  })

const catalog = createCatalog([
  type('load', 'file', 'table'),
  type('choose', 'file', 'table', z.strictObject({ from: z.string().default('').meta({ format: 'dataset' }) })),
  type('unzip', 'file', 'file'),
  type('sort', 'table', 'table'),
  defineNode({
    type: 'sub',
    version: 1,
    family: 'logic',
    title: 'sub',
    description: 'sub',
    icon: 'workflow',
    inputs: [],
    outputs: [{ name: 'out', type: 'table' }],
    control: 'sub-workflow',
    settings: z.strictObject({ name: z.string().default(''), document: z.unknown().optional() }),
    subWorkflow: ({ name, document }) => (name === '' ? { document } : { name }),
    describe: () => ({ outputs: {}, summary: '' }),
    run: async () => ({ outputs: {} }),
  }),
])
const file = (dataset: string) => ({ kind: 'file', dataset, name: `${dataset}.csv` }) as const

const workflow = (nodes: Record<string, string>, edges: [string, string][] = []): Workflow => ({
  ...createEmptyWorkflow('W'),
  nodes: Object.entries(nodes).map(([id, type]) => createNode(id, type)),
  edges: edges.map(([source, target], index) => ({ id: `e${index}`, source, target })),
})

describe('assignFiles', () => {
  test('passes one file to all nodes that read a file from outside', () => {
    const two = workflow({ a: 'load', b: 'load', c: 'sort', z: 'unzip' }, [
      ['a', 'c'],
      ['z', 'b'],
    ])
    expect(assignFiles(two, catalog, { defaultFile: file('1') })).toEqual({
      inputs: { a: { in: file('1') }, z: { in: file('1') } },
      problems: [],
    })
  })

  test('a file for one node takes precedence over the one for all', () => {
    const two = workflow({ a: 'load', b: 'load' })
    const { inputs } = assignFiles(two, catalog, { defaultFile: file('1'), byNode: { b: file('2') } })
    expect(inputs).toEqual({ a: { in: file('1') }, b: { in: file('2') } })
  })

  test('reports files that no node reads', () => {
    const one = workflow({ c: 'sort' })
    const { inputs, problems } = assignFiles(one, catalog, {
      defaultFile: file('1'),
      byNode: { c: file('2'), x: file('3') },
    })
    expect(inputs).toEqual({})
    expect(problems.map(getSentence)).toEqual([
      'Node "c" does not read a file from outside the workflow.',
      'The workflow has no node "x" that reads a file.',
      'No node in "W" reads a file from outside the workflow.',
    ])
  })

  test('[E80] passes files into nested workflows, by name or inline, if no input provides them', () => {
    const inner = workflow({ load: 'load', choose: 'choose', fed: 'load' })
    inner.ports = {
      inputs: [{ name: 'file', type: 'file', to: [{ node: 'fed', port: 'in' }] }],
      outputs: [],
    } as NonNullable<Workflow['ports']>
    const middle = workflow({ deep: 'sub' })
    middle.nodes[0]!.data.config = { name: 'Inner' }
    const outer = workflow({ own: 'load', sub: 'sub' })
    outer.nodes[1]!.data.config = { document: JSON.parse(JSON.stringify(middle)) as never }
    const workflows = { Inner: inner }
    expect([...findFileReaders(outer, catalog, workflows)]).toEqual([
      ['own', 'in'],
      ['sub/deep', 'file'],
      ['sub/deep/load', 'in'],
      ['sub/deep/choose', 'in'],
    ])
    const byNode = { own: file('1'), 'sub/deep/load': file('2'), 'sub/deep/none': file('3') }
    const { inputs, problems } = assignFiles(outer, catalog, { byNode }, workflows)
    expect(inputs).toEqual({ own: { in: file('1') }, 'sub/deep/load': { in: file('2') } })
    expect(renderMessages(problems)).toMatchObject([
      { code: 'run.no-file-input', message: 'The workflow has no node "sub/deep/none" that reads a file.' },
      {
        code: 'run.no-file',
        where: { node: 'sub' },
        message: expect.stringContaining('In "sub": In "deep": "choose"'),
      },
    ])
  })

  test('visits a workflow that refers to itself once', () => {
    const inner = workflow({ load: 'load', again: 'sub' })
    inner.nodes[1]!.data.config = { name: 'Inner' }
    const readers = findFileReaders(inner, catalog, { Inner: inner })
    expect([...readers.keys()]).toEqual(['load', 'again/load'])
  })

  test('reports nodes without a file', () => {
    const two = workflow({ a: 'choose', b: 'choose' })
    two.nodes[1]!.data.config = { from: 'something' }
    expect(assignFiles(two, catalog, {})).toMatchObject({
      inputs: {},
      problems: [{ code: 'run.no-file', where: { node: 'a', setting: 'from' } }],
    })
    expect(assignFiles(two, catalog, { defaultFile: file('1') }).problems).toEqual([])
  })
})
