import { describe, expect, it } from 'vitest'
import { describeWorkflow } from '@aw-flow/engine'
import { createEmptyWorkflow, readWorkflow, type Column, type Workflow } from '@aw-flow/schema'
import { suggestSettings } from '@aw-flow/schema/internal'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { loadNextTypeCounts } from './load-next-type-counts.ts'
import { rankNextTypes } from './rank-next-types.ts'
import { suggestNextNodes } from './suggest-next-nodes.ts'

const types = createBuiltInCatalog().list()

const createChain = (...names: string[]): Workflow => {
  const { workflow } = readWorkflow({
    name: 'Chain',
    nodes: names.map((type, index) => ({ id: `n${index}`, type, position: { x: 0, y: 0 }, data: { config: {} } })),
    edges: names.slice(1).map((_, index) => ({ id: `e${index}`, source: `n${index}`, target: `n${index + 1}` })),
  })
  return workflow!
}
const suggestAfter = (...names: string[]): Promise<string[]> =>
  suggestNextNodes({ workflow: createChain(...names), node: `n${names.length - 1}`, types })

describe('suggestNextNodes', () => {
  it('lists every type once', async () => {
    expect((await suggestAfter('trigger', 'http_request')).toSorted()).toEqual(types.map(({ type }) => type).toSorted())
  })

  it('ranks types with a table input first after a node with a table', async () => {
    const suggested = await suggestAfter('loading')
    const accepted = types.filter(({ inputs }) => inputs.some(({ type }) => type === 'table')).map(({ type }) => type)
    expect(suggested.slice(0, accepted.length).toSorted()).toEqual(accepted.toSorted())
    expect(suggested.slice(0, 3)).toContain('preparing')
  })

  it('lists triggers last', async () => {
    const triggers = types.filter(({ inputs }) => inputs.length === 0).map(({ type }) => type)
    expect((await suggestAfter('http_request')).slice(-triggers.length).toSorted()).toEqual(triggers.toSorted())
  })

  it('depends on what precedes the node', async () => {
    const scheduled = await suggestAfter('schedule', 'http_request', 'transform')
    expect(await suggestAfter('webhook', 'transform')).not.toEqual(scheduled)
  })

  it('orders the types of a node of a different program by their frequency', async () => {
    const [first] = rankNextTypes({ types: ['unknown_node'], edges: [] }, 0, await loadNextTypeCounts())
    expect((await suggestAfter('unknown_node'))[0]).toBe(first?.type)
  })

  it('lists all types for a node that the workflow does not contain', async () => {
    const suggested = await suggestNextNodes({ workflow: createChain('loading'), node: 'deleted', types })
    expect(suggested).toHaveLength(types.length)
  })
})

describe('rankNextTypes', () => {
  it('returns probabilities that sum to 1, even in a cycle', async () => {
    const edges = [
      { source: 0, target: 1, isData: true },
      { source: 1, target: 0, isData: true },
    ]
    const ranked = rankNextTypes({ types: ['http_request', 'condition'], edges }, 1, await loadNextTypeCounts())
    expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12)
  })

  it('passes through nodes without a type', async () => {
    const edges = [
      { source: 0, target: 1, isData: true },
      { source: 1, target: 2, isData: true },
    ]
    const [first] = rankNextTypes(
      { types: ['schedule', undefined, 'http_request'], edges },
      2,
      await loadNextTypeCounts(),
    )
    expect(first?.probability).toBeGreaterThan(0.1)
  })
})

const catalog = createBuiltInCatalog()
const columns: Column[] = [
  { name: 'order_id', type: 'BIGINT' },
  { name: 'ordered at', type: 'TIMESTAMP' },
  { name: 'region', type: 'VARCHAR' },
  { name: 'is new', type: 'BOOLEAN' },
  { name: 'unit price', type: 'DECIMAL(18,2)' },
  { name: 'quantity', type: 'INTEGER' },
]
const context = { findPreview: () => ({ dataset: 'orders', format: 'csv', columns }) }

describe('suggested settings', () => {
  const types = catalog.list().filter(({ inputs }) => inputs.some(({ type }) => type === 'table'))

  it('are valid for every node type, and cause neither errors nor warnings', () => {
    const filled: string[] = []
    for (const { type, version, inputs, defaults, settings } of types) {
      const ports = inputs.filter((port) => port.type === 'table').map(({ name }) => name)
      const tables = Object.fromEntries(ports.map((port) => [port, columns]))
      const config = suggestSettings({ type, settings, inputs: tables })
      const position = { x: 0, y: 0 }
      const workflow: Workflow = {
        ...createEmptyWorkflow(),
        nodes: [
          { id: 'load', type: 'loading', position, data: { label: '', config: { dataset: 'orders' } } },
          {
            id: 'next',
            type,
            typeVersion: version,
            position,
            data: { label: '', config: { ...defaults, ...config } as never },
          },
        ],
        edges: ports.map((port) => ({
          id: port,
          source: 'load',
          sourceHandle: 'table',
          target: 'next',
          targetHandle: port,
        })),
      }
      const { problems, inputs: described } = describeWorkflow(workflow, { catalog, context }).nodes['next']!
      if (Object.keys(config).length === 0) continue
      filled.push(type)
      expect(described[ports[0]!]?.columns, type).toEqual(columns)
      expect(
        problems.filter(({ severity }) => severity !== 'info'),
        type,
      ).toEqual([])
    }
    expect(filled.toSorted().join(' ')).toBe(
      'aggregate chart deduplicate derive_column fill filter graph join pivot rename_and_cast select sort split unpivot validation',
    )
  })
})
