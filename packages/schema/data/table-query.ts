import { chartSpecSchema } from './chart.ts'
import { problemSchema, type Problem } from '../wire/problem.ts'
import { tableRefSchema, type TableRef } from './table.ts'
import { z } from '../wire/zod.ts'

/** How a cell is compared. Texts are compared without regard to case; `value` and `upTo` are as a person writes them. */
export const filterTests = [
  'equals',
  'differs',
  'contains',
  'lacks',
  'starts',
  'ends',
  'below',
  'above',
  'between',
  'empty',
  'filled',
] as const
export type FilterTest = (typeof filterTests)[number]

export const tableFilterSchema = z.strictObject({
  column: z.string(),
  test: z.enum(filterTests),
  value: z.string().optional(),
  /** The end of `between`, which belongs to it. */
  upTo: z.string().optional(),
})
export type TableFilter = z.infer<typeof tableFilterSchema>

export const tableSortSchema = z.strictObject({
  column: z.string(),
  direction: z.enum(['ascending', 'descending']),
})
export type TableSort = z.infer<typeof tableSortSchema>

/**
 * What somebody wants to see of a table. The answer is a table of its own:
 * - `view`: the rows that pass all filters, in the order of `sort` and then their own; some columns, or all; behind them
 *   `placeColumn`, the row's place in the table (from 0), unless `places` is false, as for a file;
 * - `find`: the cells that hold a text, as `row` and `column` (both from 0), in order, the first 10,000;
 * - `chart`: what a chart draws (see `chartColumns`).
 */
export const tableQuerySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('view'),
    filters: z.array(tableFilterSchema),
    sort: z.array(tableSortSchema),
    columns: z.array(z.string()).optional(),
    places: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('find'), text: z.string() }),
  z.strictObject({ kind: z.literal('chart'), spec: chartSpecSchema }),
])
export type TableQuery = z.infer<typeof tableQuerySchema>

/** A table that was made for a query, and what is worth knowing of it (rows left out, a sample taken). */
export const derivedTableSchema = z.strictObject({ table: tableRefSchema, problems: z.array(problemSchema) })
export interface DerivedTable {
  table: TableRef
  problems: Problem[]
}

/** In a `view`, the column that tells each row's place (from 0) in the table that was asked about. */
export const placeColumn = 'aw:place'

/**
 * The columns that a chart's table may have, by what they say. `facet` and `series` part the rows; `x` and `y` are texts,
 * numbers or times, `x2` and `y2` the ends of their steps; `value` is what was measured; `shade` a number that colours a
 * point; a box has `low`, `q1`, `median`, `q3`, `high`, and a row with `value` alone is a point outside of it.
 */
export const chartColumns = [
  'facet',
  'series',
  'x',
  'x2',
  'y',
  'y2',
  'value',
  'shade',
  'low',
  'q1',
  'median',
  'q3',
  'high',
  'rows',
] as const
export type ChartColumn = (typeof chartColumns)[number]
