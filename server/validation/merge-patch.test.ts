import type { Json, Workflow } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { readMergePatch } from './merge-patch.ts'

const previous: Workflow = {
  version: 1,
  name: 'Orders',
  description: 'Loads orders',
  status: 'draft',
  tags: ['a', 'b'],
  settings: { retry: { count: 1, delaysMs: [5] }, variables: { region: 'EU', year: 2026 } },
  nodes: [{ id: 'a', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'A', config: {} } }],
  edges: [{ id: 'e', source: 'a', target: 'a' }],
}

test.each<[string, Record<string, Json>, Record<string, unknown>]>([
  ['replaces values', { name: 'B' }, { name: 'B' }],
  [
    'merges objects',
    { settings: { variables: { region: null, month: 1 } } },
    {
      settings: { retry: { count: 1, delaysMs: [5] }, variables: { year: 2026, month: 1 } },
    },
  ],
  ['replaces lists', { tags: ['c'] }, { tags: ['c'] }],
  ['replaces a value by an object', { references: { b: 'x' } }, { references: { b: 'x' } }],
  ['keeps the version of the format', { version: 9, name: 'B' }, { name: 'B' }],
  [
    'has no prototype',
    JSON.parse('{"settings": {"variables": {"__proto__": {"x": 1}}}}') as Record<string, Json>,
    {
      settings: {
        retry: { count: 1, delaysMs: [5] },
        variables: JSON.parse('{"region": "EU", "year": 2026, "__proto__": {"x": 1}}') as Json,
      },
    },
  ],
])('a merge patch %s', (_title, patch, document) => {
  const result = readMergePatch(previous, patch)
  expect(result.document).toEqual(document)
  expect(result.previous).toEqual(previous)
})

test('a merge patch removes fields of the previous workflow', () => {
  const { document, previous: remaining } = readMergePatch(previous, { description: null, edges: null })
  expect(document).toEqual({})
  const { description: _description, ...rest } = previous
  expect(remaining).toEqual({ ...rest, edges: [] })
})
