import { loadFile } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { name, runWorkflow, sql, systemClock, tableName, type Outside, type Tables } from '@aw-flow/engine'
import { builtInCatalogue } from '@aw-flow/nodes'
import { emptyWorkflow, foldRun, readWorkflow, type Json, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryFiles } from '../../packages/nodes/actions/test-service.ts'
import { textFile } from '../../packages/nodes/test-node.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
})
afterAll(() => tables.close())

const node = (id: string, type: string, config: Record<string, Json>): WorkflowNode => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: '', config },
})
const workflowOf = (nodes: WorkflowNode[]): Workflow => ({
  ...emptyWorkflow(),
  nodes,
  edges: nodes.slice(1).map(({ id }, at) => ({ id: `e${at}`, source: nodes[at]!.id, target: id })),
})
const run = async (workflow: Workflow, outside: Outside, file?: ReturnType<typeof textFile>) => {
  const files = file ? memoryFiles(file) : memoryFiles()
  const inputs = file ? { load: { file: { kind: 'file' as const, dataset: file.dataset, name: file.name } } } : {}
  const record = await runWorkflow({
    workflow,
    run: 'the-run-id',
    seed: 1,
    inputs,
    catalogue: builtInCatalogue(),
    tables,
    files,
    outside,
    clock: systemClock,
    signal: new AbortController().signal,
  })
  return foldRun(record)
}
const answering = (text: string): Outside & { asked: string[] } => {
  const asked: string[] = []
  return {
    asked,
    egress: {
      async fetch({ url, body }) {
        asked.push(`${url} ${body instanceof Uint8Array ? new TextDecoder().decode(body) : ''}`)
        const pieces = async function* (): AsyncGenerator<Uint8Array> {
          yield new TextEncoder().encode(text)
        }
        return { status: 200, url, headers: {}, body: pieces(), redact: (one) => one, close: async () => undefined }
      },
    },
  }
}

const evil = '{{run.id}} ${run.id} {{$eval("1")}} $(run.id)'

describe('[6] what data brings is never evaluated', () => {
  it('not from a service into the next request', async () => {
    const outside = answering(JSON.stringify({ text: evil }))
    const view = await run(
      workflowOf([
        node('first', 'http_request', { url: 'https://a.example/' }),
        node('second', 'http_request', {
          url: 'https://a.example/',
          method: 'POST',
          bodyKind: 'text',
          body: 'Said: {{first.body.text}}',
        }),
        node('third', 'variable', { expression: 'first.body.text & "!"' }),
      ]),
      outside,
    )
    expect(view.state).toBe('completed')
    expect(outside.asked[1]).toBe(`https://a.example/ Said: ${evil}`)
    expect(view.nodes.third?.outputs).toEqual({ value: { kind: 'json', json: `${evil}!` } })
  })

  it('not from a start into a notice, nor from a file into a request', async () => {
    const shown: string[] = []
    const notices = { show: async ({ text }: { text: string }) => void shown.push(text) }
    await run(
      workflowOf([
        node('start', 'webhook', { sample: JSON.stringify({ text: evil }).replaceAll('{{', '\\u007b\\u007b') }),
        node('tell', 'notification', { message: '{{trigger_data.text}}' }),
      ]),
      { notices },
    )
    expect(shown).toEqual([evil])
    const outside = answering('1')
    await run(
      workflowOf([
        node('load', 'loading', {}),
        node('ask', 'http_request', { url: 'https://a.example/', method: 'POST', bodyKind: 'rows' }),
      ]),
      outside,
      textFile('a.csv', `id,text\n1,"${evil.replaceAll('"', '""')}"\n2,b\n`),
    )
    expect(JSON.parse(outside.asked[0]!.slice('https://a.example/ '.length))).toEqual([
      { id: 1, text: evil },
      { id: 2, text: 'b' },
    ])
  })
})

const clean = (): void => {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
}
const reserved = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']

