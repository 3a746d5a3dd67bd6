import type { Column } from '@aw-flow/schema'

/** Time unit for grouping rows. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** An aggregate that is computed from rows. */
export interface QueryMeasure {
  readonly fn: 'count' | 'count-distinct' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'share'
  /** Absent if the measure is the number or the share of rows. */
  readonly column?: Column
}

export interface QueryFilter {
  readonly column: Column
  readonly operator:
    | '='
    | '<>'
    | '<'
    | '<='
    | '>'
    | '>='
    | 'contains'
    | 'starts-with'
    | 'ends-with'
    | 'empty'
    | 'filled'
    | 'one-of'
    | 'none-of'
  readonly values: readonly (string | number | boolean)[]
  /** Whether the filter selects a period. Period filters also apply to the total that a share is computed from. */
  readonly isPeriod?: boolean
}

/** A grouping key: a column, or a time unit of a date column. */
export interface QueryGroup {
  readonly column: Column
  readonly period?: Period
}

/** A question about a table, represented as a query. */
export interface DataQuery {
  /** Result columns of a query that returns rows of the table. Empty for all columns. */
  readonly columns: readonly Column[]
  readonly measures: readonly QueryMeasure[]
  readonly groups: readonly QueryGroup[]
  readonly filters: readonly QueryFilter[]
  /** Sort order of the result. Without a column, the first measure is the sort key. */
  readonly order?: { readonly column?: Column; readonly isDescending: boolean } | undefined
  readonly limit?: number | undefined
}
