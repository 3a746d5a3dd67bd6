import { readWorkflow } from '@aw-flow/schema'
import { convertForeign, convertForeignFile } from '@aw-flow/schema/foreign'
import { parseYaml } from '@aw-flow/schema/yaml'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { createKnimeFile, writeKnimeFiles, type KnimeFixture } from './knime-file.ts'

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

const knimeFixture: KnimeFixture = {
  name: 'Hostile',
  nodes: [{ id: 1, name: 'CSV Reader', factory: 'a.CSVReaderNodeFactory', at: [0, 0], model: { url: 'a.csv' } }],
  connections: [],
}
/** Returns an archive of KNIME in which the text of the workflow was changed. */
const changeKnimeFile = (change: (text: string) => string): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(writeKnimeFiles(knimeFixture)).map(([path, text]) => [
        path,
        strToU8(path.endsWith('workflow.knime') ? change(text) : text),
      ]),
    ),
  )

describe('a hostile archive of KNIME', () => {
  it.each([
    [
      'that decompresses to more than a file may have',
      (text: string) => text.replace('</config>', `<!--${' '.repeat(8_000_000)}--></config>`),
      'archive-too-large',
    ],
    [
      'with entities',
      (text: string) =>
        text.replace('<config', '<!DOCTYPE config [<!ENTITY a "b">]><config').replace('value="4.1.0"', 'value="&a;"'),
      'document-type',
    ],
    ['with an undefined entity', (text: string) => text.replace('4.1.0', '&evil;'), 'entity'],
    [
      'nested deeply',
      (text: string) => text.replace('<config', `${'<config key="a">'.repeat(10_000)}<config`),
      'deep-elements',
    ],
    ['that ends early', (text: string) => text.slice(0, -20), 'unclosed'],
  ])('%s is refused by name', async (_what, change, reason) => {
    const converted = await convertForeignFile(changeKnimeFile(change))
    expect(converted).toMatchObject({ ok: false, problem: { code: 'foreign.damaged' } })
    expect(JSON.stringify(converted)).toContain(reason)
  })

  it('with the settings of too many nodes is refused before they are decompressed', async () => {
    const settings = (count: number) =>
      zipSync(
        Object.fromEntries([
          ['w/workflow.knime', strToU8('<config key="workflow.knime"/>')],
          ...Array.from({ length: count }, (_, index) => [`w/n${index}/settings.xml`, strToU8('<config key="s"/>')]),
        ]) as Record<string, Uint8Array>,
      )
    expect(await convertForeignFile(settings(3))).toMatchObject({ ok: true })
    expect(await convertForeignFile(settings(4_000))).toMatchObject({
      ok: false,
      problem: { code: 'foreign.damaged', params: { reason: { params: { count: 4_001, max: 4_000 } } } },
    })
  })

  it('with a reserved name, or that is cut off, is refused', async () => {
    const reserved = changeKnimeFile((text) => text.replace('key="created_by"', 'key="__proto__"'))
    expect(await convertForeignFile(reserved)).toMatchObject({ problem: { code: 'workflow.reserved-name' } })
    const cut = createKnimeFile(knimeFixture).slice(0, -30)
    expect(await convertForeignFile(cut)).toMatchObject({ problem: { code: 'foreign.damaged' } })
  })

  it('whose metanode contains itself, or whose edges lead nowhere, is read', async () => {
    const inner = {
      nodes: [],
      connections: [
        [-1, 0, -1, 0],
        [9, 1, -1, 0],
      ] as [number, number, number, number][],
    }
    const node = { id: 2, name: 'Loop', factory: '', at: [0, 0] as [number, number], inner }
    const nodes = [...knimeFixture.nodes, node]
    const converted = await convertForeignFile(
      createKnimeFile({
        ...knimeFixture,
        nodes,
        connections: [
          [1, 1, 2, 0],
          [2, 0, 1, 1],
        ],
      }),
    )
    if (!converted?.ok) expect.fail('not converted')
    expect(readWorkflow(converted.value.document).problems).toEqual([])
  })
})

