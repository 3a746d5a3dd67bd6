import { canShareProcess, createCatalog } from '@aw-flow/engine'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { builtInNodes, createBuiltInCatalog, earlierVersions } from './built-in-nodes.ts'

const catalog = createBuiltInCatalog()
const createWorkflow = (type: string, config: object = {}): Workflow =>
  readWorkflow({
    version: 1,
    name: 'One',
    nodes: [{ id: 'n', type, position: { x: 0, y: 0 }, data: { label: 'N', config } }],
    edges: [],
  }).workflow!
const canShare = (type: string, config?: object): boolean => canShareProcess(createWorkflow(type, config), catalog)

test('node types that execute code, statements or requests, or read files, tables and secrets, are isolated', () => {
  const shared = builtInNodes.filter(({ isolation }) => isolation === 'shared')
  expect(shared.every(({ family }) => family === 'triggers' || family === 'logic' || family === 'actions')).toBe(true)
  for (const type of [
    'code',
    'sql',
    'transform',
    'agent',
    'http_request',
    'database_query',
    'read_file',
    'loading',
    'sub_workflow',
  ])
    expect(canShare(type), type).toBe(false)
  expect(shared.some(({ inputs, outputs }) => [...inputs, ...outputs].some((port) => port.type === 'table'))).toBe(
    false,
  )
})

test('all versions of a type have the same isolation', () => {
  for (const { type, isolation } of earlierVersions) expect(catalog.get(type)!.isolation, type).toBe(isolation)
})

test('a node type of a host is isolated unless it declares otherwise', () => {
  const { isolation: _, ...trigger } = catalog.get('trigger')!
  expect(canShareProcess(createWorkflow('trigger'), catalog)).toBe(true)
  expect(canShareProcess(createWorkflow('trigger'), createCatalog([trigger]))).toBe(false)
})

test.each([
  ['condition', {}, true],
  ['condition', { expression: 'input.value.rows > 100' }, true],
  ['condition', { expression: '$eval(input.value)' }, false],
  ['condition', { expression: '{{input.value}}' }, false],
  ['condition', { expression: 1 }, false],
  ['webhook_response', { body: 'Hello {{input.value.name}}' }, true],
  ['webhook_response', { body: 'Hello {{$map(input.value, $string)}}' }, false],
  ['webhook_response', { body: 'Hello {{input.value' }, false],
  ['webhook_response', { headers: { 'x-a': '{{$$}}' } }, false],
  ['variable', {}, true],
  ['while', {}, true],
  ['no_such_type', {}, false],
])('%s with %j shares a process: %s', (type, config, expected) => expect(canShare(type, config)).toBe(expected))
