import {
  findDayTransition,
  findTimeZone,
  findTimingProblems,
  listPlannedTimes,
  type ScheduleRule,
  type ScheduleTiming,
  type TimingProblem,
} from '@aw-flow/engine'
import { error, defined, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { createNullableObjectSchema } from '../../http/openapi-components.ts'
import { overlapPolicies, startStatuses } from './schedule-policies.ts'
import type { Schedule, ScheduleStart } from './schedule.ts'
import { recordToWire } from '../../wire/record-to-wire.ts'
import { renderProblem } from '../../wire/render-response.ts'

const overlapSchema = z.enum(overlapPolicies).openapi({
  description:
    'What happens to a start while a run of the schedule is active: skip the start, queue one start, cancel the active run, or allow both runs.',
})

/** Request fields that define the timing. */
const timingShape = {
  cron: z.string().max(500).optional().openapi({
    description:
      'Five fields (minute, hour, day of month, month, day of week), or six with seconds first. L, W and # are supported.',
    example: '0 6 * * MON-FRI',
  }),
  every_seconds: z
    .number()
    .optional()
    .openapi({ description: 'An interval, in seconds, counted from start_at, or from 1970-01-01 UTC.' }),
  dates: z.array(z.string()).max(10_000).optional().openapi({ description: 'Local dates, such as 2026-12-24.' }),
  times: z
    .array(z.string())
    .max(1_000)
    .optional()
    .openapi({ description: 'Local times on these dates, such as 08:30.' }),
  time_zone: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'IANA time zone; default: UTC.', example: 'Europe/Berlin' }),
  start_at: z.iso.datetime({ offset: true }).nullable().optional().openapi({ description: 'Earliest planned time.' }),
  end_at: z.iso.datetime({ offset: true }).nullable().optional().openapi({ description: 'Exclusive end time.' }),
  excluded_dates: z
    .array(z.string())
    .max(10_000)
    .optional()
    .openapi({ description: 'Local dates on which no run starts.' }),
}

const policyShape = {
  overlap: overlapSchema.optional(),
  jitter_seconds: z.number().int().min(0).max(86_400).optional().openapi({ description: 'Maximum random delay.' }),
  catch_up_seconds: z.number().int().min(10).max(31_536_000).optional().openapi({
    description: 'How late a run may start if no server was running at its planned time, in seconds. Default: 3600.',
  }),
  pause_after_failures: z.number().int().min(0).max(1_000).optional().openapi({
    description: 'Consecutive failures after which the schedule is turned off; 0: never.',
  }),
}

export const newScheduleSchema = z
  .strictObject({
    workflow_id: z.string(),
    name: z.string().min(1).max(200).optional(),
    ...timingShape,
    ...policyShape,
    enabled: z.boolean().optional().openapi({ description: 'Default: true.' }),
  })
  .openapi({
    example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11', cron: '0 6 * * *', time_zone: 'Europe/Berlin' },
  })

export const scheduleChangeSchema = z
  .strictObject({
    name: z.string().min(1).max(200).optional(),
    ...timingShape,
    ...policyShape,
    enabled: z.boolean().optional(),
    note: z
      .string()
      .max(2_000)
      .nullable()
      .optional()
      .openapi({ description: 'The reason why the schedule is turned off.' }),
  })
  .openapi({ example: { enabled: true, overlap: 'skip' } })

export const schedulePreviewSchema = z
  .strictObject({ ...timingShape, count: z.number().int().min(1).max(100).optional() })
  .openapi({ example: { cron: '0 6 * * *', time_zone: 'Europe/Berlin' } })

export type TimingBody = Pick<z.infer<typeof newScheduleSchema>, keyof typeof timingShape>

export const hasTiming = (body: TimingBody): boolean =>
  Object.keys(timingShape).some((name) => body[name as keyof TimingBody] !== undefined)

export const toPolicies = ({
  overlap,
  jitter_seconds,
  catch_up_seconds,
  pause_after_failures,
}: z.infer<typeof scheduleChangeSchema>) => defined({ overlap, jitter_seconds, catch_up_seconds, pause_after_failures })

/**
 * Reads the timing from a request. Fields that the request omits are taken from `current`, but `dates` and `times` are
 * always replaced together.
 */
export function readTiming(
  body: TimingBody,
  current?: ScheduleTiming,
): { timing: ScheduleTiming; problems?: undefined } | { problems: Problem[]; timing?: undefined } {
  const rule = readRule(body) ?? current?.rule
  if (!rule) return { problems: [error('schedule.no-times', {})] }
  const parseOptionalTime = (value: string | null | undefined, currentValue: number | undefined): number | undefined =>
    value === undefined ? currentValue : value === null ? undefined : Date.parse(value)
  const start = parseOptionalTime(body.start_at, current?.start)
  const end = parseOptionalTime(body.end_at, current?.end)
  const excludedDates = body.excluded_dates ?? current?.excludedDates
  const timing: ScheduleTiming = {
    rule,
    timeZone: body.time_zone ?? current?.timeZone ?? 'UTC',
    ...defined({ start, end }),
    ...(excludedDates === undefined || excludedDates.length === 0 ? {} : { excludedDates }),
  }
  const problems = findTimingProblems(timing).map((problem) => createTimingProblem(problem))
  return problems.length > 0 ? { problems } : { timing }
}

