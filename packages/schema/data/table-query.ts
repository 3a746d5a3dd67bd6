import { chartSpecSchema } from './chart.ts'
import { problemSchema, type Problem } from '../wire/problem.ts'
import { tableRefSchema, type TableRef } from './table.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const filterOperators = [
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
 * The comparison that a filter applies to a cell. Text comparisons ignore letter case. `value` and `upTo` are strings
 * as entered by the user. `one-of` compares with strings that a `values` query returns.
 *
 * @public
 */
export type FilterTest = (typeof filterOperators)[number]

/** @internal */
export const tableFilterSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** How the cell is compared with `value`. */
  test: z.enum(filterOperators),
  /** The operand as entered by the user. Unused by `empty` and `filled`. */
  value: z.string().optional(),
  /** The inclusive upper limit of `between`. */
  upTo: z.string().optional(),
  /** The accepted values of `one-of`, as returned by a `values` query. Null represents null cells. */
  values: z.array(z.string().nullable()).max(1000).optional(),
})
/** A condition on the cells of one column. @public */
export type TableFilter = z.infer<typeof tableFilterSchema>

/** @internal */
export const tableSortSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The sort direction. Null cells are last in both directions. */
  direction: z.enum(['ascending', 'descending']),
})
/** A sort key: one column and its direction. @public */
export type TableSort = z.infer<typeof tableSortSchema>

/** Aggregate functions for grouped rows. @internal */
export const groupFunctions = ['count', 'count-distinct', 'sum', 'mean', 'median', 'min', 'max'] as const

/** @internal */
export const groupMeasureSchema = z.strictObject({
  /** The aggregate function. */
  function: z.enum(groupFunctions),
  /** The name of the column to aggregate. If empty, `count` counts rows. */
  column: z.string(),
})
/** A value computed for each group of rows. @public */
export type GroupMeasure = z.infer<typeof groupMeasureSchema>

/** @internal */
export const tableGroupsSchema = z.strictObject({
  /** The names of the columns to group by. */
  by: z.array(z.string()).min(1).max(100),
  /** The values to compute for each group. */
  measures: z.array(groupMeasureSchema).max(100),
})
/** Grouping of a table's rows. @public */
export type TableGroups = z.infer<typeof tableGroupsSchema>

/**
 * Maximum number of values to list from a `values` query. If there are further values, the result has one more row.
 *
 * @internal
 */
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
 * - `view`: the rows that match all filters, sorted by `sort` and then in table order, with all columns or those in
 *   `columns`. Unless `places` is false, the last column is `rowIndexColumn`, the row's index in the table (from 0).
 * - `find`: the cells that contain a string, as zero-based `row` and `column`, in order, up to 10,000 cells.
 * - `chart`: the data of a chart (see `chartColumns`).
 * - `values`: the distinct values of a column in the rows that match all filters, as `value` (text) and `rows` (the row
 *   count), most frequent first. Only values that contain `text` are included, up to `maxListedValues` + 1.
 * - `statistics`: one row with statistics of a column in the rows that match all filters: `rows`, `nulls`, `distinct`,
 *   and the statistics that fit the column's type (`min`, `max`, `mean`, `median`, `stddev`, `sum`, and for text the
 *   lengths `minLength` and `maxLength`).
 * - `groups`: one row per group of the rows that match all filters, with the group columns followed by the measures.
 *   Groups are in the order of their first row.
 *
 * @public
 */
export type TableQuery = z.infer<typeof tableQuerySchema>

/** @internal */
export const derivedTableSchema = z.strictObject({ table: tableRefSchema, problems: z.array(problemSchema) })
/** The result table of a query, and notes about it. @public */
export interface DerivedTable {
  /** The result table. */
  table: TableRef
  /** Notes, for example about omitted rows or a sample. */
  problems: Problem[]
}

/** In a `view`, the column that contains each row's index in the queried table, from 0. @internal */
export const rowIndexColumn = 'aw:place'

/**
 * The last column of a page that contains very long cells. It lists the lengths of a row's cells in characters as JSON,
 * with `null` for nulls and cells that are not text. Cells that are truncated in the page end with "…".
 *
 * @internal
 */
export const cellLengthsColumn = 'aw:lengths'

/**
 * The columns of a chart's data table, named by role. `facet` and `series` group the rows; with two facet columns,
 * `facet` contains both values separated by `facetSeparator`. `x` and `y` are text, numbers or times, and `x2` and `y2`
 * are the ends of their bins. `value` is the measure. `shade` is a number that determines a point's color. A box has
 * `low`, `q1`, `median`, `q3` and `high`; a row with only `value` is an outlier.
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
/** Separates the values of two facet columns. This control character does not normally occur in data. @internal */
export const facetSeparator = '\u001f'
/** @internal */
export type ChartColumn = (typeof chartColumns)[number]