/** Exports that became much larger, or took much longer, than their own size. */
const amplifying: Record<string, () => unknown> = {
  'a filter that doubles the expression before it': () =>
    toN8n([n8nNode('A', { values: { string: [{ name: 'a', value: `={{ $json.a${'|default(1)'.repeat(300)} }}` }] } })]),
  'a name of 20,000 nested objects': () =>
    toN8n([n8nNode('A', { values: { string: [{ name: 'a.'.repeat(20_000), value: '1' }] } })]),
  'JSON in a text that has 50,000 levels': () =>
    toN8n([
      n8nNode('A', {
        assignments: {
          assignments: [{ name: 'a', type: 'array', value: '['.repeat(50_000) + ']'.repeat(50_000) }],
        },
      }),
    ]),
  'JSON of headers that has 50,000 levels': () =>
    toN8n([
      n8nNode('A', { jsonHeaders: `{"a": ${'['.repeat(50_000)}${']'.repeat(50_000)}}` }, 'n8n-nodes-base.httpRequest'),
    ]),
  'a message that has 50,000 levels': () => [
    {
      id: 'i',
      type: 'inject',
      z: 't',
      wires: [],
      payloadType: 'json',
      payload: '['.repeat(50_000) + ']'.repeat(50_000),
    },
  ],
  'a value that each of 100,000 rules repeats': () => [
    {
      id: 's',
      type: 'switch',
      z: 't',
      wires: [],
      property: `payload.${'a'.repeat(3_000)}`,
      rules: Array.from({ length: 200_000 }, () => ({ t: 'true' })),
    },
  ],
  'a long value to which 100,000 expressions refer': () => ({
    nodes: [
      {
        id: 'p',
        data: {
          type: 'Prompt',
          node: { template: { template: { value: '{a}'.repeat(100_000) }, a: { value: 'x'.repeat(10_000) } } },
        },
      },
    ],
    edges: [],
  }),
  'a name of 100,000 characters above 2,000 secrets': () =>
    toN8n([
      n8nNode(
        'x'.repeat(100_000),
        { ['k'.repeat(100_000)]: Array.from({ length: 2_000 }, () => ({ password: 'p', other: 'o' })) },
        'y'.repeat(100_000),
      ),
    ]),
  'a part of 3,000 nodes to which 3,000 edges lead': () => ({
    nodes: [
      n8nNode('Model', {}, '@n8n/n8n-nodes-langchain.lmChatOpenAi'),
      ...Array.from({ length: 3_000 }, (_, index) => n8nNode(`A${index}`, {}, '@n8n/n8n-nodes-langchain.agent')),
    ],
    connections: {
      Model: {
        ai_languageModel: [
          Array.from({ length: 3_000 }, (_, index) => ({ node: `A${index}`, type: 'ai_languageModel', index: 0 })),
        ],
      },
      A0: { main: [Array.from({ length: 3_000 }, () => ({ node: 'Model', type: 'main', index: 0 }))] },
    },
  }),
  'expressions that do not end': () => toN8n([n8nNode('A', { text: `=${"{{\\' }}".repeat(100_000)}` })]),
  'coordinates beyond all numbers': () =>
    toN8n([{ ...n8nNode('A'), position: [1.7e308, -1.7e308] } as ReturnType<typeof n8nNode>]),
}

