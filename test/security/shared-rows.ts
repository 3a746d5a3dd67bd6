import { loadFile } from '@aw-flow/agents'
import {
  defineNode,
  quoteIdentifier,
  runWorkflow,
  sql,
  systemClock,
  tableName,
  unsafeSql,
  type Files,
  type NodeDefinition,
  type ExternalServices,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import {
  createEmptyWorkflow,
  foldRun,
  readWorkflow,
  type Config,
  type RunView,
  type Values,
  type Workflow,
  type WorkflowNode,
} from '@aw-flow/schema'
import { z } from 'zod'
import { assertEqual } from '../../packages/data/tables/test-case.ts'

/** A check that vulnerabilities of peers (by number) do not occur here. Runs in Node and in a worker of the page. */
export interface SharedRow {
  title: string
  run(tables: Tables): Promise<void>
}

const encoder = new TextEncoder()

const node = (id: string, type: string, config: Config): WorkflowNode => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: '', config },
})
const chain = (...nodes: WorkflowNode[]): Workflow => ({
  ...createEmptyWorkflow(),
  settings: { retry: { count: 0, delaysMs: [1] } },
  nodes,
  edges: nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: nodes[index]!.id, target: id })),
})

function textFile(fileName: string, text: string): SourceFile {
  const bytes = encoder.encode(text)
  const dataset = [...fileName].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7)
  return {
    dataset: dataset.toString(16).padStart(64, '0'),
    name: fileName,
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
  }
}

async function runChain(
  tables: Tables,
  workflow: Workflow,
  {
    services = {},
    file,
    inputs = {},
    own = [],
  }: { services?: ExternalServices; file?: SourceFile; inputs?: Record<string, Values>; own?: NodeDefinition[] } = {},
): Promise<RunView> {
  const files: Files = { open: async (dataset) => (dataset === file?.dataset ? file : undefined) }
  const record = await runWorkflow({
    workflow,
    run: 'the-run-id',
    seed: 1,
    inputs: file ? { load: { file: { kind: 'file', dataset: file.dataset, name: file.name } }, ...inputs } : inputs,
    catalog: createBuiltInCatalog(own),
    tables,
    files,
    services,
    clock: systemClock,
    signal: new AbortController().signal,
  })
  return foldRun(record)
}

/** A service with a constant response that records its requests. */
function createService(text: string): ExternalServices & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    egress: {
      async fetch({ url, body }) {
        asked.push(`${url} ${body instanceof Uint8Array ? new TextDecoder().decode(body) : ''}`)
        const pieces = async function* (): AsyncGenerator<Uint8Array> {
          yield encoder.encode(text)
        }
        return {
          status: 200,
          url,
          headers: {},
          body: pieces(),
          redact: (value) => value,
          rejectSecrets: async () => undefined,
          close: async () => undefined,
        }
      },
    },
  }
}

function expectNoPollution(): void {
  assertEqual(({} as Record<string, unknown>).polluted, undefined)
  assertEqual(Object.keys(Object.prototype), [])
}

const evil = '{{run.id}} ${run.id} {{$eval("1")}} $(run.id)'

const evaluationRows: SharedRow[] = [
  {
    title: '[6] the response of a service is evaluated neither in the next request nor by an expression',
    async run(tables) {
      const services = createService(JSON.stringify({ text: evil }))
      const body = 'Said: {{first.body.text}}'
      const second = node('second', 'http_request', {
        url: 'https://a.example/',
        method: 'POST',
        bodyKind: 'text',
        body,
      })
      const view = await runChain(
        tables,
        chain(
          node('first', 'http_request', { url: 'https://a.example/' }),
          second,
          node('third', 'variable', { expression: 'first.body.text & "!"' }),
        ),
        { services },
      )
      assertEqual(view.state, 'completed')
      assertEqual(services.asked[1], `https://a.example/ Said: ${evil}`)
      assertEqual(view.nodes.third?.outputs, { value: { kind: 'json', json: `${evil}!` } })
    },
  },
  {
    title: '[6] start data is not evaluated in a notification',
    async run(tables) {
      const notifications: string[] = []
      const notices = { show: async ({ text }: { text: string }) => void notifications.push(text) }
      const start = node('start', 'webhook', {
        sample: JSON.stringify({ text: evil }).replaceAll('{{', '\\u007b\\u007b'),
      })
      const notify = node('notify', 'notification', { message: '{{trigger_data.text}}' })
      await runChain(tables, chain(start, notify), { services: { notifications: notices } })
      assertEqual(notifications, [evil])
    },
  },
  {
    title: '[6] the content of a file is not evaluated in a request',
    async run(tables) {
      const services = createService('1')
      const ask = node('ask', 'http_request', { url: 'https://a.example/', method: 'POST', bodyKind: 'rows' })
      const file = textFile('a.csv', `id,text\n1,"${evil.replaceAll('"', '""')}"\n2,b\n`)
      await runChain(tables, chain(node('load', 'loading', {}), ask), { services, file })
      assertEqual(JSON.parse(services.asked[0]!.slice('https://a.example/ '.length)), [
        { id: 1, text: evil },
        { id: 2, text: 'b' },
      ])
    },
  },
  {
    title: '[11] a body that claims to be a file is data and opens no file',
    async run(tables) {
      const forged = { files: [{ filepath: '/etc/passwd' }], kind: 'file', dataset: 'a'.repeat(64), name: 'x' }
      const workflow = chain(node('start', 'webhook', {}))
      const view = await runChain(tables, workflow, { inputs: { start: { data: { kind: 'json', json: forged } } } })
      assertEqual(view.nodes.start?.outputs.data, { kind: 'json', json: forged })
      const file: Values = { data: { kind: 'file', dataset: 'a'.repeat(64), name: 'x' } }
      const given = await runChain(tables, workflow, { inputs: { start: file } })
      assertEqual(
        Object.values(given.nodes.start?.outputs ?? {}).map(({ kind }) => kind),
        ['json', 'json'],
      )
    },
  },
]

const reservedNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']
const offsets = [0, 6]
const documents: [format: string, fileName: string, text: string][] = [
  ['CSV', 'a.csv', `${reservedNames.join(',')}\n1,2,3,4,5,6\n7,8,9,10,11,12\n`],
  [
    'JSON',
    'a.json',
    `[${offsets.map((from) => `{${reservedNames.map((key, index) => `"${key}": ${index + 1 + from}`).join(',')}}`).join(',')}]`,
  ],
  [
    'JSON Lines',
    'a.jsonl',
    offsets
      .map((from) => `{${reservedNames.map((key, index) => `"${key}": ${index + 1 + from}`).join(',')}}`)
      .join('\n'),
  ],
  [
    'XML',
    'a.xml',
    `<rows>${offsets.map((from) => `<row>${reservedNames.map((key, index) => `<${key}>${index + 1 + from}</${key}>`).join('')}</row>`).join('')}</rows>`,
  ],
  [
    'HTML',
    'a.html',
    `<table><tr>${reservedNames.map((key) => `<th>${key}</th>`).join('')}</tr>${offsets.map((from) => `<tr>${reservedNames.map((_, index) => `<td>${index + 1 + from}</td>`).join('')}</tr>`).join('')}</table>`,
  ],
]

const pollutionRows: SharedRow[] = [
  ...documents.map(([format, fileName, text]): SharedRow => ({
    title: `[13, 14] columns of ${format} that are named like properties of a prototype are data in every step`,
    async run(tables) {
      const id = `evil_${fileName.replace('.', '_')}`
      const { table } = await loadFile(textFile(fileName, text), { tables, id, maxRetries: 3 })
      assertEqual(table.columns.map((column) => column.name).sort(), [...reservedNames].sort())
      const sum = reservedNames.map((key) => sql`${quoteIdentifier(key)}`).reduce((all, one) => sql`${all} + ${one}`)
      const from = quoteIdentifier(tableName(table.id))
      const rows = await tables.rows(sql`SELECT CAST(${sum} AS BIGINT) AS total FROM ${from} ORDER BY 1`)
      assertEqual(
        rows.map(({ total }) => Number(total)),
        [21, 57],
      )
      let json = ''
      for await (const chunk of tables.write(table, 'json')) json += new TextDecoder().decode(chunk)
      assertEqual(json.includes('"__proto__"'), true)
      expectNoPollution()
    },
  })),
  {
    title: '[15] the name of the prototype is rejected anywhere in a workflow, and other names are ordinary keys',
    async run() {
      for (const key of ['__proto__', 'constructor', 'prototype']) {
        const isRejected = key === '__proto__'
        const config = `{"a": {"${key}": {"polluted": 1}}}`
        const one = (id: string, of: string): string =>
          `{"version":1,"name":"x","nodes":[{"id":"${id}","type":"table","position":{"x":0,"y":0},"data":{"label":"","config":${of}}}],"edges":[]}`
        const steps = `{"name":"x","steps":[{"type":"loading","config":${config}}],"global_config":{"${key}":1}}`
        for (const text of [one('a', config), one(key, '{}'), steps]) {
          const { workflow, problems } = readWorkflow(text)
          assertEqual([key, text, workflow === undefined], [key, text, isRejected])
          if (isRejected) assertEqual(problems.length > 0, true)
        }
      }
      expectNoPollution()
    },
  },
  {
    title: '[16] paths into a response read own keys only',
    async run(tables) {
      for (const nextPath of ['__proto__.next', 'constructor.name', 'items.length', 'toString']) {
        const services = createService('{"items": [1]}')
        const config = { url: 'https://a.example/', paging: 'next-url', nextPath, itemsPath: 'items' }
        const view = await runChain(tables, chain(node('ask', 'http_request', config)), { services })
        assertEqual(view.nodes.ask?.outputs.body, { kind: 'json', json: [1] })
        assertEqual(services.asked.length, 1)
      }
      expectNoPollution()
    },
  },
]

