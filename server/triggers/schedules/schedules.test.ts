import { createCatalog, systemClock } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { DocumentChecks } from '../../validation/document-checks.ts'
import { decideStarts } from '../decide-starts.ts'
import type { OverlapPolicy } from './schedule-policies.ts'
import type { Schedule } from './schedule.ts'
import { addMissingTriggers } from '../trigger-rows.ts'
import { deleteOldStarts, tickSchedules, type ScheduleTickerOptions } from './schedule-ticker.ts'
import { openTestApp } from '../../testing/test-app.ts'
import { createCall } from '../../testing/test-requests.ts'

const minuteMs = 60_000
const catalog = createCatalog(builtInNodes)
const checks = new DocumentChecks({ catalog, nodes: [] })
/** The time of the tickers. */
let time = Date.now()

const { server } = openTestApp({ nodes: builtInNodes })
afterAll(() => checks.close())

const options = (): ScheduleTickerOptions => ({
  backend: server.backend,
  clock: { ...systemClock, now: () => time },
  catalog,
  documents: checks,
  newId: randomUUID,
  newSeed: () => 1,
  onError: (cause) => server.faults.push(cause),
})

const tickAt = async (at: number): Promise<void> => {
  time = at
  await tickSchedules(options())
}

type Body = Record<string, never> & { id: string; items: Body[]; error: { code: string; message: string } }
const call = createCall<Body>(server)

const createDocument = (value: string, cron = '0 6 * * *', extra: object[] = []) => ({
  name: 'Daily',
  nodes: [
    { id: 'daily', type: 'schedule', data: { label: 'Every day', config: { cron, timeZone: 'Europe/Berlin' } } },
    { id: 'say', type: 'variable', data: { label: 'Say', config: { expression: value } } },
    ...extra,
  ],
  edges: [{ id: 'e', source: 'daily', target: 'say' }],
})

async function publishWorkflow(document: object = createDocument('trigger_data.scheduled_at')): Promise<string> {
  const { body } = await call('POST', '/api/v1/workflows', document)
  const { status } = await call('PATCH', `/api/v1/workflows/${body.id}/status`, { status: 'published' })
  expect(status).toBe(200)
  return body.id
}

