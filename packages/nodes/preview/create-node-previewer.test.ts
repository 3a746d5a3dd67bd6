import { openDuckDb } from '@aw-flow/data/node'
import { createTableLedger, quoteIdentifier, sql, type SourceFile, type Tables } from '@aw-flow/engine'
import type { Message } from '@aw-flow/messages'
import {
  createEmptyWorkflow,
  type GrantedModel,
  type NodePreview,
  type Values,
  type Workflow,
  type WorkflowEdge,
} from '@aw-flow/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pricesDate } from '../../agents/language-model/model-prices.ts'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { createTextFile } from '../test-node.ts'
import { createNodePreviewer, type NodePreviewer } from './create-node-previewer.ts'
import { selectSources } from './select-sources.ts'
import { createNode } from '../../../test/create-node.ts'

type Config = Workflow['nodes'][number]['data']['config']

const catalog = createBuiltInCatalog()
const node = (id: string, type: string, config: Config = {}): Workflow['nodes'][number] => createNode(id, type, config)
const edge = (source: string, target: string, targetHandle = 'table'): WorkflowEdge => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: 'table',
  target,
  targetHandle,
})
const filter = (value: number): Config => ({ conditions: [{ column: 'id', is: 'at-most', value }] })

const createWorkflow = (limit: number): Workflow => ({
  ...createEmptyWorkflow('Preview'),
  nodes: [node('load', 'loading', { dataset: 'numbers' }), node('filter', 'filter', filter(limit))],
  edges: [edge('load', 'filter')],
})

const lines = (count: number): string =>
  `id,name\n${Array.from({ length: count }, (_, row) => `${row + 1},name ${row + 1}\n`).join('')}`

