import { z } from '../wire/zod.ts'

/** @internal */
export const chartMarks = ['bar', 'line', 'area', 'scatter', 'histogram', 'box', 'heat-map'] as const
/** The type of a chart. @public */
export type ChartMark = (typeof chartMarks)[number]

/** @internal */
export const chartMeasures = ['count', 'sum', 'mean', 'median', 'min', 'max', 'distinct'] as const
/** The function that aggregates the rows at each position of a chart. @public */
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

const createColumnSchema = (title: string, description: string) =>
  z.string().default('').meta({ title, description, format: 'column' })

/** @internal */
export const chartSpecSchema = z.strictObject({
  /** The type of the chart. */
  mark: z.enum(chartMarks).default('bar').meta({ title: 'Chart', description: 'Chart type.', labels: markLabels }),
  /** The column for the horizontal axis. */
  x: createColumnSchema('X axis', 'Column for the horizontal axis.'),
  /** The column to measure, or the column for the vertical axis. */
  y: createColumnSchema('Y axis', 'Column to measure, or column for the vertical axis.'),
  /** The function that aggregates the rows at each position. */
  measure: z.enum(chartMeasures).default('count').meta({
    title: 'Measure',
    description: 'Aggregate of the rows at each position. "Count" needs no column.',
    labels: measureLabels,
  }),
  /** The column that determines the color of segments or points. */
  color: createColumnSchema('Color', 'Column that determines the color of segments or points.'),
  /** The column that splits the chart into small multiples, one per value. */
  facet: createColumnSchema('Facet by', 'Each value of this column gets its own chart.'),
  /**
   * A second column that splits the chart: `facet` determines the columns of a grid of small multiples, and this column
   * its rows.
   */
  facetRow: createColumnSchema('Facet rows by', 'Each value of this column gets its own row of charts.'),
  /** The maximum number of categories, 1 to 200. */
  most: z.number().int().min(1).max(200).default(20).meta({
    title: 'Max categories',
    description: 'Maximum number of categories. A note reports how many are left out.',
  }),
  /** The approximate number of bins in a range, 2 to 200. */
  bins: z
    .number()
    .int()
    .min(2)
    .max(200)
    .default(30)
    .meta({ title: 'Bins', description: 'Approximate number of bins.' }),
})
/**
 * A declarative chart specification: the columns to draw and how to draw them. An empty name means no column.
 *
 * | mark | x | y | measure | color |
 * |---|---|---|---|---|
 * | bar | categories | measured values | of y | stacked segments |
 * | line, area | a number or time, in order | measured values | of y | one line each |
 * | scatter | a number or time | a number or time | – | a category or a number |
 * | histogram | a number or time | – | rows | stacked segments |
 * | box | categories, or none | a number | – | – |
 * | heat-map | any | any | of color | measured values |
 *
 * @public
 */
export type ChartSpec = z.infer<typeof chartSpecSchema>

/** @internal */
export const chartSettingsSchema = z.strictObject({
  ...chartSpecSchema.shape,
  /** The type of the chart, or `auto` for the one that fits the columns best. */
  mark: z
    .enum(['auto', ...chartMarks])
    .default('auto')
    .meta({
      title: 'Chart',
      description: 'Chart type. "Automatic" selects the type that fits the columns best.',
      labels: markLabels,
    }),
})
/** Settings of a chart node: a chart specification whose type may be `auto`. @public */
export type ChartSettings = z.infer<typeof chartSettingsSchema>

/** @internal */
export const graphSpecSchema = z.strictObject({
  /** The links column that contains the start point. */
  source: createColumnSchema('Link from', 'Start point of each link (links table).'),
  /** The links column that contains the end point. */
  target: createColumnSchema('Link to', 'End point of each link (links table).'),
  /** The numeric links column that determines their width. */
  width: createColumnSchema('Link width', 'Number for the line width (links table).'),
  /** The points column to which links refer. */
  id: createColumnSchema('Point ID', 'ID that links refer to (points table).'),
  /** The points column with human-readable labels. */
  label: createColumnSchema('Label', 'Readable name (points table). Leave empty to show the ID.'),
  /** The points column that determines their color, with categories or numbers. */
  color: createColumnSchema('Color', 'Category or number for the color (points table).'),
  /** The numeric points column that determines their size. */
  size: createColumnSchema('Size', 'Number for the size (points table). Leave empty to use the number of links.'),
  /** The points column with the X coordinate. */
  x: createColumnSchema('X', 'X coordinate (points table). Leave empty to calculate it from the links.'),
  /** The points column with the Y coordinate. */
  y: createColumnSchema('Y', 'Y coordinate (points table). Leave empty to calculate it from the links.'),
})
/**
 * The columns that determine how points and links are drawn. An empty name means that no column is selected and a
 * default is used.
 *
 * @public
 */
export type GraphSpec = z.infer<typeof graphSpecSchema>
