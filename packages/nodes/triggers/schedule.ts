import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { CronPattern } from 'croner'
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
      title: 'Cron expression',
      description: 'Five fields: minute, hour, day of month, month, day of week.',
      examples: ['0 6 * * *', '*/15 * * * *', '0 8 * * MON-FRI', '0 0 1 * *'],
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
  description: 'Starts the workflow at scheduled times, on a server that supports schedules.',
  icon: 'clock',
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { cron, timeZone, sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: `${cron}\n${timeZone}`,
    problems: [
      ...findCronProblems(cron),
      ...findTimeZoneProblems(timeZone),
      ...findSampleProblems(sample),
      createServerNote('schedule'),
    ],
  }),

  run: async ({ node, settings: { sample }, inputs: { data } }) => ({
    outputs: { data: { kind: 'json', json: createTriggerData(data, sample, node) } },
  }),
})

function findCronProblems(cron: string): Problem[] {
  const quotedCron = JSON.stringify(cron)
  if (cron.trim().split(/\s+/).length !== 5) {
    return [createSettingProblem('cron', message('trigger.cron-fields', { cron: quotedCron }))]
  }
  try {
    void new CronPattern(cron)
    return []
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : String(cause)
    return [createSettingProblem('cron', message('trigger.cron-invalid', { cron: quotedCron, detail }))]
  }
}

function findTimeZoneProblems(timeZone: string): Problem[] {
  try {
    void new Intl.DateTimeFormat('en', { timeZone })
    return []
  } catch {
    return [createSettingProblem('timeZone', message('trigger.time-zone', { zone: JSON.stringify(timeZone) }))]
  }
}
