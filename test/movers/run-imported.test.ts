import { openDuckDb } from '@aw-flow/data/node'
import { runWorkflow, systemClock, type Egress, type Tables } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/node'
import { foldRun, readWorkflow } from '@aw-flow/schema'
import { convertForeignFile } from '@aw-flow/schema/foreign'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exampleOutside } from '../nodes/example-outside.ts'

const catalog = createBuiltInCatalog()
const sandbox = openSandbox()
let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb({ threads: 2 })
})
afterAll(async () => {
  await tables.close()
  await sandbox.close()
})

const order = '{"id": 3, "name": "Ada", "total": 7, "count": 12, "customer": {"name": "Ada"}}'

/** A service that answers every request with an order, and a request for customers with a list. */
const egress: Egress = {
  fetch: async ({ url }: { url: string }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    url: 'https://service.example.com',
    redact: (text: string) => text,
    rejectSecrets: async () => undefined,
    close: async () => undefined,
    body: (async function* () {
      yield new TextEncoder().encode(url.endsWith('customers') ? `[${order}, ${order}]` : order)
    })(),
  }),
} as unknown as Egress

it.each([
  ['n8n/webhook-echo.json', { edit_fields: { greeting: 'Hello ADA', count: 3, nested: { flag: true } } }],
  ['n8n/loop-over-customers.json', {}],
  ['node-red/request-items.json', { many: expect.objectContaining({ count: 12 }) }],
  ['node-red/web-page.json', { page: 'Hello Ada!' }],
  ['kestra/choice.json', {}],
  ['kestra/parallel.yaml', { end: { a: 200 } }],
  ['dify/javascript.json', {}],
  ['airflow/fan.json', {}],
])('%s runs to its end on a stand-in service', async (file, results) => {
  const converted = await convertForeignFile(readFileSync(new URL(`../fixtures/movers/${file}`, import.meta.url)))
  if (!converted?.ok) expect.fail('not converted')
  expect(converted.value.report.nodes.filter(({ status }) => status === 'missing')).toEqual([])
  const { workflow } = readWorkflow(converted.value.document)
  const events = await runWorkflow({
    workflow: workflow!,
    run: 'imported',
    inputs: {},
    seed: 1,
    catalog,
    tables,
    files: { open: async () => undefined, add: () => Promise.reject(new Error('No file is expected.')) },
    services: { ...exampleOutside(), egress },
    sandbox,
    clock: systemClock,
    signal: AbortSignal.timeout(60_000),
    workflows: {},
  })
  const view = foldRun(events)
  const failures = Object.values(view.nodes).flatMap(({ node, error }) => (error ? [[node, error.problem]] : []))
  expect(failures).toEqual([])
  expect(view.state).toBe('completed')
  const outputs = Object.fromEntries(
    Object.entries(results).map(([id]) => [
      id,
      Object.values(view.nodes[id]!.outputs).map((value) =>
        value.kind === 'json' ? value.json : value.kind === 'text' ? value.text : null,
      )[0],
    ]),
  )
  expect(outputs).toMatchObject(results)
})