async function addSchedule(fields: object, document?: object): Promise<Schedule> {
  const workflow = await publishWorkflow(
    document ?? { name: 'Plain', nodes: createDocument('1').nodes.slice(1), edges: [] },
  )
  const { status, body } = await call('POST', '/api/v1/schedules', { workflow_id: workflow, ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return (await server.backend.store.forWorkspace('default').schedules.find(body.id))!
}

const listStarts = async (id: string) => {
  const { items } = await server.backend.store
    .forWorkspace('default')
    .schedules.listStarts(id, { limit: 1000, offset: 0 })
  return items.toReversed()
}
const listStatuses = async (id: string) => (await listStarts(id)).map(({ status }) => status)

/** A workflow whose runs stay active. */
const waiting = { name: 'Waits', nodes: [{ id: 'rest', type: 'delay', data: { label: 'Rest', config: { seconds: 3600 } } }], edges: [] } // oxfmt-ignore
const failing = { name: 'Fails', nodes: [{ id: 'stop', type: 'variable', data: { label: 'Stop', config: { expression: '$error("no")' } } }], edges: [] } // oxfmt-ignore

/** The end of a minute, so that cron expressions of minutes have not been reached. */
const nextMinute = (): number => Math.ceil(Date.now() / minuteMs) * minuteMs

describe('schedule nodes', () => {
  it('are listed and off until a person turns them on, in stored and imported workflows', async () => {
    const { body: draft } = await call('POST', '/api/v1/workflows', createDocument('1'))
    const { body: listed } = await call('GET', `/api/v1/schedules?workflow_id=${draft.id}`)
    expect(listed.items).toMatchObject([
      {
        node_id: 'daily',
        name: 'Every day',
        enabled: false,
        next_at: null,
        cron: '0 6 * * *',
        time_zone: 'Europe/Berlin',
      },
    ])
    const [schedule] = listed.items
    expect(await call('PATCH', `/api/v1/schedules/${schedule!.id}`, { enabled: true })).toMatchObject({
      status: 409,
      body: { error: { code: 'schedule.not-published' } },
    })
    await call('PATCH', `/api/v1/workflows/${draft.id}/status`, { status: 'published' })
    expect((await call('GET', `/api/v1/schedules/${schedule!.id}`)).body).toMatchObject({ enabled: false })
    await tickAt(Date.now() + 48 * 60 * minuteMs)
    expect(await listStarts(schedule!.id)).toEqual([])
  })

  it('start the published version with the planned time as data', async () => {
    const workflow = await publishWorkflow()
    const { items } = (await call('GET', `/api/v1/schedules?workflow_id=${workflow}`)).body
    const { id } = items[0]!
    const { body: enabled } = await call('PATCH', `/api/v1/schedules/${id}`, { enabled: true })
    const planned = String(enabled.next_at)
    // An edit that is not published.
    await call('PUT', `/api/v1/workflows/${workflow}`, { ...createDocument('"draft"'), status: 'published' })
    await tickAt(Date.parse(planned) - 1)
    expect(await listStarts(id)).toEqual([])
    await tickAt(Date.parse(planned) + 30)
    const [start] = await listStarts(id)
    expect(start).toMatchObject({ plannedAt: planned, status: 'started' })
    expect(await server.waitForEnd(start!.runId!)).toMatchObject({ status: 'completed', workflow_version: 2 })
    const { items: steps } = (await call('GET', `/api/v1/runs/${start!.runId}/steps`)).body
    expect(JSON.stringify(steps)).toContain(planned)
    await tickAt(Date.parse(planned) + 60)
    expect(await listStatuses(id)).toEqual(['completed'])
    await call('PATCH', `/api/v1/schedules/${id}`, { enabled: false })
  })

  it('are suspended while the node is removed or the workflow is not published, and follow a new timing', async () => {
    const workflow = await publishWorkflow()
    const { items } = (await call('GET', `/api/v1/schedules?workflow_id=${workflow}`)).body
    const { id } = items[0]!
    const read = async () => (await call('GET', `/api/v1/schedules/${id}`)).body
    await call('POST', `/api/v1/schedules/${id}/resume`)
    const publish = async (document: object): Promise<void> => {
      await call('PUT', `/api/v1/workflows/${workflow}`, document)
      await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'published' })
    }
    await publish(createDocument('1', '30 7 * * *'))
    expect(await read()).toMatchObject({ enabled: true, cron: '30 7 * * *' })
    await tickAt(Date.parse(String((await read()).next_at)))
    await publish({ ...createDocument('1'), nodes: createDocument('1').nodes.slice(1), edges: [] })
    expect(await read()).toMatchObject({ enabled: true, next_at: null, problem: { code: 'schedule.node-removed' } })
    expect((await call('POST', `/api/v1/schedules/${id}/resume`)).body.error.code).toBe('schedule.node-removed')
    await publish(createDocument('1', '0 8 * * *'))
    expect(await read()).toMatchObject({ problem: null, next_at: expect.stringContaining('T0') })
    await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'archived' })
    expect(await read()).toMatchObject({ next_at: null, problem: { code: 'schedule.not-published' } })
    await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'published' })
    expect(await read()).toMatchObject({ problem: null, next_at: expect.stringContaining('T0') })
    await call('DELETE', `/api/v1/workflows/${workflow}`)
    const count = (await listStarts(id)).length
    await tickAt(Date.now() + 49 * 60 * minuteMs)
    expect((await listStarts(id)).length).toBe(count)
    await call('POST', `/api/v1/workflows/${workflow}/restore`)
    expect(await read()).toMatchObject({ enabled: true, problem: null, next_at: expect.stringContaining('T0') })
    await call('POST', `/api/v1/schedules/${id}/pause`)
  })

  it('define name and times of their schedule', async () => {
    const workflow = await publishWorkflow()
    const { items } = (await call('GET', `/api/v1/schedules?workflow_id=${workflow}`)).body
    const path = `/api/v1/schedules/${items[0]!.id}`
    for (const [method, body] of [
      ['PATCH', { cron: '0 7 * * *' }],
      ['DELETE', undefined],
    ] as const) {
      expect(await call(method, path, body)).toMatchObject({
        status: 409,
        body: { error: { code: 'schedule.defined-by-node' } },
      })
    }
    expect((await call('PATCH', path, { overlap: 'queue' })).body).toMatchObject({ overlap: 'queue' })
  })

  it('of workflows that were stored before schedules existed are listed', async () => {
    const { store } = server.backend
    const { database } = store.openedDatabase
    const workflow = await publishWorkflow()
    await database.deleteFrom('schedules').where('workflow_id', '=', workflow).execute()
    await addMissingTriggers(store, 'schedule')
    const { items } = await store
      .forWorkspace('default')
      .schedules.list({ limit: 10, offset: 0 }, { workflowId: workflow })
    expect(items).toMatchObject([{ nodeId: 'daily', enabled: false }])
  })
})