describe('previews of nodes', () => {
  let tables: Tables
  let previewer: NodePreviewer
  let file: SourceFile
  beforeAll(async () => void (tables = await openDuckDb({ threads: 1 })))
  afterAll(() => tables.close())
  beforeEach(() => {
    previewer = createNodePreviewer(
      tables,
      createTableLedger((id) => tables.drop(id)),
    )
    file = createTextFile('numbers', lines(3))
  })

  const preview = (
    workflow: Workflow,
    id: string,
    {
      outputs = {},
      signal = new AbortController().signal,
      models = [],
    }: { outputs?: Record<string, Values>; signal?: AbortSignal; models?: GrantedModel[] } = {},
  ): Promise<NodePreview> =>
    previewer.preview(
      { workflow, node: id, outputs, inputs: {} },
      {
        catalog,
        files: { open: (dataset) => Promise.resolve(dataset === 'numbers' ? file : undefined) },
        findWorkflows: () => Promise.resolve({}),
        models: { read: () => Promise.resolve({ models }) },
        signal,
      },
    )
  const countRows = (result: NodePreview, port = 'table'): number | undefined => {
    const value = result.state === 'completed' ? result.outputs[port] : undefined
    return value?.kind === 'table' ? value.table.rows : undefined
  }
  const createRows = async (id: string, rows: number): Promise<Values> => ({
    table: {
      kind: 'table',
      table: await tables.create(sql`SELECT range + 1 AS id, 'x' AS ${quoteIdentifier('name')} FROM range(${rows})`, {
        id,
      }),
    },
  })

  it('are computed from the file before the first run, and are exact for a small file', async () => {
    const result = await preview(createWorkflow(2), 'filter')
    expect(countRows(result)).toBe(2)
    expect(result).not.toHaveProperty('sample')
  })

  it('read only the start of a large file, and report that', async () => {
    file = createTextFile('numbers', lines(150_000))
    const result = await preview(createWorkflow(1_000_000), 'filter')
    expect(result).toMatchObject({ state: 'completed', sample: { rows: countRows(result) } })
    expect(countRows(result)).toBeGreaterThan(10_000)
    expect(countRows(result)).toBeLessThan(150_000)
  })

  it('start from results of the last run, of which they sample every nth row', async () => {
    const outputs = { load: await createRows('all', 100_000) }
    const result = await preview(createWorkflow(50_000), 'filter', { outputs })
    expect(result).toMatchObject({ state: 'completed', sample: { rows: 10_000, of: 100_000 } })
    expect(countRows(result)).toBe(5_000)
  })

  it('compute a node again from the same sample after its settings have changed', async () => {
    const outputs = { load: await createRows('again', 20_000) }
    expect(countRows(await preview(createWorkflow(2_000), 'filter', { outputs }))).toBe(1_000)
    await tables.drop('again')
    await createRows('again', 0)
    expect(countRows(await preview(createWorkflow(4_000), 'filter', { outputs }))).toBe(2_000)
  })

  it('use the file again if the results of the last run no longer exist', async () => {
    const outputs = { load: await createRows('gone', 10) }
    await tables.drop('gone')
    expect(countRows(await preview(createWorkflow(2), 'filter', { outputs }))).toBe(2)
  })

  it('keep the second input of a join complete', async () => {
    const workflow: Workflow = {
      ...createEmptyWorkflow('Join'),
      nodes: [
        node('a', 'filter'),
        node('b', 'filter'),
        node('join', 'join', { keys: [{ left: 'id', right: 'id' }], kind: 'inner' }),
      ],
      edges: [edge('a', 'join', 'left'), edge('b', 'join', 'right')],
    }
    const outputs = { a: await createRows('left', 40_000), b: await createRows('right', 30_000) }
    const sources = selectSources(workflow, 'join', { outputs, catalog, hasTable: () => true })
    expect([...sources.completePorts]).toEqual(['b table'])
    // Of every fourth row, the first 30,000 have a match.
    expect(countRows(await preview(workflow, 'join', { outputs }))).toBe(7_500)
  })

  it('state the cost of asking a model about all rows, without asking it', async () => {
    const workflow: Workflow = {
      ...createWorkflow(2),
      nodes: [
        node('load', 'loading', { dataset: 'numbers' }),
        node('m', 'translate_rows', { column: 'name', language: 'German' }),
      ],
      edges: [edge('load', 'm')],
    }
    const outputs = { load: await createRows('rated', 20_000) }
    await tables.drop('rated')
    await tables.create(sql`SELECT range AS id, 'x' || range % 1000 AS ${quoteIdentifier('name')} FROM range(20_000)`, {
      id: 'rated',
    })
    const model = { id: 'small', protocol: 'openai' as const, address: 'http://localhost:1/v1', model: 'small-1' }
    const [unpriced, priced] = [
      await preview(workflow, 'm', { outputs, models: [model] }),
      await preview(workflow, 'm', { outputs, models: [{ ...model, prices: { input: 10, output: 20 } }] }),
    ]
    expect(countRows(priced)).toBe(20_000)
    expect(unpriced).toMatchObject({
      notes: [{ code: 'rows-model.estimate-unpriced', params: { values: 1000, requests: 50 } }],
    })
    const [note] = priced.state === 'completed' ? priced.notes! : []
    expect(note).toMatchObject({
      code: 'rows-model.estimate',
      params: { model: 'small-1', values: 1000, requests: 50 },
    })
    // 1,000 values of 2 to 4 characters, each about 25 characters in the request and 25 in the answer, at 3 per token.
    const { limit, amount: cost } = (note!.params!['cost'] as Message).params as { limit: string; amount: number }
    expect(limit).toBe('cost')
    expect(cost).toBeGreaterThan((1000 * 25 * (10 + 20)) / 3 / 1e6)
    expect(cost).toBeLessThan(2.5 * ((1000 * 25 * (10 + 20)) / 3 / 1e6))
    // With fallback models, the estimate is that of the most expensive one, with the date of prices of the built-in table.
    const table = { ...model, id: 'table', address: 'https://api.openai.com/v1', model: 'gpt-4o-mini' }
    const cheap = { ...model, prices: { input: 0.001, output: 0.001 } }
    const withFallback = (models: GrantedModel[]) => {
      const nodes = [
        workflow.nodes[0]!,
        node('m', 'translate_rows', { column: 'name', language: 'German', model: 'small', fallbackModels: ['table'] }),
      ]
      return preview({ ...workflow, nodes }, 'm', { outputs, models })
    }
    expect(await withFallback([cheap, table])).toMatchObject({
      notes: [
        { params: { model: 'small-1', cost: { code: 'rows-model.cost-by-table', params: { date: pricesDate } } } },
      ],
    })
    expect(await withFallback([model, table])).toMatchObject({ notes: [{ code: 'rows-model.estimate-unpriced' }] })
  })

  it('do not perform effects', async () => {
    const workflow: Workflow = {
      ...createWorkflow(2),
      nodes: [...createWorkflow(2).nodes, node('write', 'write_file', { path: 'out.csv' })],
      edges: [edge('load', 'filter'), edge('filter', 'write', 'value')],
    }
    expect(await preview(workflow, 'write')).toEqual({ state: 'unavailable', reason: 'effects', node: 'write' })
    expect((await preview(workflow, 'filter')).state).toBe('completed')
  })

  describe('inside sub-workflows', () => {
    const port = (name: string, to: { node: string; port: string }[]) => ({ name, type: 'table' as const, to })
    const inside: Workflow = {
      ...createEmptyWorkflow('Inside'),
      nodes: [
        node('first', 'filter', filter(40_000)),
        node('second', 'filter', filter(20_000)),
        node('join', 'join', { keys: [{ left: 'id', right: 'id' }], kind: 'inner' }),
        node('write', 'write_file', { path: 'out.csv' }),
      ],
      edges: [edge('first', 'second'), edge('second', 'join', 'right'), edge('join', 'write', 'value')],
      ports: {
        inputs: [port('rows', [{ node: 'first', port: 'table' }]), port('others', [{ node: 'join', port: 'left' }])],
        outputs: [{ name: 'out', type: 'table', from: { node: 'join', port: 'table' } }],
      },
    }
    const outside: Workflow = {
      ...createWorkflow(1_000_000),
      nodes: [...createWorkflow(1_000_000).nodes, node('sub', 'sub_workflow', { document: inside as never })],
      edges: [edge('load', 'filter'), edge('filter', 'sub', 'rows'), edge('load', 'sub', 'others')],
    }
    const deeper: Workflow = {
      ...outside,
      nodes: outside.nodes.map((outer) =>
        outer.id === 'sub'
          ? node('sub', 'sub_workflow', {
              document: {
                ...createEmptyWorkflow('Middle'),
                nodes: [node('inner', 'sub_workflow', { document: inside as never })],
                ports: { inputs: [port('rows', [{ node: 'inner', port: 'rows' }])], outputs: [] },
              } as never,
            })
          : outer,
      ),
      edges: outside.edges.slice(0, 2),
    }

    it('are computed from the rows that the nodes outside provide', async () => {
      const outputs = { filter: await createRows('caller', 100_000), load: await createRows('all of join', 100_000) }
      const result = await preview(outside, 'sub/second', { outputs })
      expect(result).toMatchObject({ state: 'completed', sample: { rows: 10_000, of: 100_000 } })
      expect(countRows(result)).toBe(2_000)
      // The first input of the join is a sample, the second is complete: one of ten rows has an id up to 20,000.
      expect(countRows(await preview(outside, 'sub/join', { outputs }))).toBe(2_000)
    })

    it('are computed from files outside before the first run, at any depth', async () => {
      expect(countRows(await preview(outside, 'sub/second'))).toBe(3)
      expect(countRows(await preview(deeper, 'sub/inner/second'))).toBe(3)
    })

    it('do not perform effects of nodes inside, also for the enclosing node', async () => {
      const unavailable = { state: 'unavailable', reason: 'effects', node: 'sub/write' }
      expect(await preview(outside, 'sub/write')).toEqual(unavailable)
      expect(await preview(outside, 'sub')).toEqual(unavailable)
    })

    it('report the node inside that failed', async () => {
      const failing: Workflow = {
        ...inside,
        nodes: inside.nodes.map((inner) =>
          inner.id === 'first'
            ? node('first', 'filter', { conditions: [{ column: 'no', is: 'at-most', value: 1 }] })
            : inner,
        ),
      }
      const workflow = {
        ...outside,
        nodes: outside.nodes.map((outer) =>
          outer.id === 'sub' ? node('sub', 'sub_workflow', { document: failing as never }) : outer,
        ),
      }
      const result = await preview(workflow, 'sub/second')
      expect(result).toMatchObject({ state: 'failed', problem: { where: { node: 'sub/first' } } })
    })

    it('have no result for a path that leads to no node', async () => {
      expect(await preview(outside, 'sub/none')).toMatchObject({ state: 'unavailable', reason: 'skipped' })
    })
  })

  it('report the problem and the node that failed', async () => {
    const workflow: Workflow = {
      ...createEmptyWorkflow('Failing'),
      nodes: [
        node('load', 'loading', { dataset: 'numbers' }),
        node('first', 'sql', { statement: "SELECT error('no') AS a FROM input" }),
        node('second', 'filter'),
      ],
      edges: [edge('load', 'first', 'input'), edge('first', 'second')],
    }
    const result = await preview(workflow, 'second')
    expect(result).toMatchObject({ state: 'failed', problem: { where: { node: 'first' } } })
  })

  it('report that they were stopped at their time limit', async () => {
    previewer = createNodePreviewer(
      tables,
      createTableLedger((id) => tables.drop(id)),
      { maxMs: 500 },
    )
    file = createTextFile('numbers', lines(4_000))
    const statement = 'SELECT sum(a.id * b.id * c.id) AS total FROM input a, input b, input c'
    const { nodes } = createWorkflow(1)
    const workflow: Workflow = {
      ...createEmptyWorkflow('Slow'),
      nodes: [nodes[0]!, node('slow', 'sql', { statement })],
      edges: [edge('load', 'slow', 'input')],
    }
    expect(await preview(workflow, 'slow')).toEqual({ state: 'unavailable', reason: 'too-slow', node: 'slow' })
  })

  it('end with the reason of their signal', async () => {
    const controller = new AbortController()
    controller.abort(new Error('outdated'))
    await expect(preview(createWorkflow(2), 'filter', { signal: controller.signal })).rejects.toThrow('outdated')
  })
})
