import type { TableSource } from '@aw-flow/editor'
import { float64, int64, tableFromArrays, tableToIPC, timestamp, utf8 } from '@uwdata/flechette'
import type { AnalyticsPeriod } from './server-analytics.ts'

/** A data series, drawn as a line, or as a bar if only one period has values. */
export interface TrendSeries {
  name: string
  /** Returns the value for a period, or `null` if the period has none. */
  read(period: AnalyticsPeriod): number | null
}

const periodMs: Readonly<Record<string, number>> = { hourly: 3_600_000, daily: 86_400_000, weekly: 604_800_000 }

/**
 * Adds the periods without runs, which the server omits. Monthly periods are not filled, because months differ in
 * length.
 */
export function fillPeriods({
  period,
  from,
  to,
  trend,
}: {
  readonly period: string
  readonly from: string
  readonly to: string
  readonly trend: readonly AnalyticsPeriod[]
}): AnalyticsPeriod[] {
  const step = periodMs[period]
  const [first] = trend
  if (step === undefined || first === undefined) return [...trend]
  const periodsByStart = new Map(trend.map((entry) => [Date.parse(entry.period_start), entry]))
  const anchor = Date.parse(first.period_start)
  const allPeriods: AnalyticsPeriod[] = []
  for (let time = anchor - Math.floor((anchor - Date.parse(from)) / step) * step; time < Date.parse(to); time += step)
    allPeriods.push(periodsByStart.get(time) ?? { ...emptyPeriod, period_start: new Date(time).toISOString() })
  return allPeriods
}

const emptyPeriod: Omit<AnalyticsPeriod, 'period_start'> = {
  executions: 0,
  completed: 0,
  failed: 0,
  success_rate: null,
  average_ms: null,
  max_ms: null,
  p95_ms: null,
  api_calls: 0,
  api_errors: 0,
  input_tokens: 0,
  output_tokens: 0,
  token_usage: 0,
  cost: 0,
  unpriced_calls: 0,
}

/** Column names, which are shown as axis titles. */
export interface TrendColumns {
  time: string
  value: string
  series: string
  /** Formats the start of a period. Used as the axis title if only one period has values. */
  formatPeriod(start: Date): string
}

/** Data source for a trend chart. */
export interface TrendSource extends TableSource {
  /** Formatted start of the only period with values. If set, each series is drawn as a bar instead of a line. */
  readonly onlyPeriod: string | undefined
}

/** Creates the data source for a trend chart. The server has already aggregated the values by period. */
export function createTrendSource(
  periods: readonly AnalyticsPeriod[],
  series: readonly TrendSeries[],
  { time, value, series: seriesName, formatPeriod }: TrendColumns,
): TrendSource {
  const points = series.flatMap(({ name, read }) =>
    periods.flatMap((period) => {
      const number = read(period)
      return number === null ? [] : [{ name, time: new Date(period.period_start), number }]
    }),
  )
  // A line needs at least two points, so a single period is drawn as one bar per series.
  const hasSinglePeriod = new Set(points.map(({ time }) => time.getTime())).size === 1
  const onlyPeriod = hasSinglePeriod ? formatPeriod(points[0]!.time) : undefined
  const plottedColumns = {
    facet: points.map(() => null),
    series: points.map(({ name }) => (hasSinglePeriod ? null : name)),
    x: points.map(({ name, time }) => (hasSinglePeriod ? name : time)),
    value: points.map(({ number }) => number),
    rows: points.map(() => 1n),
  }
  const types = {
    facet: utf8(),
    series: utf8(),
    x: hasSinglePeriod ? utf8() : timestamp(),
    value: float64(),
    rows: int64(),
  }
  const bytes =
    tableToIPC(tableFromArrays(plottedColumns as never, { types }), { format: 'stream' }) ?? new Uint8Array()
  const plottedSource: TableSource = {
    columns: [
      { name: 'facet', type: 'VARCHAR' },
      { name: 'series', type: 'VARCHAR' },
      { name: 'x', type: hasSinglePeriod ? 'VARCHAR' : 'TIMESTAMP' },
      { name: 'value', type: 'DOUBLE' },
      { name: 'rows', type: 'BIGINT' },
    ],
    rows: points.length,
    page: async () => bytes,
  }
  return {
    onlyPeriod,
    columns: [
      { name: time, type: 'TIMESTAMP' },
      { name: value, type: 'DOUBLE' },
      { name: onlyPeriod ?? seriesName, type: 'VARCHAR' },
    ],
    rows: points.length,
    page: async () => bytes,
    derive: async () => ({ source: plottedSource, problems: [] }),
  }
}
