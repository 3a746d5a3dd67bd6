import { z } from '../wire/zod.ts'

/** How a chart draws its data. @internal */
export const chartMarks = ['bar', 'line', 'area', 'scatter', 'histogram', 'box', 'heat-map'] as const
/** @public */
export type ChartMark = (typeof chartMarks)[number]

/** Aggregates of the rows at one position of a chart. @internal */
export const chartMeasures = ['count', 'sum', 'mean', 'median', 'min', 'max', 'distinct'] as const
/** @public */
export type ChartMeasure = (typeof chartMeasures)[number]

const markLabels = {
  auto: 'Automatic',
  bar: 'Bar chart',
  line: 'Line chart',
  area: 'Area chart',
  scatter: 'Scatter plot',
  histogram: 'Histogram',
  box: 'Box plot',
  'heat-map': 'Heat map',
}

const measureLabels = {
  count: 'Count',
  sum: 'Sum',
  mean: 'Mean',
  median: 'Median',
  min: 'Minimum',
  max: 'Maximum',
  distinct: 'Count distinct',
}

const column = (title: string, description: string) =>
  z.string().default('').meta({ title, description, format: 'column' })

/**
 * A chart as data: which columns are drawn, and how. An empty name means no column.
 *
 * | mark | x | y | measure | color |
 * |---|---|---|---|---|
 * | bar | categories | measured values | of y | stacked parts |
 * | line, area | a number or time, in order | measured values | of y | one line each |
 * | scatter | a number or time | a number or time | – | a category or a number |
 * | histogram | a number or time | – | rows | stacked parts |
 * | box | categories, or none | a number | – | – |
 * | heat-map | any | any | of color | measured values |
 *
 * @internal
 */
export const chartSpecSchema = z.strictObject({
  mark: z
    .enum(chartMarks)
    .default('bar')
    .meta({ title: 'Chart', description: 'Type of the chart.', labels: markLabels }),
  x: column('X axis', 'Column of the horizontal axis.'),
  y: column('Y axis', 'Column that is measured, or column of the vertical axis.'),
  measure: z.enum(chartMeasures).default('count').meta({
    title: 'Measure',
    description: 'Aggregate of the rows at one place. Count needs no column.',
    labels: measureLabels,
  }),
  color: column('Color', 'Column that colors parts or points.'),
  facet: column('Facet by', 'Column with one small chart for each of its values.'),
  most: z.number().int().min(1).max(200).default(20).meta({
    title: 'Max categories',
    description: 'Maximum number of categories. A note shows how many are left out.',
  }),
  bins: z
    .number()
    .int()
    .min(2)
    .max(200)
    .default(30)
    .meta({ title: 'Bins', description: 'Approximate number of bins of a range.' }),
})
/** @public */
export type ChartSpec = z.infer<typeof chartSpecSchema>

/** Settings of a chart node: a chart, or `auto` for the one that fits the columns best. @internal */
export const chartSettingsSchema = z.strictObject({
  ...chartSpecSchema.shape,
  mark: z
    .enum(['auto', ...chartMarks])
    .default('auto')
    .meta({
      title: 'Chart',
      description: 'Type of the chart. Automatic: what fits the columns best.',
      labels: markLabels,
    }),
})
/** @public */
export type ChartSettings = z.infer<typeof chartSettingsSchema>

/** How points and links are drawn. An empty name means that no column is chosen and a default is used. @internal */
export const graphSpecSchema = z.strictObject({
  source: column('Link from', 'Column of the links with the point where a link starts.'),
  target: column('Link to', 'Column of the links with the point where a link ends.'),
  width: column('Link width', 'Numeric column of the links.'),
  id: column('Point ID', 'Column of the points that links refer to.'),
  label: column('Label', 'Column of the points with labels for people. Empty: the ID.'),
  color: column('Color', 'Column that colors the points: categories or numbers.'),
  size: column('Size', 'Numeric column of the points. Empty: by the number of links.'),
  x: column('X', 'Column with the X coordinate of the points. Empty: calculated from the links.'),
  y: column('Y', 'Column with the Y coordinate of the points. Empty: calculated from the links.'),
})
/** @public */
export type GraphSpec = z.infer<typeof graphSpecSchema>
