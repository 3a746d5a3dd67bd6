import type { ChartSpec } from '@aw-flow/schema'
import type { ChartStrings } from './chart-strings.ts'

/** Returns the display name of a measure, such as "Mean of price" or "Count". */
export function getMeasureName({ mark, measure, y, color }: ChartSpec, strings: ChartStrings): string {
  if (mark === 'histogram' || measure === 'count') return strings.measures.count
  return strings.formatMeasure(strings.measures[measure], mark === 'heat-map' ? color : y)
}

/** Returns a one-line title for a chart. */
export const getChartTitle = (spec: ChartSpec, strings: ChartStrings): string =>
  strings.title(spec, getMeasureName(spec, strings))
