import { defineNode, findTimingProblems } from '@aw-flow/engine'
import { message, type Message } from '@aw-flow/messages'
import { parseCron } from '@aw-flow/schema/internal'
import { z } from 'zod'
import {
  createServerNote,
  findSampleProblems,
  createSampleSetting,
  createSettingProblem,
  createTriggerData,
} from './trigger-data.ts'

const settings = z.strictObject({
  cron: z
    .string()
    .default('0 6 * * *')
    .meta({
      title: 'Times',
      format: 'cron',
      description:
        'A cron expression with five fields: minute, hour, day of month, month, day of week. With six fields, the first one is for seconds.',
      examples: ['0 6 * * *', '*/15 * * * *', '0 8 * * MON-FRI', '0 0 1 * *', '0 18 L * *', '0 9 * * 1#1'],
    }),
  timeZone: z
    .string()
    .default('UTC')
    .meta({
      title: 'Time zone',
      description: 'IANA time zone of the schedule.',
      examples: ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'],
    }),
  sample: createSampleSetting('{}'),
})

/** Starts a workflow at scheduled times. @internal */
export const scheduleNode = defineNode({
  type: 'schedule',
  version: 1,
  family: 'triggers',
  title: 'Schedule',
  description: 'Starts the workflow at scheduled times, once you turn on the schedule on a server.',
  icon: 'clock',
  isolation: 'shared',
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { cron, timeZone, sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: summarize(cron, timeZone),
    problems: [
      ...findTimingProblems({ rule: { kind: 'cron', cron }, timeZone }).map(({ field, reason }) =>
        createSettingProblem(field, reason),
      ),
      ...findSampleProblems(sample),
      createServerNote('schedule'),
    ],
  }),

  run: async ({ node, settings: { sample }, inputs: { data } }) => ({
    outputs: { data: { kind: 'json', json: createTriggerData(data, sample, node) } },
  }),
})

/** Describes a schedule in a sentence if a sentence is sufficient, or else by its cron expression. */
function summarize(cron: string, zone: string): Message {
  const schedule = parseCron(cron)
  const {
    step = 0,
    day = 0,
    hour = 0,
    minute = 0,
  }: Partial<Record<'step' | 'day' | 'hour' | 'minute', number>> = schedule ?? {}
  const every = step === 1 ? schedule!.every.slice(0, -1) : (schedule?.every ?? 'cron')
  // January 7, 2024, was a Sunday.
  const exampleTime = Date.UTC(2024, 0, 7 + (every === 'week' ? day : 0), hour, minute)
  return message('schedule.summary', { every, step, day, minute, at: exampleTime, cron, zone })
}
