import { renderText } from '../../language/render-text.ts'
import type { ChartMark, ChartMeasure, ChartSpec } from '@aw-flow/schema/internal'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'
import { formatCount, defaultLanguage } from '@aw-flow/messages'

/** UI strings of the chart, overridden by its `strings` property. @internal */
export const chartStrings = {
  rowsTable: dataTableStrings as DataTableStrings,
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  label: 'Chart',
  settings: 'Chart settings',
  marks: {
    bar: 'Bar',
    line: 'Line',
    area: 'Area',
    scatter: 'Scatter plot',
    histogram: 'Histogram',
    box: 'Box plot',
    'heat-map': 'Heat map',
  } satisfies Record<ChartMark, string>,
  measures: {
    count: 'Count',
    sum: 'Sum',
    mean: 'Mean',
    median: 'Median',
    min: 'Minimum',
    max: 'Maximum',
    distinct: 'Distinct values',
  } satisfies Record<ChartMeasure, string>,
  mark: 'Chart',
  x: 'X axis',
  y: 'Y axis',
  /** Label of the column whose values are aggregated. */
  measured: 'Value',
  /** Label of the aggregation, such as the mean. */
  measure: 'Aggregation',
  color: 'Color',
  facet: 'Facet by',
  facetRow: 'Facet rows by',
  none: 'None',
  /** Labels of the category that combines all other values and of the category for rows without a value. */
  otherValues: '(other)',
  noValue: '(none)',
  suggest: 'Suggest a chart',
  table: 'Show as table',
  chart: 'Show as chart',
  copy: 'Copy',
  copied: 'Copied',
  png: 'PNG',
  svg: 'SVG',
  download: 'Download',
  loading: 'Drawing…',
  empty: 'No data to draw: these columns have no values.',
  noTable: 'Run the workflow, then select a node to see its table as a chart.',
  notSupported: 'This table cannot be drawn as a chart.',
  retry: 'Try again',
  downloadFailed: (reason: string): string => `The image could not be created: ${reason}`,
  rowCount: (rows: number): string => `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
  /** Returns the display name of a measure, such as "Mean of price" or "Count". */
  formatMeasure: (measure: string, column: string): string => (column === '' ? measure : `${measure} of ${column}`),
  /** Returns a one-line title for the chart. `value` names what it measures. */
  title({ mark, x, y }: ChartSpec, value: string): string {
    switch (mark) {
      case 'histogram':
        return `Distribution of ${x}`
      case 'scatter':
        return `${y} by ${x}`
      case 'box':
        return x === '' ? `Distribution of ${y}` : `Distribution of ${y} by ${x}`
      case 'heat-map':
        return `${value} by ${x} and ${y}`
      default:
        return `${value} by ${x}`
    }
  },
  bars: (count: number): string => `${formatCount(count)} ${count === 1 ? 'value' : 'values'}`,
  points: (count: number): string => `${formatCount(count)} ${count === 1 ? 'point' : 'points'}`,
  extremes: (maximum: string, maximumAt: string, minimum: string, minimumAt: string): string =>
    `largest ${maximum} at ${maximumAt}, smallest ${minimum} at ${minimumAt}`,
  between: (column: string, from: string, to: string): string => `${column} from ${from} to ${to}`,
  parts: (count: number, column: string): string =>
    `colored by ${column}, ${formatCount(count)} ${count === 1 ? 'value' : 'values'}`,
  facets: (count: number, column: string): string =>
    `${formatCount(count)} ${count === 1 ? 'facet' : 'facets'} by ${column}`,
}
/** @internal */
export type ChartStrings = typeof chartStrings