describe('starts', () => {
  it('happen once per planned time, however many servers check', async () => {
    const { id } = await addSchedule({ cron: '* * * * *', overlap: 'allow' })
    const from = nextMinute()
    for (let minute = 0; minute < 5; minute++) {
      time = from + minute * minuteMs + 10
      await Promise.all([1, 2, 3, 4].map(() => tickSchedules(options())))
    }
    const starts = await listStarts(id)
    expect(starts.map(({ plannedAt }) => Date.parse(plannedAt))).toEqual(
      [0, 1, 2, 3, 4].map((minute) => from + minute * minuteMs),
    )
    expect(new Set(starts.map(({ runId }) => runId)).size).toBe(5)
    const { total } = await server.backend.store.forWorkspace('default').runs.list({ limit: 1, offset: 0 }, { workflowId: (await server.backend.store.forWorkspace('default').schedules.find(id))!.workflowId }) // oxfmt-ignore
    expect(total).toBe(5)
  })

  it('are caught up within the window; earlier times are missed', async () => {
    const { id } = await addSchedule({ cron: '* * * * *', overlap: 'allow', catch_up_seconds: 180 })
    const from = nextMinute()
    await tickAt(from + 10 * minuteMs + 1)
    expect(await listStarts(id)).toMatchObject([
      { plannedAt: new Date(from).toISOString(), status: 'missed', missed: 8 },
      { plannedAt: new Date(from + 8 * minuteMs).toISOString(), status: 'started' },
      { plannedAt: new Date(from + 9 * minuteMs).toISOString(), status: 'started' },
      { plannedAt: new Date(from + 10 * minuteMs).toISOString(), status: 'started' },
    ])
  })

  it('are neither repeated nor lost when the clock jumps', async () => {
    const { id } = await addSchedule({ cron: '* * * * *', overlap: 'allow', catch_up_seconds: 600 })
    const from = nextMinute()
    await tickAt(from + 6 * minuteMs)
    expect((await listStarts(id)).length).toBe(7)
    // The clock is set back, and reaches the same times again.
    await tickAt(from + 2 * minuteMs)
    await tickAt(from + 6 * minuteMs)
    expect((await listStarts(id)).length).toBe(7)
    await tickAt(from + 7 * minuteMs)
    expect((await listStarts(id)).length).toBe(8)
    // A clock that was a year ahead does not stop the schedule for a year.
    await tickAt(from + 365 * 24 * 60 * minuteMs)
    await tickAt(from + 8 * minuteMs - 1)
    await tickAt(from + 9 * minuteMs)
    const planned = (await listStarts(id)).filter(({ status }) => status !== 'missed')
    expect(planned.map(({ plannedAt }) => Date.parse(plannedAt))).toContain(from + 9 * minuteMs)
    await call('POST', `/api/v1/schedules/${id}/pause`)
  })

  it('start once each when the clock is set forward by two hours, within the window', async () => {
    const { id } = await addSchedule({ cron: '*/30 * * * *', overlap: 'allow', catch_up_seconds: 3600 })
    const from = Math.ceil(Date.now() / (30 * minuteMs)) * 30 * minuteMs + minuteMs
    await tickAt(from)
    const before = await listStatuses(id)
    await tickAt(from + 120 * minuteMs)
    const starts = await listStarts(id)
    // One row stands for the times that are older than the window.
    expect(starts.slice(before.length)).toMatchObject([
      { status: 'missed', missed: 2 },
      { status: 'started' },
      { status: 'started' },
    ])
    // The clock is corrected, and reaches the same times again.
    await tickAt(from + 1 * minuteMs)
    await tickAt(from + 120 * minuteMs)
    expect((await listStarts(id)).length).toBe(starts.length)
    await tickAt(from + 150 * minuteMs)
    expect((await listStarts(id)).length).toBe(starts.length + 1)
    await call('POST', `/api/v1/schedules/${id}/pause`)
  })

  it('are delayed by the same random time on every server', async () => {
    const { id } = await addSchedule({ cron: '* * * * *', overlap: 'allow', jitter_seconds: 50 })
    const from = nextMinute()
    await tickAt(from)
    const [start] = await listStarts(id)
    const delay = Date.parse(start!.dueAt) - from
    expect(delay).toBeLessThan(50_000)
    expect(await listStatuses(id)).toEqual([delay === 0 ? 'started' : 'due'])
    await tickAt(from + delay)
    expect(await listStatuses(id)).toEqual(['started'])
  })

  it('wait for, skip or cancel the active run, as the policy says', async () => {
    const expected: Record<OverlapPolicy, string[]> = {
      skip: ['started', 'skipped', 'skipped'],
      queue: ['started', 'due', 'skipped'],
      cancel: ['cancelled', 'skipped', 'started'],
      allow: ['started', 'started', 'started'],
    }
    for (const [overlap, statuses] of Object.entries(expected)) {
      const { id } = await addSchedule({ cron: '* * * * *', overlap }, waiting)
      const from = nextMinute()
      for (let minute = 0; minute < 3; minute++) await tickAt(from + minute * minuteMs)
      const [first] = await listStarts(id)
      if (overlap === 'cancel') {
        await server.waitForEnd(first!.runId!)
        await tickAt(from + 2 * minuteMs + 1)
      }
      expect(await listStatuses(id), overlap).toEqual(statuses)
      if (overlap === 'queue') {
        await call('POST', `/api/v1/runs/${first!.runId}/cancel`)
        await server.waitForEnd(first!.runId!)
        await tickAt(from + 2 * minuteMs + 1)
        expect(await listStatuses(id)).toEqual(['cancelled', 'started', 'skipped'])
      }
      await call('POST', `/api/v1/schedules/${id}/pause`)
      for (const { runId } of await listStarts(id)) if (runId) await call('POST', `/api/v1/runs/${runId}/cancel`)
    }
  })

  it('stop after consecutive failures, and the schedule says why', async () => {
    const { id } = await addSchedule({ cron: '* * * * *', overlap: 'allow', pause_after_failures: 2 }, failing)
    const from = nextMinute()
    for (let minute = 0; minute < 4; minute++) {
      await tickAt(from + minute * minuteMs)
      for (const { runId } of await listStarts(id)) if (runId) await server.waitForEnd(runId)
      await tickAt(from + minute * minuteMs + 1)
    }
    expect(await listStatuses(id)).toEqual(['failed', 'failed'])
    const { body } = await call('GET', `/api/v1/schedules/${id}`)
    expect(body).toMatchObject({ enabled: false, failures: 2, next_at: null, problem: { code: 'schedule.failed' } })
  })

  it('are rejected while the workflow cannot run', async () => {
    const broken = { name: 'Broken', nodes: [{ id: 'x', type: 'no_such_type', data: { label: 'X', config: {} } }], edges: [] } // oxfmt-ignore
    const { id } = await addSchedule({ cron: '* * * * *', pause_after_failures: 1 }, broken)
    await tickAt(nextMinute())
    expect(await listStarts(id)).toMatchObject([{ status: 'rejected', problem: { severity: 'error' } }])
    expect((await call('GET', `/api/v1/schedules/${id}`)).body).toMatchObject({
      enabled: false,
      problem: { code: 'schedule.rejected' },
    })
  })

  it('can be filled in for a period, once', async () => {
    const { id } = await addSchedule({ cron: '0 * * * *', enabled: false })
    const body = { from: '2026-03-01T00:00:00Z', to: '2026-03-01T05:00:00Z' }
    expect(await call('POST', `/api/v1/schedules/${id}/backfill`, body)).toMatchObject({
      status: 202,
      body: { starts: 5 },
    })
    await tickAt(Date.now())
    expect(await listStatuses(id)).toEqual(Array(5).fill('started'))
    expect((await call('POST', `/api/v1/schedules/${id}/backfill`, body)).body).toEqual({ starts: 0 })
    const year = { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }
    expect(await call('POST', `/api/v1/schedules/${id}/backfill`, year)).toMatchObject({
      status: 422,
      body: { error: { code: 'schedule.backfill-size' } },
    })
    for (const { runId } of await listStarts(id)) await server.waitForEnd(runId!)
    await tickAt(Date.now())
    await deleteOldStarts(server.backend.store.openedDatabase.database, Date.now())
    expect(await listStarts(id)).toEqual([])
  })

  it('can be requested now, also while the schedule is off', async () => {
    const { id, workflowId } = await addSchedule({ cron: '0 0 1 1 *', enabled: false })
    const { status, body } = await call('POST', `/api/v1/schedules/${id}/run`)
    expect(status).toBe(202)
    await tickAt(Date.now())
    const [start] = await listStarts(id)
    expect(start).toMatchObject({ status: 'started', plannedAt: body.planned_at })
    await server.waitForEnd(start!.runId!)
    await call('PATCH', `/api/v1/workflows/${workflowId}/status`, { status: 'draft' })
    expect(await call('POST', `/api/v1/schedules/${id}/run`, { overlap: 'skip' })).toMatchObject({
      status: 409,
      body: { error: { code: 'schedule.not-published' } },
    })
    expect((await call('POST', '/api/v1/schedules/x/run')).status).toBe(404)
    expect((await call('POST', `/api/v1/schedules/${id}/run`, { overlap: 'sometimes' })).status).toBe(422)
  })

  it('resume after a pause with a note, without those of the pause', async () => {
    const { id } = await addSchedule({ cron: '* * * * *', overlap: 'allow' })
    const { body } = await call('POST', `/api/v1/schedules/${id}/pause`, { note: 'Maintenance' })
    expect(body).toMatchObject({ enabled: false, note: 'Maintenance', next_at: null })
    await tickAt(nextMinute() + 5 * minuteMs)
    expect(await listStarts(id)).toEqual([])
    expect((await call('POST', `/api/v1/schedules/${id}/resume`)).body).toMatchObject({ enabled: true, note: null })
    await tickAt(nextMinute())
    expect(await listStatuses(id)).toEqual(['started'])
  })
})

