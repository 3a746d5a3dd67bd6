import { describe, expect, it } from 'vitest'
import { renderMessages, getSentence } from '../../../test/render-messages.ts'
import { readWorkflow } from './read-workflow.ts'

const node = { id: 'a', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }

describe('readWorkflow', () => {
  it('[D2] migrates the shape of the workflow generator, which has no version', () => {
    const source = { name: 'Old', nodes: [{ id: 'a', type: 'loading', data: {} }], edges: [] }
    expect(readWorkflow(source)).toEqual({
      problems: [],
      workflow: {
        version: 1,
        name: 'Old',
        status: 'draft',
        tags: [],
        settings: {},
        nodes: [{ ...node, data: { label: 'loading', config: {} } }],
        edges: [],
      },
    })
  })

  it.each([
    ['', 'workflow.not-json', 'it is empty'],
    ['{\n"name": x\n}', 'workflow.not-json', 'line 2'],
    ['id,name\n1,a', 'workflow.not-json', 'not valid JSON'],
    ['[]', 'workflow.not-an-object', 'found an empty array.'],
    ['[1]', 'workflow.not-an-object', 'found an array.'],
    ['null', 'workflow.not-an-object', 'found null.'],
    ['7', 'workflow.not-an-object', 'found 7.'],
    ['"a"', 'workflow.not-an-object', 'found "a".'],
    ['{"a":1}', 'workflow.unknown-shape', '"a"'],
    ['{"version":99,"nodes":[]}', 'workflow.newer-version', '99'],
  ])('[D1] refuses %j and reports the found value', (source, code, words) => {
    const { workflow, problems } = readWorkflow(source)
    expect(workflow).toBeUndefined()
    expect(renderMessages(problems)).toMatchObject([
      { code, message: expect.stringContaining(words), hint: expect.any(String) },
    ])
  })

  it('[D1] names the node and the property of an error', () => {
    const { problems } = readWorkflow({
      version: 1,
      name: 'x',
      nodes: [{ ...node, position: { x: 'left', y: 0 } }],
      edges: [],
    })
    expect(problems).toMatchObject([{ code: 'workflow.invalid', where: { node: 'a', setting: 'nodes.0.position.x' } }])
  })

  it.each([
    [{ colour: 'red' }, 'colour'],
    [{ settings: { colour: 'red' } }, 'settings.colour'],
  ])('names an unknown property of %j', (fields, setting) => {
    const { problems } = readWorkflow({ version: 1, name: 'x', nodes: [node], edges: [], ...fields })
    expect(problems).toMatchObject([{ code: 'workflow.invalid', where: { setting } }])
  })

  it.each([
    [{ edges: [{ id: 'e', source: true, target: 'a' }] }, 'edges.0.source: expected text, found true.'],
    [{ edges: [{ id: 'e', target: 'a' }] }, 'edges.0.source: expected text, found nothing.'],
    [{ edges: 'none' }, 'edges: expected an array, found "none".'],
    [{ version: '1' }, 'version: expected a number, found "1".'],
    [{ status: 'odd' }, 'status: expected "draft", "published", or "archived", found "odd".'],
    [{ settings: { retry: { count: 21 } } }, 'settings.retry.count: expected at most 20, found 21.'],
    [
      { settings: { retry: { delaysMs: [] } } },
      'settings.retry.delaysMs: expected at least 1 item, found an empty array.',
    ],
    [{ name: '' }, 'name: A workflow needs a name (found "").'],
    [{ tags: 'x'.repeat(90) }, `tags: expected an array, found "${'x'.repeat(39)}….`],
    [{ extra: 1 }, 'The workflow is not valid: unknown property "extra".'],
  ])('[D1] reports the expected and the found value of %j', (change, message) => {
    const { problems } = readWorkflow({ version: 1, name: 'x', nodes: [node], edges: [], ...change })
    expect(problems.map(getSentence)).toEqual([message])
  })

  it('[D4] refuses the reserved name __proto__ as an id and as a setting, and no other inherited name', () => {
    const text = JSON.stringify({ version: 1, name: 'x', nodes: [node], edges: [] })
    const readNamed = (name: string) => [
      readWorkflow(text.replace('"id":"a"', `"id":"${name}"`)).workflow,
      readWorkflow(text.replace('"config":{}', `"config":{"${name}":{"polluted":true}}`)).workflow,
    ]
    expect(readNamed('__proto__')).toEqual([undefined, undefined])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(readNamed('constructor')).toMatchObject([
      { nodes: [{ id: 'constructor' }] },
      { nodes: [{ data: { config: { constructor: { polluted: true } } } }] },
    ])
  })

  it('[D5] rejects documents that are too large before validating them', () => {
    const list = (length: number): unknown[] => Array.from({ length }, () => 1)
    const cases = { nodes: 10_001, edges: 40_001, groups: 2_001, notes: 2_001 }
    for (const [what, count] of Object.entries(cases)) {
      const { problems } = readWorkflow({ version: 1, name: 'x', nodes: [], edges: [], [what]: list(count) })
      expect(problems).toMatchObject([{ code: 'workflow.too-large', params: { what, count, max: count - 1 } }])
    }
    expect(readWorkflow(' '.repeat(16_000_001)).problems).toMatchObject([{ code: 'workflow.too-large' }])
  })

  it.each<[list: string, becomes: string, max: number]>([
    ['steps', 'nodes', 10_000],
    ['agents', 'nodes', 10_000],
    ['links', 'edges', 40_000],
    ['connections', 'edges', 40_000],
  ])('[D5] rejects a document of a different system with too many %s before converting it', (list, what, max) => {
    const items = Array.from({ length: max + 1 }, (_, index) => ({ id: String(index) }))
    const { problems } = readWorkflow({ name: 'x', [list]: items })
    expect(problems).toMatchObject([{ code: 'workflow.too-large', params: { what, count: max + 1, max } }])
  })

  it('[D5] rejects a document of a different system with too many named steps before converting it', () => {
    const steps = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`step ${index}`, {}]))
    const { problems } = readWorkflow({ name: 'x', steps })
    expect(problems).toMatchObject([{ code: 'workflow.too-large', params: { what: 'nodes', count: 10_001 } }])
  })

  it('[D5] rejects a deeply nested document without a stack overflow', () => {
    const deep = `{"name":"x","nodes":[],"edges":[],"settings":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`
    expect(readWorkflow(deep).problems).toMatchObject([{ code: 'workflow.too-deep' }])
  })
})
