import { listPlannedTimes, planTimes } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, defined, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { WorkspaceRoutes } from '../../api/routes.ts'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { createDocumentSchema } from '../../http/openapi-components.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { renderResponse } from '../../wire/render-response.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../../wire/list.ts'
import { defaultPolicies, overlapPolicies, startStatuses } from './schedule-policies.ts'
import type { Schedule } from './schedule.ts'
import {
  hasTiming,
  type newScheduleSchema,
  plannedTimeSchema,
  schedulePreviewSchema,
  readTiming,
  scheduleToWire,
  scheduleWireSchema,
  scheduleStartToWire,
  scheduleStartWireSchema,
  toPlannedTime,
  toPolicies,
} from './schedule-wire.ts'
import { jsonBody } from '../../http/json-body.ts'
import { addVerbRoutes, requireStored } from '../../resources/resource-routes.ts'
import { scheduleResource } from './schedule-resource.ts'
import { Rejection, requireFound, requireValue } from '../../http/rejection.ts'

const params = createIdParamsSchema(scheduleResource.exampleId)

const timeSchema = z.iso.datetime({ offset: true })
const periodShape = {
  from: timeSchema.openapi({ example: '2026-11-01T00:00:00Z' }),
  to: timeSchema.openapi({ example: '2026-12-01T00:00:00Z' }),
}

const pauseBodySchema = z
  .strictObject({ note: z.string().max(2_000).optional() })
  .openapi({ example: { note: 'Maintenance until Friday' } })

