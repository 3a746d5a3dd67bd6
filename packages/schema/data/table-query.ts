import { chartSpecSchema } from './chart.ts'
import { problemSchema, type Problem } from '../wire/problem.ts'
import { tableRefSchema, type TableRef } from './table.ts'
import { z } from '../wire/zod.ts'

/** @internal */
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
  'one-of',
] as const
/**
 * The kind of comparison that a filter applies to a cell. Text is compared case-insensitively; `value` and `upTo` are as
 * entered by the user. `one-of` compares with the strings that a `values` query returns.
 *
 * @public
 */
export type FilterTest = (typeof filterTests)[number]

/** @internal */
export const tableFilterSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The comparison of the cell with `value`. */
  test: z.enum(filterTests),
  /** The operand as entered by the user; unused by `empty` and `filled`. */
  value: z.string().optional(),
  /** The inclusive end of `between`. */
  upTo: z.string().optional(),
  /** The accepted values of `one-of`, as returned by a `values` query. Null stands for null cells. */
  values: z.array(z.string().nullable()).max(1000).optional(),
})
/** A condition on the cells of one column. @public */
export type TableFilter = z.infer<typeof tableFilterSchema>

/** @internal */
export const tableSortSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The direction. Null cells are last in both. */
  direction: z.enum(['ascending', 'descending']),
})
/** The order of the rows by one column. @public */
export type TableSort = z.infer<typeof tableSortSchema>

/** Aggregate functions of grouped rows. @internal */
export const groupFunctions = ['count', 'count-distinct', 'sum', 'mean', 'median', 'min', 'max'] as const

/** @internal */
export const groupMeasureSchema = z.strictObject({
  /** The aggregate function. */
  function: z.enum(groupFunctions),
  /** The name of the aggregated column. Empty: `count` counts rows. */
  column: z.string(),
})
/** A value that is computed for each group of rows. @public */
export type GroupMeasure = z.infer<typeof groupMeasureSchema>

/** @internal */
export const tableGroupsSchema = z.strictObject({
  /** The names of the columns whose equal values form a group. */
  by: z.array(z.string()).min(1).max(100),
  /** The values of each group. */
  measures: z.array(groupMeasureSchema).max(100),
})
/** Grouping of a table's rows. @public */
export type TableGroups = z.infer<typeof tableGroupsSchema>

/** Maximum number of values that a `values` query returns; one more row shows that there are others. @internal */
export const maxListedValues = 1000

/** @internal */
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
  z.strictObject({
    kind: z.literal('values'),
    column: z.string(),
    filters: z.array(tableFilterSchema),
    text: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('statistics'), column: z.string(), filters: z.array(tableFilterSchema) }),
  z.strictObject({ kind: z.literal('groups'), groups: tableGroupsSchema, filters: z.array(tableFilterSchema) }),
])
/**
 * A query of a table. The result is a table:
 * - `view`: the rows that match all filters, in the order of `sort` and then of the table; some or all columns; then
 *   `rowIndexColumn`, the index of the row in the table (from 0), unless `places` is false, as for files;
 * - `find`: the cells that contain a string, as `row` and `column` (both from 0), in order, at most 10,000;
 * - `chart`: the data of a chart (see `chartColumns`);
 * - `values`: the distinct values of a column in the rows that match all filters, as `value` (text) and `rows` (their
 *   number), the most frequent first; only values that contain `text`; at most `maxListedValues` + 1;
 * - `statistics`: one row with the statistics of a column in the rows that match all filters: `rows`, `nulls` and
 *   `distinct`, then those that fit the type of the column (`min`, `max`, `mean`, `median`, `stddev`, `sum`, and for
 *   text the lengths `minLength` and `maxLength`);
 * - `groups`: one row per group of the rows that match all filters: the columns of the groups, then the measures. Groups
 *   are in the order of their first row.
 *
 * @public
 */
export type TableQuery = z.infer<typeof tableQuerySchema>

/** @internal */
export const derivedTableSchema = z.strictObject({ table: tableRefSchema, problems: z.array(problemSchema) })
/** The result table of a query, with notes, for example about omitted rows or a sample. @public */
export interface DerivedTable {
  /** The result table. */
  table: TableRef
  /** Notes, for example about omitted rows or a sample. */
  problems: Problem[]
}

/** In a `view`, the column with the index of each row (from 0) in the queried table. @internal */
export const rowIndexColumn = 'aw:place'

/**
 * In a page of very long cells, the last column: the lengths of the cells of each row in characters, as a JSON list,
 * with `null` for null and for cells that are not text. Cells that are longer than in the page end with "…".
 *
 * @internal
 */
export const cellLengthsColumn = 'aw:lengths'

/**
 * The columns of a chart's table, by role. `facet` and `series` group the rows; with two columns of
 * facets, `facet` has both values with `facetSeparator` between them; `x` and `y` are text, numbers or
 * times, `x2` and `y2` the ends of their bins; `value` is the measure; `shade` is a number that colors a point; a box
 * has `low`, `q1`, `median`, `q3`, `high`, and a row with only `value` is an outlier.
 *
 * @internal
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
/** Separates the values of two columns of facets. Strings do not contain it. @internal */
export const facetSeparator = '\u001f'
/** @internal */
export type ChartColumn = (typeof chartColumns)[number]