/** Creates the problem for an invalid timing, including the suggested next step and the request field. */
export const createTimingProblem = ({ field, reason }: TimingProblem): Problem =>
  error(
    'schedule.setting',
    { step: (typeof reason === 'string' ? undefined : nextSteps[reason.code]) ?? field, reason },
    { where: { setting: wireNames[field] } },
  )

/** Suggested next steps, keyed by reason code, for reasons whose next step differs from that of their field. */
const nextSteps: Readonly<Record<string, string>> = {
  'trigger.cron-never': 'never',
  'trigger.calendar-size': 'size',
  'trigger.no-dates': 'dates',
}

const wireNames = {
  cron: 'cron',
  everySeconds: 'every_seconds',
  dates: 'dates',
  times: 'times',
  timeZone: 'time_zone',
  end: 'end_at',
  excludedDates: 'excluded_dates',
} as const

function readRule({ cron, every_seconds: everySeconds, dates, times }: TimingBody): ScheduleRule | undefined {
  if (cron !== undefined) return { kind: 'cron', cron }
  if (everySeconds !== undefined) return { kind: 'interval', everySeconds }
  return dates || times ? { kind: 'calendar', dates: dates ?? [], times: times ?? [] } : undefined
}

export const scheduleWireSchema = z
  .object({
    id: z.string(),
    workflow_id: z.string(),
    workflow_name: z.string(),
    node_id: z.string().nullable().openapi({ description: 'The schedule node that defines the name and times.' }),
    name: z.string(),
    cron: z.string().nullable(),
    every_seconds: z.number().nullable(),
    dates: z.array(z.string()).nullable(),
    times: z.array(z.string()).nullable(),
    time_zone: z.string(),
    start_at: z.string().nullable(),
    end_at: z.string().nullable(),
    excluded_dates: z.array(z.string()),
    overlap: overlapSchema,
    jitter_seconds: z.number().int(),
    catch_up_seconds: z.number().int(),
    pause_after_failures: z.number().int(),
    enabled: z.boolean(),
    note: z.string().nullable(),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
    failures: z.number().int().openapi({ description: 'Consecutive failed starts.' }),
    next_at: z.string().nullable(),
    next_times: z
      .array(z.string())
      .openapi({ description: 'The next five planned times, even while the schedule is turned off.' }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('Schedule')

export const scheduleToWire = (schedule: Schedule, now: number): z.infer<typeof scheduleWireSchema> => {
  const { timing } = schedule
  const { rule, timeZone, start, end, excludedDates = [] } = timing
  const isValid = findTimingProblems(timing).length === 0
  return recordToWire(scheduleWireSchema, schedule, {
    cron: rule.kind === 'cron' ? rule.cron : null,
    every_seconds: rule.kind === 'interval' ? rule.everySeconds : null,
    dates: rule.kind === 'calendar' ? [...rule.dates] : null,
    times: rule.kind === 'calendar' ? [...rule.times] : null,
    time_zone: timeZone,
    start_at: toIsoTime(start),
    end_at: toIsoTime(end),
    excluded_dates: [...excludedDates],
    problem: renderProblem(schedule.problem),
    next_times: isValid ? listPlannedTimes(timing, now, 5).map((time) => new Date(time).toISOString()) : [],
  })
}

const toIsoTime = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString()

export const scheduleStartWireSchema = z
  .object({
    planned_at: z.string(),
    due_at: z.string().openapi({ description: 'The planned time plus the random delay.' }),
    status: z.enum(startStatuses),
    run_id: z.string().nullable(),
    missed: z.number().int().nullable().openapi({ description: 'Number of missed times, starting with planned_at.' }),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
  })
  .openapi('ScheduleStart')

export const scheduleStartToWire = (start: ScheduleStart): z.infer<typeof scheduleStartWireSchema> =>
  recordToWire(scheduleStartWireSchema, start, {
    problem: renderProblem(start.problem),
  })

/** A planned time. `offset_change` is the clock change on that local day, in minutes, if any. */
export const plannedTimeSchema = z
  .object({
    at: z.string(),
    offset_change: z.number().nullable().openapi({
      description: 'Change in the UTC offset on this local day, in minutes; null if clocks do not change.',
    }),
  })
  .openapi('PlannedTime')

export function toPlannedTime(time: number, timeZone: string): z.infer<typeof plannedTimeSchema> {
  const zone = findTimeZone(timeZone)
  const transition = zone && findDayTransition(zone, time)
  return {
    at: new Date(time).toISOString(),
    offset_change: transition ? (transition.after - transition.before) / 60_000 : null,
  }
}
