import { describeWorkflow } from '@aw-flow/engine'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { builtInNodes, earlierVersions } from './built-in-nodes.ts'
import { loadCatalogForRun, nodeTypeLoaders } from './node-type-loaders.ts'

const loadAll = (): Promise<[string, readonly unknown[]][]> =>
  Promise.all(Object.entries(nodeTypeLoaders).map(async ([type, load]) => [type, await load()]))

it('loads each built-in type in palette order, with its earlier versions', async () => {
  const inOrder = [...builtInNodes].map((node) => [
    node.type,
    [node, ...earlierVersions.filter(({ type }) => type === node.type)],
  ])
  expect(await loadAll()).toEqual(inOrder)
})

it('loads only the types that the request of a run names', async () => {
  const catalog = await loadCatalogForRun('{"workflow":{"nodes":[{"id":"a","type":"delay"},{"type" : "code"}]}}')
  expect(catalog.list().map(({ type }) => type)).toEqual(['code', 'delay'])
  expect(catalog.get('code', 1)?.version).toBe(1)
  expect(catalog.get('filter')).toBeUndefined()
})

it('loads all types for an agent, because agents use types as tools', async () => {
  const catalog = await loadCatalogForRun('{"workflow":{"nodes":[{"id":"a","type":"agent"}]}}')
  expect(catalog.list()).toHaveLength(builtInNodes.length)
})

it('suggests types that are not loaded for an unknown one', async () => {
  const catalog = await loadCatalogForRun('{"workflow":{"nodes":[{"id":"a","type":"filtr"}]}}')
  const node = { id: 'a', type: 'filtr', position: { x: 0, y: 0 }, data: { label: 'A', config: {} } }
  const workflow = { ...createEmptyWorkflow(), nodes: [node] }
  const { problems } = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
  expect(problems.find(({ code }) => code === 'node.unknown-type')?.params?.types).toContain('filter')
})
