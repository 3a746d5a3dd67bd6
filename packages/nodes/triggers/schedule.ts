import { defineNode, findTimingProblems } from '@aw-flow/engine'
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
        'A cron expression with five fields: minute, hour, day of month, month, day of week. With six, the first is the second.',
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
  description: 'Starts the workflow at scheduled times, once the schedule is turned on on a server.',
  icon: 'clock',
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { cron, timeZone, sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: `${cron}\n${timeZone}`,
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
