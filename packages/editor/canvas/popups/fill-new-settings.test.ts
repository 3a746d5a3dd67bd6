import { applyEdit, createEmptyWorkflow, type Config, type Edit, type NodeType, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { testCatalog } from '../../test-catalog.ts'
import { createSettingsFiller, type DocumentState } from './fill-new-settings.ts'
import { createColumns } from '../../../../test/columns.ts'
import { createNode } from '../../../../test/create-node.ts'

const filter = testCatalog.find(({ type }) => type === 'filter')!
const sort: NodeType = { ...filter, type: 'sort', defaults: { by: [], ignoreCase: false } }
const inputs = ['left', 'right'].map((name) => ({ name, type: 'table' as const, required: true }))
const join: NodeType = { ...filter, type: 'join', inputs, defaults: { keys: [] } }
const validation: NodeType = { ...filter, type: 'validation', defaults: { schema: 'cosmo-ready' } }
const types = new Map([filter, sort, join, validation].map((type) => [type.type, type]))

const node = (id: string, type: string, config: Config = {}): Workflow['nodes'][number] => createNode(id, type, config)
const connect = (source: string, target: string, targetHandle = 'table'): Edit => ({
  type: 'add-edge',
  edge: { id: `${source}-${target}`, source, sourceHandle: 'table', target, targetHandle },
})
const columns = createColumns('customer_id BIGINT, price DOUBLE')
const table = { type: 'table', columns } as const
const described = { inputs: {}, outputs: { table }, summary: '', problems: [] }
const description = { nodes: { a: described, b: described, prepare: described }, problems: [], ready: true }

/** Returns the settings of a node after an edit of a document. */
function fill(nodes: Workflow['nodes'], edit: Edit, id: string): Config | undefined {
  const document: Workflow = { ...createEmptyWorkflow(), nodes }
  const [filled] = createSettingsFiller(
    () => ({ document, types, description }),
    () => undefined,
  ).fill(edit)
  return applyEdit(document, filled).workflow.nodes.find((each) => each.id === id)?.data.config
}

const by = [{ column: 'price', direction: 'descending', empty: 'last' }]

describe('createSettingsFiller', () => {
  it('fills the settings of a node that is added with an edge, in the same edit', () => {
    const edit: Edit = { type: 'batch', edits: [{ type: 'add-node', node: node('s', 'sort') }, connect('a', 's')] }
    expect(fill([node('a', 'loading')], edit, 's')).toEqual({ by })
  })

  it('fills a node with default settings when it is connected, once all its tables are known', () => {
    expect(fill([node('a', 'loading'), node('s', 'sort', { by: [] })], connect('a', 's'), 's')).toEqual({ by })
    const nodes = [node('a', 'loading'), node('b', 'loading'), node('j', 'join')]
    expect(fill(nodes, connect('a', 'j', 'left'), 'j')).toEqual({})
    const both: Edit = { type: 'batch', edits: [connect('a', 'j', 'left'), connect('b', 'j', 'right')] }
    expect(fill(nodes, both, 'j')).toEqual({ keys: [{ left: 'customer_id', right: 'customer_id' }] })
  })

  it('fills the keys of a join from the values of its tables if their columns suggest none', async () => {
    const describe = (name: string) => ({
      ...described,
      outputs: { table: { type: 'table' as const, columns: [{ name, type: 'VARCHAR' }] } },
    })
    const state: DocumentState = {
      document: { ...createEmptyWorkflow(), nodes: [node('a', 'loading'), node('b', 'loading'), node('j', 'join')] },
      types,
      description: { nodes: { a: describe('region_code'), b: describe('code') }, problems: [], ready: true },
    }
    let { document } = state
    const keys = [{ left: 'region_code', right: 'code' }]
    const suggested = Promise.resolve({ keys })
    const filler = createSettingsFiller(
      () => ({ ...state, document }),
      (edit, { merge }) => {
        expect(merge).toBe('settings j')
        document = applyEdit(document, edit).workflow
      },
      () => suggested,
    )
    for (const edit of [connect('a', 'j', 'left'), connect('b', 'j', 'right')]) {
      document = applyEdit(document, filler.fill(edit)[0]).workflow
      filler.update()
    }
    await suggested
    await Promise.resolve()
    expect(document.nodes[2]?.data.config).toEqual({ keys })
  })

  it('keeps settings that were chosen', () => {
    const chosen = { by: [{ column: 'customer_id' }] }
    expect(fill([node('a', 'loading'), node('s', 'sort', chosen)], connect('a', 's'), 's')).toEqual(chosen)
    expect(fill([node('a', 'loading'), node('v', 'validation')], connect('a', 'v'), 'v')).toHaveProperty('schema')
  })

  it('lets Validate check the plan of Prepare, and connects the plan', () => {
    const document: Workflow = {
      ...createEmptyWorkflow(),
      nodes: [node('prepare', 'preparing'), node('v', 'validation')],
    }
    const fillSettings = (edited: Workflow, edit: Edit): Workflow =>
      applyEdit(edited, createSettingsFiller(() => ({ document: edited, types, description }), () => undefined).fill(edit)[0]).workflow // oxfmt-ignore
    const filled = fillSettings(document, connect('prepare', 'v'))
    expect(filled.nodes[1]?.data.config).toEqual({ schema: 'plan' })
    const edges = [
      ['table', 'table'],
      ['plan', 'plan'],
    ]
    const listPorts = (workflow: Workflow) => workflow.edges.map((edge) => [edge.sourceHandle, edge.targetHandle])
    expect(listPorts(filled)).toEqual(edges)
    const planFirst: Edit = { type: 'add-edge', edge: { ...filled.edges[1]!, id: 'own' } }
    expect(listPorts(fillSettings(fillSettings(document, planFirst), connect('prepare', 'v')))).toEqual(edges.toReversed()) // oxfmt-ignore
  })

  it('fills a connected node whose type is replaced', () => {
    const document: Workflow = { ...createEmptyWorkflow(), nodes: [node('a', 'loading'), node('s', 'filter')] }
    const connected = applyEdit(document, connect('a', 's')).workflow
    const replace: Edit = { type: 'replace-node', node: node('s', 'sort') }
    const { fill: fillSettings } = createSettingsFiller(
      () => ({ document: connected, types, description }),
      () => undefined,
    )
    const [filled] = fillSettings(replace)
    expect(applyEdit(connected, filled).workflow.nodes[1]?.data.config).toEqual({ by })
  })

  it('changes neither nodes that are reconnected after a removal nor settings that the type lacks', () => {
    const nodes = [node('a', 'loading'), node('f', 'filter'), node('s', 'sort')]
    const removal: Edit = { type: 'batch', edits: [{ type: 'remove-node', id: 'f' }, connect('a', 's')] }
    expect(fill(nodes, removal, 's')).toEqual({})
    expect(fill(nodes, connect('a', 'f'), 'f')).toEqual({})
  })

  it('fills settings once the columns are known, in the same undo step, unless they have changed', () => {
    const added: Edit = { type: 'batch', edits: [{ type: 'add-node', node: node('s', 'sort') }, connect('a', 's')] }
    for (const isChanged of [false, true]) {
      let state: DocumentState = {
        document: { ...createEmptyWorkflow(), nodes: [node('a', 'loading')] },
        types,
        description: undefined,
      }
      const applied: unknown[] = []
      const { fill: fillSettings, update } = createSettingsFiller(
        () => state,
        (edit, options) => applied.push([edit, options]),
      )
      const [edit, { merge }] = fillSettings(added)
      state = { ...state, document: applyEdit(state.document, edit).workflow }
      update()
      const change: Edit = { type: 'set-config', id: 's', path: ['ignoreCase'], value: isChanged }
      state = { ...state, description, document: applyEdit(state.document, change).workflow }
      update()
      update()
      const settings = { type: 'batch', edits: [{ type: 'set-config', id: 's', path: ['by'], value: by }] }
      expect(applied).toEqual(isChanged ? [] : [[settings, { merge }]])
    }
  })
})
