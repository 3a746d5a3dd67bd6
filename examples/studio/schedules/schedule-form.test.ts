import type { ServerSchedule } from '@aw-flow/client'
import { describe, expect, it } from 'vitest'
import { createScheduleForm, toPolicyFields, toScheduleForm, toTimingFields } from './schedule-form.ts'

const stored: ServerSchedule = {
  id: 's',
  workflow_id: 'w',
  workflow_name: 'Orders',
  node_id: null,
  name: 'Nightly',
  cron: '0 6 * * *',
  every_seconds: null,
  dates: null,
  times: null,
  time_zone: 'Europe/Berlin',
  start_at: null,
  end_at: null,
  excluded_dates: [],
  overlap: 'queue',
  jitter_seconds: 30,
  catch_up_seconds: 90,
  pause_after_failures: 3,
  enabled: true,
  note: null,
  problem: null,
  failures: 0,
  next_at: null,
  next_times: [],
  created_at: '2026-11-01T00:00:00.000Z',
  updated_at: '2026-11-01T00:00:00.000Z',
}

describe('the form of a stored schedule', () => {
  const common = { time_zone: 'Europe/Berlin', start_at: null, end_at: null, excluded_dates: [] }
  it.each([
    [{}, { cron: '0 6 * * *', ...common }],
    [
      { cron: null, every_seconds: 900 },
      { every_seconds: 900, ...common },
    ],
    [
      { cron: null, every_seconds: 172_800 },
      { every_seconds: 172_800, ...common },
    ],
    [
      { cron: null, every_seconds: 7 },
      { every_seconds: 7, ...common },
    ],
    [
      { cron: null, dates: ['2026-12-24', '2026-12-31'], times: ['08:30'] },
      { dates: ['2026-12-24', '2026-12-31'], times: ['08:30'], ...common },
    ],
    [
      { start_at: '2026-11-01T00:00:00.000Z', end_at: '2027-07-01T12:30:00.000Z', excluded_dates: ['2026-12-25'] },
      {
        cron: '0 6 * * *',
        time_zone: 'Europe/Berlin',
        start_at: '2026-11-01T00:00:00.000Z',
        end_at: '2027-07-01T12:30:00.000Z',
        excluded_dates: ['2026-12-25'],
      },
    ],
  ])('sends the times %j again', (fields, expected) => {
    expect(toTimingFields(toScheduleForm({ ...stored, ...fields }))).toEqual(expected)
  })

  it('sends its policies again', () => {
    expect(toPolicyFields(toScheduleForm(stored))).toEqual({
      overlap: 'queue',
      jitter_seconds: 30,
      catch_up_seconds: 90,
      pause_after_failures: 3,
    })
  })

  it('shows an interval in its largest unit', () => {
    expect(toScheduleForm({ ...stored, cron: null, every_seconds: 5_400 })).toMatchObject({
      every: '90',
      unit: 'minutes',
    })
    expect(toScheduleForm({ ...stored, cron: null, every_seconds: 86_400 })).toMatchObject({ every: '1', unit: 'days' })
  })
})

it('accepts dates separated by commas, spaces or lines', () => {
  const form = { ...createScheduleForm('UTC'), kind: 'calendar' as const, dates: '2026-12-24,2026-12-31\n 2027-01-06 ' }
  expect(toTimingFields(form)).toMatchObject({ dates: ['2026-12-24', '2026-12-31', '2027-01-06'], times: ['06:00'] })
})
