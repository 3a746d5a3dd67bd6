import { readWorkflow } from '@aw-flow/schema'
import { convertForeign, convertForeignFile } from '@aw-flow/schema/foreign'
import { parseYaml } from '@aw-flow/schema/yaml'
import { describe, expect, it } from 'vitest'

const n8nNode = (name: string, parameters: unknown = {}, type = 'n8n-nodes-base.set') => ({
  name,
  type,
  parameters,
  position: [0, 0],
})
const toN8n = (nodes: readonly object[], pairs: readonly (readonly [string, string])[] = []) => ({
  nodes,
  connections: Object.fromEntries(
    [...new Set(pairs.map(([from]) => from))].map((from) => [
      from,
      { main: [pairs.filter(([source]) => source === from).map(([, node]) => ({ node, type: 'main', index: 0 }))] },
    ]),
  ),
})
const convert = (json: unknown) => convertForeign(JSON.parse(JSON.stringify(json)) as never)

describe('a hostile export', () => {
  it('of a gigabyte is not decoded, and a long text is refused by its size', async () => {
    expect(await convertForeignFile(new Uint8Array(2 ** 30))).toBeUndefined()
    const text = `{"nodes": ["${'x'.repeat(17_000_000)}"]}`
    expect(await convertForeignFile(text)).toBeUndefined()
    expect(readWorkflow(text).problems[0]).toMatchObject({ code: 'workflow.too-large' })
  })

  it('with a reserved name is refused by that name', () => {
    const source = `{"nodes": [{"name": "A", "type": "t", "position": [0, 0], "parameters": {"__proto__": {"x": 1}}}], "connections": {}}`
    expect(convertForeign(JSON.parse(source) as never)).toMatchObject({
      ok: false,
      problem: { code: 'workflow.reserved-name', params: { name: '__proto__' } },
    })
  })

  it.each(['constructor', 'toString', 'hasOwnProperty', '__defineGetter__'])(
    'can use the inherited name %s',
    (name) => {
      const nodes = [
        n8nNode('Start', {}, 'n8n-nodes-base.manualTrigger'),
        n8nNode(name, { assignments: { assignments: [{ name, value: `={{ $json.${name} }}` }] } }),
        n8nNode(
          'Type',
          { conditions: { string: [{ value1: '={{ $json.a }}', operation: name, value2: 'b' }] } },
          'n8n-nodes-base.if',
        ),
        n8nNode('Last', {}, name),
      ]
      const converted = convert(
        toN8n(nodes, [
          ['Start', name],
          [name, 'Type'],
          ['Type', 'Last'],
        ]),
      )
      if (!converted?.ok) expect.fail('not converted')
      const { workflow } = readWorkflow(converted.value.document)
      expect(workflow!.nodes.map(({ type }) => type)).toEqual(['trigger', 'transform', 'condition', 'placeholder'])
      expect(workflow!.edges).toHaveLength(3)
      expect(converted.value.report.problems.map(({ code }) => code)).toContain('foreign.no-counterpart')
    },
  )

  it('nested deeply is refused', () => {
    let parameters: object = {}
    for (let depth = 0; depth < 500; depth++) parameters = { parameters }
    expect(convert(toN8n([n8nNode('A', parameters)]))).toMatchObject({ problem: { code: 'workflow.too-deep' } })
  })

  it('in YAML with anchors that expand is refused by the parser', async () => {
    const anchors = Array.from(
      { length: 20 },
      (_, index) => `a${index}: &a${index} [${`*a${index - 1},`.repeat(index === 0 ? 0 : 60)}]`,
    )
    const text = `id: bomb\nnamespace: team\n${anchors.join('\n')}\ntasks:\n  - { id: a, type: io.kestra.Log }\n`
    expect(await convertForeignFile(text)).toBeUndefined()
    expect(parseYaml(text)).toMatchObject({ ok: false, problem: { code: 'yaml.malformed' } })
  })

  it('with a cycle keeps its edges, and reports the cycle', () => {
    const nodes = ['A', 'B', 'C'].map((name) => n8nNode(name))
    const converted = convert(
      toN8n(nodes, [
        ['A', 'B'],
        ['B', 'C'],
        ['C', 'A'],
        ['B', 'B'],
      ]),
    )
    if (!converted?.ok) expect.fail('not converted')
    const cycles = converted.value.report.problems.filter(({ code }) => code === 'foreign.cycle')
    expect(cycles.map(({ params }) => `${String(params!.source)} ${String(params!.target)}`).toSorted()).toEqual([
      'B B',
      'C A',
    ])
    expect(readWorkflow(converted.value.document).problems).toEqual([])
  })

  it('with equal names, a hub of all edges and many unclosed expressions is read', () => {
    const count = 1_000
    const nodes = Array.from({ length: count }, (_, index) =>
      n8nNode(index === 0 ? 'Hub' : `N${index}`, { a: '={{ '.repeat(200) }, 'x'),
    )
    const pairs = Array.from({ length: count - 1 }, (_, index) => ['Hub', `N${index + 1}`] as const)
    const back = pairs.map(([hub, name]) => [name, hub] as const)
    const flat = nodes.map((node, index) => ({
      id: String(index),
      type: 'debug',
      z: 't',
      name: 'Same',
      x: 0,
      y: 0,
      wires: [[String((index + 1) % count)]],
    }))
    for (const json of [toN8n(nodes, [...pairs, ...back]), flat]) {
      const converted = convert(json)
      if (!converted?.ok) expect.fail('not converted')
      expect(converted.value.report.nodes).toHaveLength(count)
      expect(new Set(converted.value.report.nodes.map(({ id }) => id)).size).toBe(count)
    }
  })

  it('with more nodes than a workflow can have is refused by their number', () => {
    const nodes = Array.from({ length: 10_001 }, (_, index) => n8nNode(`N${index}`))
    expect(convert(toN8n(nodes))).toMatchObject({ problem: { code: 'workflow.too-large', params: { what: 'nodes' } } })
  })
})

it('secrets are removed wherever they are, and references to them stay', () => {
  const key = `sk-${'a1'.repeat(20)}`
  const parameters = {
    url: 'https://user:pass@example.com/x?api_key=abc&page=1',
    password: 'p4ss',
    text: key,
    authentication: 'headerAuth',
    maxTokens: '100',
    headerParameters: {
      parameters: [
        { name: 'Authorization', value: 'Token abc' },
        { name: 'X-Env', value: '={{ $env.A }}' },
      ],
    },
  }
  const converted = convert(toN8n([n8nNode('A', parameters, 'x.unknown')]))
  if (!converted?.ok) expect.fail('not converted')
  const { document, report } = converted.value
  for (const secret of [key, 'p4ss', 'user:pass', 'api_key=abc', 'Token abc'])
    expect(JSON.stringify(document)).not.toContain(secret)
  const { nodes } = document as { nodes: { data: { config: { original: Record<string, unknown> } } }[] }
  expect(nodes[0]!.data.config.original).toMatchObject({
    url: 'https://example.com/x?api_key=&page=1',
    authentication: 'headerAuth',
    maxTokens: '100',
    headerParameters: { parameters: [{ value: '' }, { value: '={{ $env.A }}' }] },
  })
  expect(report.problems.find(({ code }) => code === 'foreign.secrets')!.params).toMatchObject({
    secrets: ['url', 'password', 'text', 'headerParameters.parameters.0.value'],
  })
})
