import { describe, expect, it } from 'vitest'
import type { AnalyticsPeriod } from './server-analytics.ts'
import { createTrendSource, fillPeriods } from './trend-source.ts'

const createPeriod = (day: number, completed: number): AnalyticsPeriod => ({
  ...fillPeriods({ period: 'daily', from: '2026-11-01', to: '2026-11-03', trend: [{ period_start: '2026-11-01' } as AnalyticsPeriod] })[1]!, // oxfmt-ignore
  period_start: `2026-11-0${day}T00:00:00.000Z`,
  completed,
  average_ms: 20,
})
const report = { period: 'daily', from: '2026-11-01T00:00:00.000Z', to: '2026-11-05T00:00:00.000Z' }

describe('the trend of a report', () => {
  it('includes periods without runs', () => {
    const filled = fillPeriods({ ...report, trend: [createPeriod(3, 5)] })
    expect(filled.map(({ period_start: start }) => start.slice(8, 10))).toEqual(['01', '02', '03', '04'])
    expect(filled.map(({ completed }) => completed)).toEqual([0, 0, 5, 0])
    expect(filled[0]?.average_ms).toBe(null)
    expect(fillPeriods({ ...report, trend: [] })).toEqual([])
  })

  it('is drawn as bars if only one period has values, and as lines otherwise', () => {
    const columns = {
      time: 'Time',
      value: 'Value',
      series: 'Series',
      formatPeriod: (start: Date) => start.toISOString().slice(0, 10),
    }
    const create = (days: number[], read: (period: AnalyticsPeriod) => number | null) =>
      createTrendSource(
        fillPeriods({ ...report, trend: days.map((day) => createPeriod(day, day)) }),
        [{ name: 'Average', read }],
        columns,
      )
    expect(create([3], ({ average_ms: ms }) => ms)).toMatchObject({ onlyPeriod: '2026-11-03', rows: 1 })
    expect(create([2, 3], ({ average_ms: ms }) => ms)).toMatchObject({ onlyPeriod: undefined, rows: 2 })
    expect(create([3], ({ completed }) => completed)).toMatchObject({ onlyPeriod: undefined, rows: 4 })
  })
})
