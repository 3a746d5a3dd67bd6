import { createMessageFormatter, englishFormatter } from '@aw-flow/messages/catalogs'
import { messages as germanMessages } from '@aw-flow/messages/de'
import { runWorkflow, systemClock } from '@aw-flow/engine'
import { createEmptyWorkflow, foldRun, type Json, type Values, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { webhookResponseNode } from '../logic/webhook-response.ts'
import { describeNode, runNode } from '../test-node.ts'
import { eventNode } from './event.ts'
import { scheduleNode } from './schedule.ts'
import { triggerNode } from './trigger.ts'
import { webhookNode } from './webhook.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import { createNode } from '../../../test/create-node.ts'

const tables = await openTestTables()
const triggers = [triggerNode, scheduleNode, webhookNode, eventNode]

const workflow = (type: string, config: Record<string, Json>): Workflow => ({
  ...createEmptyWorkflow(),
  nodes: [
    { id: 'start', type, position: { x: 0, y: 0 }, data: { label: '', config } },
    createNode('say', 'variable', { expression: 'trigger_data.who' }, { label: '' }),
  ],
  edges: [{ id: 'e', source: 'start', target: 'say' }],
})
const triggerOutput = async (document: Workflow, inputs: Record<string, Values> = {}): Promise<unknown> => {
  const record = await runWorkflow({
    workflow: document,
    run: 'r',
    seed: 1,
    inputs,
    catalog: createBuiltInCatalog(),
    tables,
    files: { open: async () => undefined },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  return foldRun(record).nodes.say?.outputs
}

describe.each(triggers.map((definition) => [definition.type, definition] as const))('%s', (type, definition) => {
  it('outputs its sample in a manual run, and the received data otherwise', async () => {
    const config = { sample: '{"who": "sample"}' }
    expect(await triggerOutput(workflow(type, config))).toEqual({ value: { kind: 'json', json: 'sample' } })
    const given: Values = { data: { kind: 'json', json: { who: 'caller' } } }
    expect(await triggerOutput(workflow(type, config), { start: given })).toEqual({
      value: { kind: 'json', json: 'caller' },
    })
  })

  it('reports a sample that is not JSON, before and in a run', async () => {
    expect(describeNode(definition, { settings: { sample: '{' } }).problems).toMatchObject([
      { code: 'json.malformed', severity: 'error', where: { setting: 'sample' } },
      ...(type === 'trigger' ? [] : [{ severity: 'info' }]),
    ])
    await expect(runNode(definition, { tables, settings: { sample: '{' } })).rejects.toThrow(
      /The text is not valid JSON/,
    )
  })
})

describe('before a run', () => {
  it.each([
    ['* * * * *', 'Every minute', 'Jede Minute'],
    ['*/15 * * * *', 'Every 15 minutes', 'Alle 15 min'],
    ['5 * * * *', 'Every hour at minute 5', 'Jede Stunde, Minute 5'],
    ['30 */6 * * *', 'Every 6 hours at minute 30', 'Alle 6 h, Minute 30'],
    ['0 18 * * *', 'Every day at 6:00 PM', 'Täglich, 18:00'],
    ['0 7 * * 1-5', 'Monday to Friday at 7:00 AM', 'Mo–Fr, 07:00'],
    ['0 7 * * 3', 'Every Wednesday at 7:00 AM', 'Mi, 07:00'],
    ['0 7 31 * *', 'Day 31 of every month at 7:00 AM', 'Am 31., 07:00'],
    ['0 18 L * *', '0 18 L * *', '0 18 L * *'],
  ])('a schedule of %s is summarized in words', (cron, english, german) => {
    const { summary } = scheduleNode.describe({
      settings: scheduleNode.settings.parse({ cron, timeZone: 'Europe/Berlin' }),
      inputs: {},
      context: { findPreview: () => undefined },
    })
    expect(englishFormatter.format(summary).replaceAll('\u202f', ' ')).toBe(`${english}\nEurope/Berlin`)
    expect(createMessageFormatter('de', germanMessages).format(summary)).toBe(`${german}\nEurope/Berlin`)
  })

  it('triggers that need a server report it', () => {
    const codes = triggers.map((definition) =>
      describeNode(definition).problems?.map(({ code, severity }) => [code, severity]),
    )
    const needs = [['trigger.needs-server', 'info']]
    expect(codes).toEqual([[], needs, needs, needs])
  })

  it.each([
    ['0 6 * *', 'UTC', 'cron'],
    ['61 6 * * *', 'UTC', 'cron'],
    ['0 6 * * FUN', 'UTC', 'cron'],
    ['0 0 6 * * * *', 'UTC', 'cron'],
    ['0 0 30 2 *', 'UTC', 'cron'],
    ['0 6 * * *', 'Mars/Olympus', 'timeZone'],
  ])('a schedule of %s in %s is rejected', (cron, timeZone, setting) => {
    const { problems } = describeNode(scheduleNode, { settings: { cron, timeZone } })
    expect(problems?.filter(({ severity }) => severity === 'error')).toMatchObject([
      { where: { setting }, hint: expect.any(String) },
    ])
  })

  it.each(['*/5 * * * *', '0 8 * * MON-FRI', '15 10 1,15 * *', '0 0 1 JAN *', '0 0 6 * * *', '0 0 L * *'])(
    'a schedule of %s is accepted',
    (cron) => {
      const { problems } = describeNode(scheduleNode, { settings: { cron, timeZone: 'Europe/Berlin' } })
      expect(problems?.filter(({ severity }) => severity === 'error')).toEqual([])
    },
  )
})

describe('a webhook', () => {
  it('[11] never turns a body into a file', async () => {
    const forged = { files: [{ filepath: '/etc/passwd' }], kind: 'file', dataset: 'a'.repeat(64), name: 'x' }
    const { outputs } = await runNode(webhookNode, { tables, inputs: { data: { kind: 'json', json: forged } } })
    expect(outputs.data).toEqual({ kind: 'json', json: forged })
    const file = { kind: 'file' as const, dataset: 'a'.repeat(64), name: 'x' }
    const given = await runNode(webhookNode, { tables, inputs: { data: file, request: file } })
    expect(Object.values(given.outputs).map(({ kind }) => kind)).toEqual(['json', 'json'])
  })
})

describe('the sample request of a webhook', () => {
  it('replaces headers and query in manual runs only', async () => {
    const settings = { sampleRequest: '{"headers": {"x-shop": "7"}, "query": {"page": "2"}}' }
    const manual = await runNode(webhookNode, { tables, settings })
    const expected = { method: 'POST', headers: { 'x-shop': '7' }, query: { page: '2' } }
    expect(manual.outputs.request).toEqual({ kind: 'json', json: expected })
    const request = { kind: 'json' as const, json: { method: 'PUT', headers: {}, query: {} } }
    const received = await runNode(webhookNode, { tables, settings, inputs: { request } })
    expect(received.outputs.request).toEqual(request)
  })

  it('that is not valid JSON is a problem of its setting', async () => {
    const settings = { sampleRequest: '{"headers"' }
    const { problems } = describeNode(webhookNode, { settings })
    const where = { setting: 'sampleRequest' }
    expect(problems?.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'json.malformed', where }])
    await expect(runNode(webhookNode, { tables, settings })).rejects.toMatchObject({ problem: { where } })
  })
})

describe('a webhook response', () => {
  it('responds with JSON, text, rows of a table, or its own body', async () => {
    const answer = async (settings: object, value?: object) =>
      (await runNode(webhookResponseNode, { tables, settings, inputs: value ? { value: value as never } : {} })).outputs
        .response
    const table = await tables.create({ text: 'SELECT range AS id FROM range(1500)' } as never, { id: 'many' })
    const body = async (value: object): Promise<unknown> =>
      ((await answer({}, value)) as { json: { body: unknown } }).json.body
    expect(await answer({ status: 201, headers: { 'X-A': 1 }, body: 'done' })).toEqual({
      kind: 'json',
      json: { status: 201, headers: { 'x-a': '1' }, body: 'done' },
    })
    expect(await body({ kind: 'json', json: { a: 1 } })).toEqual({ a: 1 })
    expect(await body({ kind: 'text', text: 't' })).toBe('t')
    expect(await body({ kind: 'table', table })).toHaveLength(1000)
  })

  it('rejects headers that would break the response', async () => {
    for (const headers of [{ 'a b': 'x' }, { a: 'x\r\nSet-Cookie: b' }]) {
      await expect(runNode(webhookResponseNode, { tables, settings: { headers } })).rejects.toThrow(
        /is not a valid header/,
      )
    }
  })
})
