import { listPlannedTimes, planTimes } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, defined, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { renderResponse } from '../wire/render-response.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { defaultPolicies, overlapPolicies, startStatuses } from './schedule.ts'
import {
  hasTiming,
  newScheduleSchema,
  plannedTimeSchema,
  schedulePreviewSchema,
  readTiming,
  scheduleChangeSchema,
  scheduleToWire,
  scheduleWireSchema,
  scheduleStartToWire,
  scheduleStartWireSchema,
  toPlannedTime,
  toPolicies,
} from './schedule-wire.ts'

const tags = ['schedules']
const path = '/api/v1/schedules'
const params = createIdParamsSchema('7c1f5c0e-8a3e-4c56-9d4b-0b8f2a1d6e11')
const notFoundResponses = describeErrorResponses({ 404: 'Schedule not found.' })

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List schedules',
  description: 'Schedules created from schedule nodes are off until a user turns them on.',
  request: {
    query: listQuerySchema.extend({
      workflow_id: z.string().optional(),
      enabled: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: {
    200: describeJsonResponse('Schedules, sorted by workflow name.', createPageSchema(scheduleWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const add = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path,
  tags,
  summary: 'Add a schedule to a published workflow',
  request: describeJsonBody('NewSchedule'),
  responses: {
    201: describeJsonResponse('The schedule.', scheduleWireSchema),
    ...describeErrorResponses({ ...jsonBodyErrors, 404: 'Workflow not found.', 409: 'The workflow is not published.' }),
  },
})

const preview = createRoute({
  'x-permission': 'view',
  method: 'post',
  path: `${path}/preview`,
  tags,
  summary: 'Compute the next planned times of an unsaved schedule',
  request: describeJsonBody('PreviewSchedule'),
  responses: {
    200: describeJsonResponse(
      'The planned times; an empty list and problems if the times are invalid.',
      z.object({
        items: z.array(plannedTimeSchema),
        problems: z.array(createDocumentSchema<Problem>('Problem')),
        time_zone: z.string(),
        time_zone_data: z.string().openapi({ description: 'Version of the IANA time zone data.', example: '2025c' }),
      }),
    ),
    ...describeErrorResponses(jsonBodyErrors),
  },
})

const timeSchema = z.iso.datetime({ offset: true })
const periodShape = {
  from: timeSchema.openapi({ example: '2026-11-01T00:00:00Z' }),
  to: timeSchema.openapi({ example: '2026-12-01T00:00:00Z' }),
}

const readCalendar = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/calendar`,
  tags,
  summary: 'List the planned times of all enabled schedules in a period of at most 62 days',
  request: {
    query: z.object({
      from: periodShape.from.optional().openapi({ description: 'Default: now.' }),
      to: periodShape.to.optional().openapi({ description: 'Default: 31 days later.' }),
    }),
  },
  responses: {
    200: describeJsonResponse(
      'Planned times by schedule, at most 200 each.',
      z.object({
        items: z.array(
          z.object({
            schedule_id: z.string(),
            workflow_id: z.string(),
            name: z.string(),
            times: z.array(z.string()),
            has_more: z.boolean(),
          }),
        ),
      }),
    ),
    ...describeErrorResponses({ 422: 'Invalid period.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a schedule',
  request: { params },
  responses: { 200: describeJsonResponse('The schedule.', scheduleWireSchema), ...notFoundResponses },
})

const change = createRoute({
  'x-permission': 'edit',
  method: 'patch',
  path: `${path}/{id}`,
  tags,
  summary: 'Change a schedule, or turn it on or off',
  request: { params, ...describeJsonBody('ChangeSchedule') },
  responses: {
    200: describeJsonResponse('The schedule.', scheduleWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses({
      ...jsonBodyErrors,
      409: 'The workflow is not published, or a node defines the times.',
    }),
  },
})

const remove = createRoute({
  'x-permission': 'edit',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete a schedule and its history',
  request: { params },
  responses: {
    204: { description: 'Deleted.' },
    ...notFoundResponses,
    ...describeErrorResponses({ 409: 'The schedule belongs to a node.' }),
  },
})

const pauseBodySchema = z
  .strictObject({ note: z.string().max(2_000).optional() })
  .openapi({ example: { note: 'Maintenance until Friday' } })

const pause = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/pause`,
  tags,
  summary: 'Turn a schedule off, with a note',
  request: { params, ...describeJsonBody('PauseSchedule', false) },
  responses: {
    200: describeJsonResponse('The schedule.', scheduleWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses(jsonBodyErrors),
  },
})

const resume = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/resume`,
  tags,
  summary: 'Turn a schedule on; missed times are skipped',
  request: { params },
  responses: {
    200: describeJsonResponse('The schedule.', scheduleWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses({ 409: 'The workflow is not published, or its node was removed.' }),
  },
})

const listNextTimes = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/next`,
  tags,
  summary: 'List the next planned times of a schedule',
  request: {
    params,
    query: z.object({
      count: z.coerce.number().int().min(1).max(100).default(5).openapi({ example: 5 }),
      after: timeSchema.optional(),
    }),
  },
  responses: {
    200: describeJsonResponse(
      'The planned times.',
      z.object({ items: z.array(plannedTimeSchema), time_zone: z.string() }),
    ),
    ...notFoundResponses,
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const listStarts = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/starts`,
  tags,
  summary: 'List the past planned times of a schedule, newest first',
  request: { params, query: listQuerySchema.extend({ status: z.enum(startStatuses).optional() }) },
  responses: {
    200: describeJsonResponse('The starts.', createPageSchema(scheduleStartWireSchema)),
    ...notFoundResponses,
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const backfillBodySchema = z
  .strictObject({
    ...periodShape,
    overlap: z.enum(overlapPolicies).optional().openapi({ description: 'Default: allow.' }),
  })
  .openapi({ example: { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' } })

const backfill = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/backfill`,
  tags,
  summary: 'Start runs for the planned times in a period that have no run',
  request: { params, ...describeJsonBody('BackfillSchedule') },
  responses: {
    202: describeJsonResponse('The number of runs that will start.', z.object({ starts: z.number().int() })),
    ...notFoundResponses,
    ...describeErrorResponses({ ...jsonBodyErrors, 409: 'The workflow is not published.' }),
  },
})

const runBodySchema = z
  .strictObject({ overlap: z.enum(overlapPolicies).optional().openapi({ description: 'Default: allow.' }) })
  .openapi({ example: { overlap: 'skip' } })

const runNow = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/run`,
  tags,
  summary: 'Start a run now, even while the schedule is off',
  request: { params, ...describeJsonBody('RunSchedule', false) },
  responses: {
    202: describeJsonResponse('The planned time that identifies the start.', z.object({ planned_at: z.string() })),
    ...notFoundResponses,
    ...describeErrorResponses({ ...jsonBodyErrors, 409: 'The workflow is not published, or its node was removed.' }),
  },
})

const createNotFoundProblem = (id: string): Problem => error('schedule.not-found', { id })
const createPeriodProblem = (from: string, to: string): Problem =>
  error(
    'schedule.setting',
    { step: 'end', reason: message('trigger.period', { start: from, end: to }) },
    { where: { setting: 'to' } },
  )

const maxCalendarDays = 62
const dayMs = 86_400_000
const maxCalendarTimes = 200

/** Adds the routes under `/api/v1/schedules`. */
export function addScheduleRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace, newId }: RouteDependencies): void {
  app.openAPIRegistry.register('NewSchedule', newScheduleSchema)
  app.openAPIRegistry.register('ChangeSchedule', scheduleChangeSchema)
  app.openAPIRegistry.register('PreviewSchedule', schedulePreviewSchema)
  app.openAPIRegistry.register('PauseSchedule', pauseBodySchema)
  app.openAPIRegistry.register('BackfillSchedule', backfillBodySchema)
  app.openAPIRegistry.register('RunSchedule', runBodySchema)

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { workflow_id: workflowId, enabled, ...page } = context.req.valid('query')
    const filter = { workflowId, ...(enabled === undefined ? {} : { enabled: enabled === 'true' }) }
    const now = Date.now()
    return context.json(
      toListResponse(await store.schedules.list(toPageRequest(page), filter), (schedule) =>
        scheduleToWire(schedule, now),
      ),
      200,
    )
  })

  app.openapi(add, async (context) => {
    const { store, scheduleTicker } = await openWorkspace(context, 'edit')
    const { body, rejection } = await readBody(context, newScheduleSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { timing, problems } = readTiming(body)
    if (!timing) return sendProblem(context, 422, problems[0]!, problems)
    const { value, problem } = await store.schedules.add(newId(), {
      ...defaultPolicies,
      ...toPolicies(body),
      workflowId: body.workflow_id,
      name: body.name ?? describeRule(body),
      timing,
      enabled: body.enabled ?? true,
    })
    if (!value) return sendProblem(context, problem.code === 'workflow.not-found' ? 404 : 409, problem)
    scheduleTicker?.wake()
    context.header('Location', `${path}/${value.id}`)
    return context.json(scheduleToWire(value, Date.now()), 201)
  })

  app.openapi(preview, async (context) => {
    await openWorkspace(context, 'view')
    const { body, rejection } = await readBody(context, schedulePreviewSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { timing, problems = [] } = readTiming(body)
    const times = timing ? listPlannedTimes(timing, Date.now(), body.count ?? 5) : []
    const timeZone = timing?.timeZone ?? body.time_zone ?? 'UTC'
    return context.json(
      {
        items: times.map((time) => toPlannedTime(time, timeZone)),
        problems: renderResponse(problems),
        time_zone: timeZone,
        time_zone_data: process.versions.tz ?? 'unknown',
      },
      200,
    )
  })

  app.openapi(readCalendar, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { from, to } = context.req.valid('query')
    const start = from === undefined ? Date.now() : Date.parse(from)
    const end = to === undefined ? start + 31 * 86_400_000 : Date.parse(to)
    if (end <= start) {
      return sendProblem(context, 422, createPeriodProblem(new Date(start).toISOString(), new Date(end).toISOString()))
    }
    if (end - start > maxCalendarDays * dayMs) {
      const days = Math.ceil((end - start) / dayMs)
      return sendProblem(context, 422, error('schedule.calendar-days', { days, max: maxCalendarDays }))
    }
    const { items } = await store.schedules.list({ limit: 1000, offset: 0 }, { enabled: true })
    return context.json(
      {
        items: items.map(({ id, workflowId, name, timing }) => {
          const times: string[] = []
          let hasMore = false
          for (const time of planTimes(timing, start - 1)) {
            hasMore = time < end && times.length === maxCalendarTimes
            if (time >= end || hasMore) break
            times.push(new Date(time).toISOString())
          }
          return { schedule_id: id, workflow_id: workflowId, name, times, has_more: hasMore }
        }),
      },
      200,
    )
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const schedule = await store.schedules.find(id)
    return schedule
      ? context.json(scheduleToWire(schedule, Date.now()), 200)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(change, async (context) => {
    const { store, scheduleTicker } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, scheduleChangeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const currentSchedule = await store.schedules.find(id)
    if (!currentSchedule) return sendProblem(context, 404, createNotFoundProblem(id))
    const { timing, problems } = hasTiming(body) ? readTiming(body, currentSchedule.timing) : {}
    if (problems) return sendProblem(context, 422, problems[0]!, problems)
    const result = await store.schedules.change(id, {
      ...toPolicies(body),
      ...defined({ timing, name: body.name, enabled: body.enabled, note: body.note }),
    })
    if (!result?.value) return sendProblem(context, result ? 409 : 404, result?.problem ?? createNotFoundProblem(id))
    scheduleTicker?.wake()
    return context.json(scheduleToWire(result.value, Date.now()), 200)
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const result = await store.schedules.remove(id)
    if (result?.value) return context.body(null, 204)
    return sendProblem(context, result ? 409 : 404, result?.problem ?? createNotFoundProblem(id))
  })

  app.openapi(pause, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, pauseBodySchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const result = await store.schedules.change(id, { enabled: false, note: body.note ?? null })
    return result?.value
      ? context.json(scheduleToWire(result.value, Date.now()), 200)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(resume, async (context) => {
    const { store, scheduleTicker } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const result = await store.schedules.change(id, { enabled: true })
    if (!result?.value) return sendProblem(context, result ? 409 : 404, result?.problem ?? createNotFoundProblem(id))
    scheduleTicker?.wake()
    return context.json(scheduleToWire(result.value, Date.now()), 200)
  })

  app.openapi(listNextTimes, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const { count, after } = context.req.valid('query')
    const schedule = await store.schedules.find(id)
    if (!schedule) return sendProblem(context, 404, createNotFoundProblem(id))
    const { timing } = schedule
    const from = after === undefined ? Date.now() : Date.parse(after)
    const items = listPlannedTimes(timing, from, count).map((time) => toPlannedTime(time, timing.timeZone))
    return context.json({ items, time_zone: timing.timeZone }, 200)
  })

  app.openapi(listStarts, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const { status, ...page } = context.req.valid('query')
    if (!(await store.schedules.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json(
      toListResponse(await store.schedules.listStarts(id, toPageRequest(page), status), scheduleStartToWire),
      200,
    )
  })

  app.openapi(backfill, async (context) => {
    const { store, scheduleTicker } = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, backfillBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const [start, end] = [Date.parse(body.from), Date.parse(body.to)]
    if (end <= start) return sendProblem(context, 422, createPeriodProblem(body.from, body.to))
    const result = await store.schedules.backfill(id, { start, end, overlap: body.overlap ?? 'allow' })
    if (!result) return sendProblem(context, 404, createNotFoundProblem(id))
    if (result.problem) {
      return sendProblem(context, result.problem.code === 'schedule.backfill-size' ? 422 : 409, result.problem)
    }
    scheduleTicker?.wake()
    return context.json({ starts: result.value }, 202)
  })

  app.openapi(runNow, async (context) => {
    const { store, scheduleTicker } = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, runBodySchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const result = await store.schedules.startNow(id, body.overlap ?? 'allow')
    if (!result?.value) return sendProblem(context, result ? 409 : 404, result?.problem ?? createNotFoundProblem(id))
    scheduleTicker?.wake()
    return context.json({ planned_at: result.value }, 202)
  })
}

/** Returns a schedule's default name, which describes its timing. */
function describeRule({ cron, every_seconds: seconds, dates }: z.infer<typeof newScheduleSchema>): string {
  if (cron !== undefined) return cron
  return seconds === undefined ? (dates ?? []).slice(0, 3).join(', ') : `${seconds} s`
}
