import type { TableSource } from '@aw-flow/editor'
import { float64, int64, tableFromArrays, tableToIPC, timestamp, utf8 } from '@uwdata/flechette'
import type { AnalyticsPeriod } from './server-analytics.ts'

/** A line of a chart, or one segment of each of its bars. */
export interface TrendSeries {
  name: string
  /** Returns the value of a period; `null` if it has none. */
  read(period: AnalyticsPeriod): number | null
}

/** Names of a chart's columns, which its axes show. */
export interface TrendColumns {
  time: string
  value: string
  series: string
}

/** Creates the table of a chart over time. The server has already summed its values by period. */
export function createTrendSource(
  periods: readonly AnalyticsPeriod[],
  series: readonly TrendSeries[],
  { time, value, series: seriesName }: TrendColumns,
): TableSource {
  const points = series.flatMap(({ name, read }) =>
    periods.flatMap((period) => {
      const number = read(period)
      return number === null ? [] : [{ name, at: new Date(period.period_start), number }]
    }),
  )
  const drawn = {
    facet: points.map(() => null),
    series: points.map(({ name }) => name),
    x: points.map(({ at }) => at),
    value: points.map(({ number }) => number),
    rows: points.map(() => 1n),
  }
  const types = { facet: utf8(), series: utf8(), x: timestamp(), value: float64(), rows: int64() }
  const bytes = tableToIPC(tableFromArrays(drawn as never, { types }), { format: 'stream' }) ?? new Uint8Array()
  const drawnSource: TableSource = {
    columns: [
      { name: 'facet', type: 'VARCHAR' },
      { name: 'series', type: 'VARCHAR' },
      { name: 'x', type: 'TIMESTAMP' },
      { name: 'value', type: 'DOUBLE' },
      { name: 'rows', type: 'BIGINT' },
    ],
    rows: points.length,
    page: async () => bytes,
  }
  return {
    columns: [
      { name: time, type: 'TIMESTAMP' },
      { name: value, type: 'DOUBLE' },
      { name: seriesName, type: 'VARCHAR' },
    ],
    rows: points.length,
    page: async () => bytes,
    derive: async () => ({ source: drawnSource, problems: [] }),
  }
}