const networkRows: SharedRow[] = [
  {
    title: '[35] every node that requests a service fails without network access',
    async run(tables) {
      for (const [type, config] of [
        ['http_request', { url: 'http://127.0.0.1:9/' }],
        ['custom_tool', { url: 'http://127.0.0.1:9/' }],
        ['loading', { address: 'http://127.0.0.1:9/a.csv' }],
        ['notification', { channel: 'webhook', url: 'http://127.0.0.1:9/' }],
      ] as const) {
        const view = await runChain(tables, chain(node('a', type, config)))
        assertEqual(view.nodes.a?.error?.problem.code, 'outside.no-egress')
      }
    },
  },
]

const hostileNames = [
  'a"b',
  `a'b`,
  'x; DROP TABLE secret; --',
  '"); DROP TABLE secret; --',
  `') OR 1=1 --`,
  '/* c */',
  '$1',
  '{{run.id}}',
  'select',
  'a\nb',
  '__proto__',
]
/** Every table node over columns with these names and values. */
const tableNodes = (column: string, other: string): [type: string, config: Config][] => [
  ['select', { columns: [column] }],
  ['filter', { conditions: [{ column, is: 'not-equals', value: column }] }],
  ['filter', { conditions: [{ column, is: 'contains', value: column }], match: 'any' }],
  ['sort', { by: [{ column, direction: 'descending' }] }],
  ['deduplicate', { columns: [column] }],
  ['sample', { rows: 1 }],
  ['split', { how: 'value', column, values: [column] }],
  ['fill', { how: 'constant', columns: [column], value: column }],
  ['fill', { how: 'previous', columns: [column], within: [other] }],
  ['derive_column', { column: `${column}2`, expression: `$uppercase(\`${column}\`)` }],
  ['rename_and_cast', { columns: [{ column, name: `${column}3`, type: 'VARCHAR' }] }],
  ['unpivot', { columns: [column], nameColumn: `${column}4`, valueColumn: `${column}5` }],
  [
    'aggregate',
    { groupBy: [column], measures: [{ function: 'join', column: other, separator: column, as: `${column}6` }] },
  ],
  ['pivot', { rows: [other], column, values: [column, 'x'], prefix: column }],
  ['pivot', { rows: [other], column, function: 'max', value: column }],
]

const injectionRows: SharedRow[] = hostileNames.map((column) => ({
  title: `[42] a column and a value with the text ${JSON.stringify(column)} are names and values in each table node`,
  async run(tables) {
    const other = 'other'
    await tables.create(unsafeSql(`SELECT 1 AS kept`), { id: 'secret' })
    const input = await tables.create(
      sql`SELECT ${column} AS ${quoteIdentifier(column)}, 'o' AS ${quoteIdentifier(other)} UNION ALL SELECT 'x', ${column}`,
      { id: 'hostile-names' },
    )
    const source = defineNode({
      type: 'hostile_rows',
      version: 1,
      family: 'tables',
      title: 'Rows',
      description: 'Gives rows.',
      icon: 'table',
      inputs: [],
      outputs: [{ name: 'table', type: 'table' }],
      settings: z.strictObject({}),
      describe: () => ({ outputs: { table: { type: 'table', columns: input.columns } }, summary: 'Rows' }),
      run: async () => ({ outputs: { table: { kind: 'table', table: input } } }),
    })
    const isNameable = !/[\n`]/.test(column)
    for (const [type, template] of tableNodes(column, other)) {
      if (type === 'derive_column' && !isNameable) continue
      // In a document, text that looks like a placeholder is one unless it is escaped.
      const config = JSON.parse(JSON.stringify(template).replaceAll('{{', '\\\\{{')) as Config
      const workflow = chain(node('rows', 'hostile_rows', {}), node('a', type, config))
      const view = await runChain(tables, workflow, { own: [source] })
      assertEqual([type, view.nodes.a?.state, view.nodes.a?.error?.problem.message], [type, 'completed', undefined])
    }
    assertEqual(await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName('secret'))}`), [{ kept: 1 }])
    expectNoPollution()
  },
}))

export const sharedRows: readonly SharedRow[] = [...evaluationRows, ...pollutionRows, ...networkRows, ...injectionRows]