const backfillBodySchema = z
  .strictObject({
    ...periodShape,
    overlap: z.enum(overlapPolicies).optional().openapi({ description: 'Default: allow.' }),
  })
  .openapi({ example: { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' } })

const runBodySchema = z
  .strictObject({ overlap: z.enum(overlapPolicies).optional().openapi({ description: 'Default: allow.' }) })
  .openapi({ example: { overlap: 'skip' } })

const { notFound: createNotFoundProblem } = scheduleResource.problems
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
export function addScheduleRoutes({ createWorkspaceRoutes, newId }: RouteDependencies): void {
  const { path, tags } = scheduleResource
  const routes = createWorkspaceRoutes({ path, tags })
  addPreviewRoute(routes)
  addCalendarRoute(routes)
  addVerbRoutes(routes, scheduleResource, ({ store: { schedules }, backend: { scheduleTicker } }) => ({
    toAnswer: (schedule: Schedule) => scheduleToWire(schedule, Date.now()),
    list: (request, { workflow_id: workflowId, enabled }) =>
      schedules.list(request, { workflowId, enabled: enabled && enabled === 'true' }),
    find: schedules.find,
    async add(body) {
      const { timing, problems } = readTiming(body)
      if (!timing) throw new Rejection(422, problems[0]!, problems)
      const result = await schedules.add(newId(), {
        ...defaultPolicies,
        ...toPolicies(body),
        workflowId: body.workflow_id,
        name: body.name ?? describeRule(body),
        timing,
        enabled: body.enabled ?? true,
      })
      if (result.ok) scheduleTicker?.wake()
      return result
    },
    async change(id, body) {
      const currentSchedule = await schedules.find(id)
      if (!currentSchedule) return undefined
      const { timing, problems } = hasTiming(body) ? readTiming(body, currentSchedule.timing) : {}
      if (problems) throw new Rejection(422, problems[0]!, problems)
      const result = await schedules.change(id, {
        ...toPolicies(body),
        ...defined({ timing, name: body.name, enabled: body.enabled, note: body.note }),
      })
      if (result?.ok) scheduleTicker?.wake()
      return result
    },
    remove: schedules.remove,
  }))
  addSwitchRoutes(routes)
  addTimeRoutes(routes)
  addStartRoutes(routes)
}

function addPreviewRoute(routes: WorkspaceRoutes): void {
  routes.post('/preview', {
    permission: 'view',
    summary: 'Compute the next planned times of an unsaved schedule',
    body: jsonBody('PreviewSchedule', schedulePreviewSchema),
    responses: {
      200: [
        'The planned times; an empty list and problems if the times are invalid.',
        z.object({
          items: z.array(plannedTimeSchema),
          problems: z.array(createDocumentSchema<Problem>('Problem')),
          time_zone: z.string(),
          time_zone_data: z.string().openapi({ description: 'Version of the IANA time zone data.', example: '2025c' }),
        }),
      ],
    },
    handle: async ({ body }) => {
      const { timing, problems = [] } = readTiming(body)
      const times = timing ? listPlannedTimes(timing, Date.now(), body.count ?? 5) : []
      const timeZone = timing?.timeZone ?? body.time_zone ?? 'UTC'
      return {
        items: times.map((time) => toPlannedTime(time, timeZone)),
        problems: renderResponse(problems),
        time_zone: timeZone,
        time_zone_data: process.versions.tz ?? 'unknown',
      }
    },
  })
}

function addCalendarRoute(routes: WorkspaceRoutes): void {
  routes.get('/calendar', {
    permission: 'view',
    summary: 'List the planned times of all enabled schedules in a period of at most 62 days',
    query: z.object({
      from: periodShape.from.optional().openapi({ description: 'Default: now.' }),
      to: periodShape.to.optional().openapi({ description: 'Default: 31 days later.' }),
    }),
    responses: {
      200: [
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
      ],
      422: 'Invalid period.',
    },
    handle: async ({ store, query: { from, to } }) => {
      const start = from === undefined ? Date.now() : Date.parse(from)
      const end = to === undefined ? start + 31 * 86_400_000 : Date.parse(to)
      if (end <= start)
        throw new Rejection(422, createPeriodProblem(new Date(start).toISOString(), new Date(end).toISOString()))
      if (end - start > maxCalendarDays * dayMs) {
        const days = Math.ceil((end - start) / dayMs)
        throw new Rejection(422, error('schedule.calendar-days', { days, max: maxCalendarDays }))
      }
      const { items } = await store.schedules.list({ limit: 1000, offset: 0 }, { enabled: true })
      return {
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
      }
    },
  })
}

/** Adds the routes that turn schedules off and on. */
function addSwitchRoutes(routes: WorkspaceRoutes): void {
  routes.post('/{id}/pause', {
    permission: 'edit',
    summary: 'Turn a schedule off, with a note',
    params,
    body: jsonBody('PauseSchedule', pauseBodySchema, { optional: true }),
    responses: { 200: ['The schedule.', scheduleWireSchema], 404: 'Schedule not found.' },
    handle: async ({ store, params: { id }, body }) => {
      const result = await store.schedules.change(id, { enabled: false, note: body.note ?? null })
      const schedule = requireStored(requireFound(result, createNotFoundProblem(id)))
      return scheduleToWire(schedule, Date.now())
    },
  })

  routes.post('/{id}/resume', {
    permission: 'edit',
    startsRuns: true,
    summary: 'Turn a schedule on; missed times are skipped',
    params,
    responses: {
      200: ['The schedule.', scheduleWireSchema],
      404: 'Schedule not found.',
      409: 'The workflow is not published, or its node was removed.',
    },
    handle: async ({ backend: { scheduleTicker }, store, params: { id } }) => {
      const result = await store.schedules.change(id, { enabled: true })
      const schedule = requireStored(requireFound(result, createNotFoundProblem(id)))
      scheduleTicker?.wake()
      return scheduleToWire(schedule, Date.now())
    },
  })
}

/** Adds the routes that list planned and past times. */
function addTimeRoutes(routes: WorkspaceRoutes): void {
  routes.get('/{id}/next', {
    permission: 'view',
    summary: 'List the next planned times of a schedule',
    params,
    query: z.object({
      count: z.coerce.number().int().min(1).max(100).default(5).openapi({ example: 5 }),
      after: timeSchema.optional(),
    }),
    responses: {
      200: ['The planned times.', z.object({ items: z.array(plannedTimeSchema), time_zone: z.string() })],
      404: 'Schedule not found.',
    },
    handle: async ({ store, params: { id }, query: { count, after } }) => {
      const schedule = requireFound(await store.schedules.find(id), createNotFoundProblem(id))
      const { timing } = schedule
      const from = after === undefined ? Date.now() : Date.parse(after)
      const items = listPlannedTimes(timing, from, count).map((time) => toPlannedTime(time, timing.timeZone))
      return { items, time_zone: timing.timeZone }
    },
  })

  routes.get('/{id}/starts', {
    permission: 'view',
    summary: 'List the past planned times of a schedule, newest first',
    params,
    query: listQuerySchema.extend({ status: z.enum(startStatuses).optional() }),
    responses: { 200: ['The starts.', createPageSchema(scheduleStartWireSchema)], 404: 'Schedule not found.' },
    handle: async ({ store, params: { id }, query: { status, ...page } }) => {
      requireFound(await store.schedules.find(id), createNotFoundProblem(id))
      return toListResponse(await store.schedules.listStarts(id, toPageRequest(page), status), scheduleStartToWire)
    },
  })
}

/** Adds the routes that start runs outside the plan. */
function addStartRoutes(routes: WorkspaceRoutes): void {
  routes.post('/{id}/backfill', {
    permission: 'execute',
    summary: 'Start runs for the planned times in a period that have no run',
    params,
    body: jsonBody('BackfillSchedule', backfillBodySchema),
    responses: {
      202: ['The number of runs that will start.', z.object({ starts: z.number().int() })],
      404: 'Schedule not found.',
      409: 'The workflow is not published.',
    },
    handle: async ({ backend: { scheduleTicker }, store, params: { id }, body }) => {
      const [start, end] = [Date.parse(body.from), Date.parse(body.to)]
      if (end <= start) throw new Rejection(422, createPeriodProblem(body.from, body.to))
      const result = requireFound(
        await store.schedules.backfill(id, { start, end, overlap: body.overlap ?? 'allow' }),
        createNotFoundProblem(id),
      )
      const isTooLarge = !result.ok && result.problem.code === 'schedule.backfill-size'
      const starts = requireValue(result, isTooLarge ? 422 : 409)
      scheduleTicker?.wake()
      return { starts }
    },
  })

  routes.post('/{id}/run', {
    permission: 'execute',
    summary: 'Start a run now, even while the schedule is off',
    params,
    body: jsonBody('RunSchedule', runBodySchema, { optional: true }),
    responses: {
      202: ['The planned time that identifies the start.', z.object({ planned_at: z.string() })],
      404: 'Schedule not found.',
      409: 'The workflow is not published, or its node was removed.',
    },
    handle: async ({ backend: { scheduleTicker }, store, params: { id }, body }) => {
      const result = await store.schedules.startNow(id, body.overlap ?? 'allow')
      const plannedAt = requireStored(requireFound(result, createNotFoundProblem(id)))
      scheduleTicker?.wake()
      return { planned_at: plannedAt }
    },
  })
}

/** Returns a schedule's default name, which describes its timing. */
function describeRule({ cron, every_seconds: seconds, dates }: z.infer<typeof newScheduleSchema>): string {
  if (cron !== undefined) return cron
  return seconds === undefined ? (dates ?? []).slice(0, 3).join(', ') : `${seconds} s`
}