describe('a small export', () => {
  it.each(Object.entries(amplifying))('with %s stays small', (_what, create) => {
    const json = create()
    const converted = convert(json)
    const size = JSON.stringify(converted).length
    expect(size).toBeLessThan(JSON.stringify(json).length * 4 + 20_000_000)
    if (converted?.ok) expect(readWorkflow(JSON.parse(JSON.stringify(converted.value.document)) as never)).toBeDefined()
    const { problems } = converted?.ok ? converted.value.report : { problems: [] }
    expect(JSON.stringify(problems).length).toBeLessThan(1_000_000)
  })

  it('whose inner JSON is nested deeply or uses a reserved name is refused', () => {
    const node = (inputs: string): string =>
      `{"nodes": [{"id": "a", "data": {"name": "llmChain", "inputParams": [], "inputs": {"a": ${inputs}}}}], "edges": []}`
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    expect(convert({ flowData: node(deep) })).toMatchObject({ problem: { code: 'workflow.too-deep' } })
    expect(convert({ flowData: node('{"__proto__": {"x": 1}}') })).toMatchObject({
      problem: { code: 'workflow.reserved-name' },
    })
  })

  it('with a task that follows 200,000 parallel tasks is refused by their number', () => {
    const type = 'io.kestra.plugin.core.flow.Parallel'
    const tasks = Array.from({ length: 200_000 }, (_, index) => ({ id: `t${index}`, type: 'Log' }))
    expect(
      convert({
        id: 'a',
        namespace: 'b',
        tasks: [
          { id: 'p', type, tasks },
          { id: 'q', type },
        ],
      }),
    ).toMatchObject({ problem: { code: 'workflow.too-large' } })
  })

  it('whose node has the id of an added node keeps both', () => {
    const converted = convert(
      toN8n(
        ['A', 'B', 'Target', 'Target_inputs'].map((name) => n8nNode(name)),
        [
          ['A', 'Target'],
          ['B', 'Target'],
        ],
      ),
    )
    if (!converted?.ok) expect.fail('not converted')
    const { nodes } = converted.value.document as { nodes: { id: string }[] }
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(5)
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

const hidden = 'hunter2Hunter2'
it.each<[string, object]>([
  ['a list below a secret name', { apiKey: [hidden] }],
  ['an object below a secret name', { token: { __rl: true, value: hidden, mode: 'id' } }],
  ['a header in a text', { headers: `Accept: */*\nX-Api-Key: ${hidden}` }],
  ['JSON in a text', { body: `{"user": "a", "client_secret": "${hidden}"}` }],
  ['escaped JSON in a text', { body: `{\\"client_secret\\": \\"${hidden}\\"}` }],
  ['code', { jsCode: `const apiKey = '${hidden}'\nreturn items` }],
  ['a parameter of a URL', { url: `https://example.com/?client_secret=${hidden}&a=1` }],
  ['a signed URL', { url: `https://example.com/?X-Amz-Signature=${hidden}` }],
  ['the path of a webhook', { url: `https://hooks.slack.com/services/T00/B00/${hidden}` }],
  ['the path of a bot', { url: `https://api.telegram.org/bot12345:${hidden}/sendMessage` }],
  ['a pair with other names', { headers: [{ keyType: 'other', keyValue: 'Authorization', valueValue: hidden }] }],
])('a secret is removed from %s', (_where, parameters) => {
  const converted = convert(toN8n([n8nNode('A', parameters, 'x.unknown')]))
  if (!converted?.ok) expect.fail('not converted')
  expect(JSON.stringify(converted.value)).not.toContain(hidden)
  expect(converted.value.report.problems.map(({ code }) => code)).toContain('foreign.secrets')
})

it.each<[string, object]>([
  [
    'a variable of the workflow',
    {
      kind: 'app',
      app: { name: 'A' },
      workflow: {
        graph: { nodes: [{ id: 'a', data: { type: 'start' } }], edges: [] },
        environment_variables: [{ name: 'OPENAI_API_KEY', value_type: 'string', value: hidden }],
      },
    },
  ],
  [
    'an input of the workflow',
    {
      id: 'a',
      namespace: 'b',
      inputs: [{ id: 'api_token', defaults: hidden }],
      tasks: [{ id: 't', type: 'io.kestra.Log' }],
    },
  ],
  ['the comment of a node', toN8n([{ ...n8nNode('A'), notes: `password: "${hidden}"` } as ReturnType<typeof n8nNode>])],
  ['a note', toN8n([n8nNode('A'), n8nNode('N', { content: `Token: ${hidden}` }, 'n8n-nodes-base.stickyNote')])],
  ['the description', { ...toN8n([n8nNode('A')]), description: `Use the secret = "${hidden}"` }],
  [
    'stored credentials of a node',
    [{ id: 'a', type: 'mqtt out', z: 't', wires: [], credentials: { user: hidden, pin: hidden } }],
  ],
])('a secret is removed from %s', (_where, json) => {
  const converted = convert(json)
  if (!converted?.ok) expect.fail('not converted')
  expect(JSON.stringify(converted.value)).not.toContain(hidden)
  expect(converted.value.report.problems.map(({ code }) => code)).toContain('foreign.secrets')
})
