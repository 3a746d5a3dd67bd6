import { createMessageFormatter, english } from '@aw-flow/messages/catalogs'
import { messages as german } from '@aw-flow/messages/de'
import { httpApiMessages } from '@aw-flow/messages/de/http-api'
import { builtInNodes } from '@aw-flow/nodes'
import type { Problem } from '@aw-flow/schema'
import { beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'

/** Each wrong input of triggers and remote agents is answered with its value and the next step, in both languages. */
const formatters = {
  en: createMessageFormatter('en', english),
  de: createMessageFormatter('de', { ...german, ...httpApiMessages }),
}

let workflow: string
let schedule: string
let webhook: string
let token: string

const { server } = openTestApp({ nodes: builtInNodes, allowHosts: [] })
beforeAll(async () => {
  workflow = await addWorkflow('Orders', { method: 'POST' })
  schedule = await readFirst(`/api/v1/schedules?workflow_id=${workflow}`)
  webhook = await readFirst(`/api/v1/webhooks?workflow_id=${workflow}`)
  const turnedOn = await send('PATCH', `/api/v1/webhooks/${webhook}`, {
    enabled: true,
    allowed_addresses: ['192.0.2.0/24'],
  })
  token = String(turnedOn.body.token)
  await send('POST', '/api/v1/agents', { name: 'scorer', url: 'https://agents.example.com/score' })
  await send('PUT', '/api/v1/event-types/order.paid', { description: '', schema: { type: 'object', required: ['id'] } })
})

async function addWorkflow(name: string, config: object): Promise<string> {
  const { body } = await send('POST', '/api/v1/workflows', {
    name,
    status: 'published',
    nodes: [
      { id: 'daily', type: 'schedule', data: { label: 'Daily', config: { cron: '0 6 * * *' } } },
      { id: 'hook', type: 'webhook', data: { label: 'Hook', config } },
    ],
    edges: [],
  })
  return String(body.id)
}
const readFirst = async (path: string): Promise<string> => (await send('GET', path)).body.items![0]!.id

interface Sent {
  status: number
  body: Record<string, unknown> & { error: Problem & { message: string }; items?: { id: string }[] }
}
async function send(method: string, path: string, body?: unknown): Promise<Sent> {
  const response = await server.requestFrom('198.51.100.7', path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Sent['body'] }
}

/** The parameters of a problem, with the code of its reason instead of the whole reason. */
const toParameters = ({ params = {} }: Problem): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'code' in value ? value.code : value,
    ]),
  )