describe('[13, 14] names that could reach a prototype are data', () => {
  it.each([
    ['CSV', 'a.csv', `${reserved.join(',')}\n1,2,3,4,5,6\n7,8,9,10,11,12\n`],
    [
      'JSON',
      'a.json',
      `[{${reserved.map((key, at) => `"${key}": ${at + 1}`).join(',')}},{${reserved.map((key, at) => `"${key}": ${at + 7}`).join(',')}}]`,
    ],
    [
      'JSON lines',
      'a.jsonl',
      [0, 6].map((from) => `{${reserved.map((key, at) => `"${key}": ${at + 1 + from}`).join(',')}}`).join('\n'),
    ],
    [
      'XML',
      'a.xml',
      `<rows>${[0, 6].map((from) => `<row>${reserved.map((key, at) => `<${key}>${at + 1 + from}</${key}>`).join('')}</row>`).join('')}</rows>`,
    ],
    [
      'HTML',
      'a.html',
      `<table><tr>${reserved.map((key) => `<th>${key}</th>`).join('')}</tr>${[0, 6].map((from) => `<tr>${reserved.map((_, at) => `<td>${at + 1 + from}</td>`).join('')}</tr>`).join('')}</table>`,
    ],
  ])('as columns of %s, through load, prepare and pages', async (_, fileName, text) => {
    const { table } = await loadFile(textFile(fileName, text), {
      tables,
      id: `evil_${fileName.replace('.', '_')}`,
      maxRetries: 3,
    })
    expect(table.columns.map((column) => column.name).toSorted()).toEqual(reserved.toSorted())
    const sum = reserved.map((key) => sql`${name(key)}`).reduce((all, one) => sql`${all} + ${one}`)
    const rows = await tables.rows(
      sql`SELECT CAST(${sum} AS BIGINT) AS total FROM ${name(tableName(table.id))} ORDER BY 1`,
    )
    expect(rows.map(({ total }) => Number(total))).toEqual([21, 57])
    const pieces: Uint8Array[] = []
    for await (const piece of tables.write(table, 'json')) pieces.push(piece)
    expect(Buffer.concat(pieces).toString('utf8')).toContain('"__proto__"')
    clean()
  })

  it('[15] as names in a workflow they are refused, wherever they stand', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const config = `{"a": {"${key}": {"polluted": 1}}}`
      for (const text of [
        `{"version":1,"name":"x","nodes":[{"id":"a","type":"table","position":{"x":0,"y":0},"data":{"label":"","config":${config}}}],"edges":[]}`,
        `{"version":1,"name":"x","nodes":[{"id":"${key}","type":"table","position":{"x":0,"y":0},"data":{"label":"","config":{}}}],"edges":[]}`,
        `{"name":"x","steps":[{"type":"loading","config":${config}}],"global_config":{"${key}":1}}`,
      ]) {
        const { workflow, problems } = readWorkflow(text)
        expect([key, workflow, problems.length > 0]).toEqual([key, undefined, true])
      }
    }
    clean()
  })
})

describe('[35] no node asks by itself', () => {
  it('each one that reaches outside does nothing where nothing is open', async () => {
    for (const [type, config] of [
      ['http_request', { url: 'http://127.0.0.1:9/' }],
      ['custom_tool', { url: 'http://127.0.0.1:9/' }],
      ['loading', { address: 'http://127.0.0.1:9/a.csv' }],
      ['notification', { channel: 'webhook', url: 'http://127.0.0.1:9/' }],
    ] as const) {
      const view = await run(workflowOf([node('a', type, config)]), {})
      expect(view.nodes.a?.error?.problem.code).toBe('outside.no-egress')
    }
  })
})

describe('the table of rows', () => {
  const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const lines = readFileSync(at('test/security/README.md'), 'utf8').split('\n')
  const rows = lines.flatMap((line) => {
    const [, number, , held = '', why = ''] = /^\|\s*(\d+)\s*\|([^|]*)\|([^|]*)\|([^|]*)\|$/.exec(line) ?? []
    return number === undefined ? [] : [{ number, held: held.trim(), why: why.trim() }]
  })

  it('has every finding once, each with the tests that hold it or the reason why there is none', () => {
    expect(rows.map(({ number }) => Number(number))).toEqual(Array.from({ length: 44 }, (_, at) => at + 1))
    for (const { number, held, why } of rows) expect([number, held !== '' || why !== '']).toEqual([number, true])
  })

  it.each(rows.filter(({ held }) => held !== '').map(({ number, held }) => [number, held] as const))(
    'names for %s tests that carry its number: %s',
    (number, held) => {
      for (const [, path] of held.matchAll(/`([^`]+)`/g)) {
        const titles = [...readFileSync(at(path!), 'utf8').matchAll(/\[(\d+(?:, \d+)*)\]/g)].flatMap(([, list]) =>
          list!.split(', '),
        )
        expect([path, titles.includes(number)]).toEqual([path, true])
      }
    },
  )
})