describe('the API', () => {
  it.each([
    [{}, 'schedule.no-times', 'dates with times'],
    [{ cron: '0 25 * * *' }, 'schedule.setting', '"25" in "0 25 * * *" is not a valid hour'],
    [{ cron: '0 0 30 2 *' }, 'schedule.setting', '0 0 30 2 *'],
    [{ cron: '0 6 * * *', time_zone: 'Mars/Olympus' }, 'schedule.setting', '"Mars/Olympus"'],
    [{ every_seconds: 0.5 }, 'schedule.setting', '0.5'],
    [{ dates: ['2026-02-30'], times: ['08:00'] }, 'schedule.setting', '2026-02-30'],
  ])('names what is wrong in %j', async (fields, code, part) => {
    const { status, body } = await call('POST', '/api/v1/schedules', { workflow_id: 'x', ...fields })
    expect(status).toBe(422)
    expect(body.error.code).toBe(code)
    expect(body.error.message).toContain(part)
  })

  it('rejects unknown workflows and schedules', async () => {
    expect((await call('POST', '/api/v1/schedules', { workflow_id: 'x', cron: '0 6 * * *' })).status).toBe(404)
    for (const path of ['', '/next', '/starts'])
      expect((await call('GET', `/api/v1/schedules/x${path}`)).status).toBe(404)
    expect((await call('DELETE', '/api/v1/schedules/x')).status).toBe(404)
  })

  it('previews times with clock changes, and lists next times and a calendar', async () => {
    const { body: preview } = await call('POST', '/api/v1/schedules/preview', {
      cron: '30 2 29 3 *',
      time_zone: 'Europe/Berlin',
      start_at: '2026-03-01T00:00:00Z',
      count: 1,
    })
    expect(preview).toMatchObject({ time_zone_data: expect.stringMatching(/^20\d\d/) })
    expect(preview).toMatchObject({ items: { length: 1 }, problems: [] })
    expect(
      (await call('POST', '/api/v1/schedules/preview', { cron: '0 25 * * *', time_zone: 'Mars' })).body,
    ).toMatchObject({
      items: [],
      problems: [
        {
          code: 'schedule.setting',
          message: expect.stringContaining('is not a valid hour'),
          where: { setting: 'cron' },
        },
        { code: 'schedule.setting', message: expect.stringContaining('Mars'), where: { setting: 'time_zone' } },
      ],
    })
    const { id } = await addSchedule({
      every_seconds: 86_400,
      start_at: '2026-10-24T12:00:00+02:00',
      time_zone: 'Europe/Berlin',
    })
    const { body: next } = await call('GET', `/api/v1/schedules/${id}/next?count=3&after=2026-10-23T00:00:00Z`)
    expect(next.items).toEqual([
      { at: '2026-10-24T10:00:00.000Z', offset_change: null },
      { at: '2026-10-25T10:00:00.000Z', offset_change: -60 },
      { at: '2026-10-26T10:00:00.000Z', offset_change: null },
    ])
    const { body: calendar } = await call('GET', '/api/v1/schedules/calendar?from=2026-10-24T00:00:00Z&to=2026-10-27T00:00:00Z') // oxfmt-ignore
    expect(calendar.items.find((item) => String(item.schedule_id) === id)).toMatchObject({ has_more: false, times: { length: 3 } }) // oxfmt-ignore
    expect((await call('GET', '/api/v1/schedules/calendar?from=2026-10-24T00:00:00Z&to=2027-10-27T00:00:00Z')).status).toBe(422) // oxfmt-ignore
    expect((await call('DELETE', `/api/v1/schedules/${id}`)).status).toBe(204)
  })
})

describe('decideStarts', () => {
  const due = ['a', 'b', 'c']
  it.each<[OverlapPolicy, boolean, object]>([
    ['allow', true, { starts: due, skippedStarts: [], shouldCancelActive: false }],
    ['skip', true, { starts: [], skippedStarts: due, shouldCancelActive: false }],
    ['skip', false, { starts: ['a'], skippedStarts: ['b', 'c'], shouldCancelActive: false }],
    ['queue', true, { starts: [], skippedStarts: ['b', 'c'], shouldCancelActive: false }],
    ['queue', false, { starts: ['a'], skippedStarts: ['c'], shouldCancelActive: false }],
    ['cancel', true, { starts: [], skippedStarts: ['a', 'b'], shouldCancelActive: true }],
    ['cancel', false, { starts: ['c'], skippedStarts: ['a', 'b'], shouldCancelActive: false }],
  ])('%s with an active run: %s', (policy, hasActiveRuns, expected) => {
    expect(decideStarts(policy, due, hasActiveRuns)).toEqual(expected)
  })
})
