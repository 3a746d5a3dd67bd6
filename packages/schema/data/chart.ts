import { z } from '../wire/zod.ts'

/** How a chart draws. */
export const chartMarks = ['bar', 'line', 'area', 'scatter', 'histogram', 'box', 'heat-map'] as const
export type ChartMark = (typeof chartMarks)[number]

/** What is worked out of the rows that fall together. */
export const chartMeasures = ['count', 'sum', 'mean', 'median', 'min', 'max', 'distinct'] as const
export type ChartMeasure = (typeof chartMeasures)[number]

const column = (title: string, description: string) =>
  z.string().default('').meta({ title, description, format: 'column' })

/**
 * A chart as data: which columns are drawn how. An empty name is no column.
 *
 * | mark | x | y | measure | color |
 * |---|---|---|---|---|
 * | bar | categories | what is measured | of y | stacked parts |
 * | line, area | a number or time, in order | what is measured | of y | one line each |
 * | scatter | a number or time | a number or time | – | a category or a number |
 * | histogram | a number or time | – | rows | stacked parts |
 * | box | categories, or none | a number | – | – |
 * | heat-map | any | any | of color | what is measured |
 */
export const chartSpecSchema = z.strictObject({
  mark: z.enum(chartMarks).default('bar').meta({ title: 'Chart', description: 'How it is drawn.' }),
  x: column('Across', 'The column whose values stand along the lower edge.'),
  y: column('Up', 'The column that is measured, or whose values stand along the left edge.'),
  measure: z.enum(chartMeasures).default('count').meta({
    title: 'Measure',
    description: 'What is worked out of the rows that fall together; count needs no column.',
  }),
  color: column('Colour', 'The column by which parts or points are coloured.'),
  facet: column('Small charts by', 'A column: one small chart for each of its values.'),
  most: z.number().int().min(1).max(200).default(20).meta({
    title: 'Categories',
    description: 'How many categories are drawn at most; how many are left out is told.',
  }),
  bins: z
    .number()
    .int()
    .min(2)
    .max(200)
    .default(30)
    .meta({ title: 'Steps', description: 'Into about how many steps of round numbers a range is parted.' }),
})
export type ChartSpec = z.infer<typeof chartSpecSchema>

/** What a chart node is set to: a chart, or `auto`, which is the one that fits the columns best. */
export const chartSettingsSchema = z.strictObject({
  ...chartSpecSchema.shape,
  mark: z
    .enum(['auto', ...chartMarks])
    .default('auto')
    .meta({ title: 'Chart', description: 'How it is drawn; auto: what fits the columns best.' }),
})
export type ChartSettings = z.infer<typeof chartSettingsSchema>

/** How points and links are drawn. An empty name is no column, and what is usual is taken instead. */
export const graphSpecSchema = z.strictObject({
  source: column('Link from', 'The column of the links that names the point from which a link goes.'),
  target: column('Link to', 'The column of the links that names the point to which it goes.'),
  width: column('Link width', 'A column of numbers of the links.'),
  id: column('Point', 'The column of the points by which links name them.'),
  label: column('Label', 'The column of the points with the words for people; empty: the id.'),
  color: column('Colour', 'The column of the points by which they are coloured: categories or numbers.'),
  size: column('Size', 'A column of numbers of the points; empty: by the number of their links.'),
  x: column('X', 'The column of the points that says where they stand; empty: they find their places.'),
  y: column('Y', 'The column of the points that says where they stand; empty: they find their places.'),
})
export type GraphSpec = z.infer<typeof graphSpecSchema>