/** Expects a problem whose text has the values and a next step, in English and German. */
async function expectProblem(
  request: readonly [method: string, path: string, body?: unknown],
  [status, code, params, values]: readonly [status: number, code: string, params: object, values: readonly string[]],
): Promise<void> {
  const sent = await send(...request)
  expect([sent.status, sent.body.error?.code], JSON.stringify(sent.body)).toEqual([status, code])
  expect(toParameters(sent.body.error)).toEqual(params)
  const { params: sentParams } = sent.body.error
  for (const [language, formatter] of Object.entries(formatters)) {
    const { message, hint = '' } = formatter.renderProblem({ code, ...(sentParams ? { params: sentParams } : {}) })
    for (const value of values) expect(message, language).toContain(value)
    expect(message, language).not.toMatch(/\{\$|undefined|�/)
    expect(hint, language).not.toBe('')
    // The place of a problem is between them.
    if (language === 'en') for (const text of [message, hint]) expect(sent.body.error.message).toContain(text)
  }
}

describe('a schedule', () => {
  const timing = (step: string, reason: string) => ({ step, reason })
  it.each([
    [{}, 'schedule.no-times', {}, []],
    [{ cron: '0 6 * *' }, 'schedule.setting', timing('cron', 'trigger.cron-fields'), ['"0 6 * *"']],
    [{ cron: '60 6 * * *' }, 'schedule.setting', timing('cron', 'trigger.cron-field'), ['60', '"60 6 * * *"']],
    [{ cron: '0 6 32 * *' }, 'schedule.setting', timing('cron', 'trigger.cron-field'), ['32']],
    [{ cron: '0 6 * 13 *' }, 'schedule.setting', timing('cron', 'trigger.cron-field'), ['13']],
    [{ cron: '0 6 * * 5#6' }, 'schedule.setting', timing('cron', 'trigger.cron-field'), ['5#6']],
    [{ cron: '61 0 6 * * *' }, 'schedule.setting', timing('cron', 'trigger.cron-field'), ['61']],
    [{ cron: '@often' }, 'schedule.setting', timing('cron', 'trigger.cron-invalid'), ['@often']],
    [{ cron: '0 0 30 2 *' }, 'schedule.setting', timing('never', 'trigger.cron-never'), ['0 0 30 2 *']],
    [{ every_seconds: 0.5 }, 'schedule.setting', timing('everySeconds', 'trigger.interval'), []],
    [{ every_seconds: 315_360_001 }, 'schedule.setting', timing('everySeconds', 'trigger.interval'), ['10']],
    [{ dates: ['2026-02-30'], times: ['08:00'] }, 'schedule.setting', timing('dates', 'trigger.date'), ['2026-02-30']],
    [{ dates: ['2026-02-03'], times: ['25:00'] }, 'schedule.setting', timing('times', 'trigger.time'), ['25:00']],
    [{ dates: ['2026-02-03'] }, 'schedule.setting', timing('times', 'trigger.no-times'), []],
    [{ times: ['08:00'] }, 'schedule.setting', timing('dates', 'trigger.no-dates'), []],
    [{ cron: '0 6 * * *', excluded_dates: ['24.12.2026'] }, 'schedule.setting', timing('excludedDates', 'trigger.date'), ['24.12.2026']], // oxfmt-ignore
    [{ cron: '0 6 * * *', time_zone: 'Mars/Olympus' }, 'schedule.setting', timing('timeZone', 'trigger.time-zone'), ['Mars/Olympus']], // oxfmt-ignore
    [
      { cron: '0 6 * * *', start_at: '2026-02-03T00:00:00Z', end_at: '2026-02-01T00:00:00Z' },
      'schedule.setting',
      timing('end', 'trigger.period'),
      ['2026-02-01T00:00:00.000Z', '2026-02-03T00:00:00.000Z'],
    ],
  ])('with %j names %s', async (fields, code, params, values) => {
    await expectProblem(
      ['POST', '/api/v1/schedules', { workflow_id: workflow, ...fields }],
      [422, code, params, values],
    )
  })

  it('with too many times names their number', async () => {
    const dates = Array.from({ length: 101 }, () => '2026-02-03')
    const body = { workflow_id: workflow, dates, times: Array.from({ length: 100 }, () => '08:00') }
    const params = timing('size', 'trigger.calendar-size')
    await expectProblem(['POST', '/api/v1/schedules', body], [422, 'schedule.setting', params, ['100', '10']])
  })

  it.each([
    ['GET', '/api/v1/schedules/none', undefined, 404, 'schedule.not-found', { id: 'none' }, ['none']],
    [
      'POST',
      '/api/v1/schedules',
      { workflow_id: 'none', cron: '0 6 * * *' },
      404,
      'workflow.not-found',
      { id: 'none' },
      ['none'],
    ],
    [
      'GET',
      '/api/v1/schedules/calendar?from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z',
      undefined,
      422,
      'schedule.calendar-days',
      { days: 334, max: 62 },
      ['334', '62'],
    ],
    [
      'GET',
      '/api/v1/schedules/calendar?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
      undefined,
      422,
      'schedule.setting',
      { step: 'end', reason: 'trigger.period' },
      ['2026-01-01', '2026-01-02'],
    ],
  ] as const)('%s %s %j names what is wrong', async (method, path, body, status, code, params, values) => {
    // oxfmt-ignore
    await expectProblem([method, path, body], [status, code, params, values])
  })

  it('names a period without times, and the node that defines its times', async () => {
    const path = `/api/v1/schedules/${schedule}`
    const backfill = { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }
    await expectProblem(
      ['POST', `${path}/backfill`, backfill],
      [422, 'schedule.setting', { step: 'end', reason: 'trigger.period' }, ['2026-01-01', '2026-01-02']],
    )
    const node = { node: 'daily', workflow: 'Orders' }
    await expectProblem(
      ['PATCH', path, { cron: '0 7 * * *' }],
      [409, 'schedule.defined-by-node', node, ['daily', 'Orders']],
    )
    await expectProblem(['DELETE', path], [409, 'schedule.defined-by-node', node, ['daily', 'Orders']])
  })
})

describe('a webhook', () => {
  it('names addresses, signatures, methods and paths', async () => {
    await expectProblem(
      ['POST', `/hooks/${token}`, {}],
      [403, 'hook.address', { address: '198.51.100.7' }, ['198.51.100.7']],
    )
    const path = `/api/v1/webhooks/${webhook}`
    await expectProblem(['PATCH', path, { scheme: 'github' }], [409, 'webhook.no-secret', { scheme: 'github' }, ['github']]) // oxfmt-ignore
    await expectProblem(['PATCH', path, { path: 'orders' }], [409, 'webhook.open-path', { path: 'orders' }, ['orders']])
    expect((await send('PATCH', path, { scheme: 'github', secret: 'a-secret-of-24-characters', path: 'orders', allowed_addresses: [] })).status).toBe(200) // oxfmt-ignore
    await expectProblem(['POST', `/hooks/${token}`, {}], [401, 'hook.signature', { reason: 'missing' }, []])
    const other = await addWorkflow('Returns', {})
    const otherHook = await readFirst(`/api/v1/webhooks?workflow_id=${other}`)
    await expectProblem(
      [
        'PATCH',
        `/api/v1/webhooks/${otherHook}`,
        { scheme: 'github', secret: 'a-secret-of-24-characters', path: 'orders' },
      ],
      [409, 'webhook.path-taken', { path: 'orders', workflow: 'Orders' }, ['orders', 'Orders']],
    )
    expect((await send('PATCH', path, { scheme: 'none', path: null })).status).toBe(200)
    await expectProblem(['PUT', `/hooks/${token}`, {}], [405, 'hook.method', { method: 'POST' }, ['POST']])
    expect((await send('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'draft' })).status).toBe(200)
    await expectProblem(['POST', `/hooks/${token}`, {}], [409, 'hook.not-published', { workflow: 'Orders' }, ['Orders']]) // oxfmt-ignore
  })

  it('at an unknown address is answered alike, whatever the address is', async () => {
    await expectProblem(['POST', '/hooks/unknown', {}], [404, 'hook.not-found', {}, []])
    await expectProblem(['POST', '/hooks-test/unknown', {}], [404, 'hook.no-test', {}, []])
    await expectProblem(['GET', '/api/v1/webhooks/none'], [404, 'webhook.not-found', { id: 'none' }, ['none']])
    await expectProblem(['GET', '/api/v1/webhook-endpoints/none'], [404, 'webhook-endpoint.not-found', { id: 'none' }, ['none']]) // oxfmt-ignore
  })
})

describe('events, watches and agents', () => {
  it.each([
    ['GET', '/api/v1/events/none', undefined, 404, 'event.not-found', { id: 'none' }, ['none']],
    ['DELETE', '/api/v1/event-types/none', undefined, 404, 'event-type.not-found', { event: 'none' }, ['none']],
    [
      'PATCH',
      '/api/v1/event-triggers/none',
      { enabled: true },
      404,
      'event-trigger.not-found',
      { id: 'none' },
      ['none'],
    ],
    ['GET', '/api/v1/watches/none', undefined, 404, 'watch.not-found', { id: 'none' }, ['none']],
    ['GET', '/api/v1/agents/none', undefined, 404, 'agent.not-found', { id: 'none', path: '/api/v1/agents' }, ['none']],
    [
      'POST',
      '/api/v1/agents',
      { name: 'scorer', url: 'https://agents.example.com/' },
      409,
      'agent.name-taken',
      { name: 'scorer' },
      ['scorer'],
    ],
    ['DELETE', '/api/v1/agents/loading', undefined, 409, 'agent.built-in', { id: 'loading' }, ['loading']],
    ['PATCH', '/api/v1/notification-rules/none', {}, 404, 'notification-rule.not-found', { id: 'none' }, ['none']],
    ['DELETE', '/api/v1/push-subscriptions/none', undefined, 404, 'push.not-found', { id: 'none' }, ['none']],
  ] as const)('%s %s names what is wrong', async (method, path, body, status, code, params, values) => {
    // oxfmt-ignore
    await expectProblem([method, path, body], [status, code, params, values])
  })

  it('of a type names what the data lacks', async () => {
    const sent = await send('POST', '/api/v1/events', { type: 'order.paid', data: {} })
    expect([sent.status, sent.body.error.code]).toEqual([422, 'event.data'])
    expect(sent.body.error.message).toContain('order.paid')
    expect(sent.body.error.message).toContain('id')
  })
})
